"""A table for people, one JSON object a line for programs; errors in one plain sentence."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDE = 120
"""Columns of a table that goes into a file or a pipe. A terminal says itself how wide it is."""

Row = dict[str, Any]
Style = Callable[[Row], str]


def console() -> Console:
    fits_itself = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if fits_itself else WIDE, highlight=False)


def json_lines(rows: list[Row]) -> None:
    """Every key of every row; numbers stay numbers."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False, default=str))


def table(
    rows: list[Row], columns: Sequence[tuple[str, str, str]], title: str, style: Style
) -> Table:
    """``columns``: key, heading, and ``words`` (may wrap), ``code`` or ``number`` (stay whole)."""
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for _, heading, kind in columns:
        made.add_column(
            heading,
            justify="right" if kind == "number" else "left",
            no_wrap=kind != "words",
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(Text(str(row.get(key, ""))) for key, _, _ in columns), style=style(row))
    return made


def paragraph(out: Console, head: str, text: str) -> None:
    """``head`` on a line of its own, the text below it, set in."""
    out.print()
    out.print(Text(head, "bold"))
    out.print(Padding(Text(text), (0, 0, 0, 2)))


@contextmanager
def plain_errors() -> Iterator[None]:
    """ValueErrors of the product are messages for people: shown without a traceback, exit 1."""
    from django.db.utils import OperationalError, ProgrammingError

    try:
        yield
    except (KeyError, IndexError):
        raise
    except (ValueError, LookupError) as error:
        raise click.ClickException(str(error)) from error
    except (OperationalError, ProgrammingError) as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            raise click.ClickException(
                "数据库里还没有数据。请先运行 yingzhou demo (演示区), "
                "或 manage.py migrate (正式库)。"
            ) from error
        raise
