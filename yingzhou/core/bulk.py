"""Fast loading of many rows: ``executemany`` on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

CHUNK = 20_000


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[tuple]) -> int:
    """Append ``rows`` (values in the order of ``fields``, database form); returns how many."""
    columns = [_column(model, name) for name in fields]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({names}) FROM STDIN", rows)
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our models' names
    return _execute_many(statement, rows)


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    column = getattr(field, "column", None)
    if column is None:
        raise TypeError(f"{model.__name__}.{name} has no column")
    return str(column)


def _copy(statement: str, rows: Iterable[tuple]) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the count is the result
            copy.write_row(row)
    return count


def _execute_many(statement: str, rows: Iterable[tuple]) -> int:
    connection.ensure_connection()
    raw: Any = connection.connection
    count, iterator = 0, iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        raw.executemany(statement, chunk)
        count += len(chunk)
    return count
