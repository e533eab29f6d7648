"""Fast loading of a whole district (:mod:`yingzhou.core.bulk`). Indexes are built after the rows.

Foreign keys are not enforced while loading, so :func:`check_foreign_keys` looks afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from yingzhou.core.bulk import CHUNK, insert


def table(model: type[models.Model], columns: dict[str, Any], first_id: int = 1) -> int:
    """Append columns (lists or arrays of equal length) with ids counted from ``first_id``."""
    fields = ["id", *columns]
    length = len(next(iter(columns.values())))
    return insert(model, fields, _rows(columns, length, first_id))


def _rows(columns: dict[str, Any], length: int, first_id: int) -> Iterator[tuple]:
    from yingzhou.demo.days import as_text

    def part(values: Any, low: int, high: int) -> list:
        piece = values[low:high]
        if isinstance(piece, DayColumn):
            return as_text(piece.days)
        return piece if isinstance(piece, list) else piece.tolist()

    for low in range(0, length, CHUNK):
        high = min(low + CHUNK, length)
        pieces = [part(values, low, high) for values in columns.values()]
        yield from zip(range(first_id + low, first_id + high), *pieces, strict=True)


class DayColumn:
    """A column of days that is written as dates."""

    def __init__(self, days: Any) -> None:
        self.days = days

    def __len__(self) -> int:
        return len(self.days)

    def __getitem__(self, piece: slice) -> DayColumn:
        return DayColumn(self.days[piece])


@contextmanager
def indexes_afterwards(models_: Sequence[type[models.Model]]) -> Iterator[None]:
    """Drop the plain and unique indexes of these tables on SQLite, and build them when done."""
    if connection.vendor != "sqlite":
        yield
        return
    tables = [model._meta.db_table for model in models_]
    marks = ", ".join(["%s"] * len(tables))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"  # noqa: S608 - only marks are put in
            f" WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
            tables,
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for _, statement in found:
            cursor.execute(statement)


def reset_sequences() -> None:
    """After loading with explicit ids, PostgreSQL's counters continue after the largest id."""
    all_models = [m for m in apps.get_models() if m._meta.app_config.name.startswith("yingzhou")]
    statements = connection.ops.sequence_reset_sql(no_style(), all_models)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def check_foreign_keys() -> None:
    """Raise IntegrityError where a loaded row points at nothing."""
    connection.check_constraints()
