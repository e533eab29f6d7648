"""A table for people, one JSON object a line for programs; errors in one plain sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.table import Table

console = Console()


def emit(
    rows: list[dict[str, Any]],
    columns: Sequence[tuple[str, str]],
    as_json: bool,
    title: str = "",
    style: Callable[[dict[str, Any]], str] = lambda _: "",
) -> None:
    """``columns``: key and heading, for the table; JSON lines carry every key."""
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    table = Table(title=title, title_justify="left", header_style="bold")
    for key, heading in columns:
        numeric = bool(rows) and isinstance(rows[0].get(key), int)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(str(row.get(key, "")) for key, _ in columns), style=style(row))
    console.print(table)


@contextmanager
def plain_errors() -> Iterator[None]:
    """ValueErrors of the product are messages for people: show them without a traceback, exit 2."""
    from django.db.utils import OperationalError, ProgrammingError

    try:
        yield
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except (OperationalError, ProgrammingError) as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            message = "数据库里还没有数据。请先运行 yingzhou demo (演示区), 或 manage.py migrate (正式库)。"
            raise click.ClickException(message) from error
        raise
