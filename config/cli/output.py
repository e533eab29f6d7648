"""A table for people, one JSON object a line for programs; errors in one plain sentence."""

from __future__ import annotations

import json
import os
import re
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
    """ValueErrors of the product are messages for people: shown without a traceback, exit 1.

    So are the faults of a database or a folder that somebody named in the environment.
    """
    from django.db.utils import DatabaseError

    try:
        yield
    except (KeyError, IndexError):
        raise
    except (ValueError, LookupError) as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        message = _about_database(str(error))
        if not message:
            raise
        raise click.ClickException(message) from error
    except (PermissionError, FileNotFoundError, NotADirectoryError) as error:
        raise click.ClickException(
            f"不能读写 {error.filename}: {error.strerror}。请检查 YINGZHOU_VAR 所指的目录。"
        ) from error


_DATABASE = {
    "no such table|does not exist": "数据库里还没有数据。请先运行 yingzhou demo (演示区), "
    "或 manage.py migrate (正式库)。",
    "not a database|malformed": "数据库文件已损坏, 或不是数据库。请检查 YINGZHOU_VAR 所指的目录。",
    "locked": "数据库正被另一个程序占用。请稍候再试。",
    "connection|connect to|resolve|password|authentication|unable to open": "连不上数据库。"
    "请检查 DATABASE_URL 是否正确、数据库是否已启动。",
}


def _about_database(fault: str) -> str:
    """What is wrong in words; empty where it is a fault of ours. It never quotes the address."""
    if "database" in fault and "does not exist" in fault:
        return "服务器上没有 DATABASE_URL 所指的数据库, 请先建库。"
    for pattern, message in _DATABASE.items():
        if re.search(pattern, fault):
            return message
    return ""
