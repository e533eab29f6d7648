"""Answers of nothing but whole numbers, as one numpy array: a whole table without an object a row.

PostgreSQL hands every column over as one array in its binary form, which numpy reads as it stands
(row by row, by cursor or by COPY, took five times as long); any other engine is asked by cursor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection

BATCH = 20_000
_BOOLEAN, _ARRAY_OF_BIGINT = 16, 1016
"""PostgreSQL's numbers of these types."""
_HEADER = 20
_ELEMENT = np.dtype([("size", ">i4"), ("value", ">i8")])


def whole_numbers(question: str, values: Mapping[str, Any], *, is_large: bool = True) -> np.ndarray:
    """The answer, a row a line, int64; truth values are 1 and 0. ``is_large``: worth asking twice,
    first for the types. Raises ValueError or TypeError where something is missing (NULL)."""
    if is_large and connection.vendor == "postgresql":
        return _by_column(question, values)
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(question, values)
        width = len(cursor.description)
        batches = list(_batches(cursor, width))
    return np.concatenate(batches) if batches else np.empty((0, width), np.int64)


def _batches(cursor: Any, width: int) -> Iterator[np.ndarray]:
    while batch := cursor.fetchmany(BATCH):
        flat = np.fromiter(chain.from_iterable(batch), np.int64, len(batch) * width)
        yield flat.reshape(-1, width)


def _by_column(question: str, values: Mapping[str, Any]) -> np.ndarray:
    with connection.cursor() as asking:
        asking.execute(f"SELECT * FROM ({question}) AS asked LIMIT 0", values)  # noqa: S608
        types = [column.type_code for column in asking.description]
    names = [f"c{at}" for at in range(len(types))]
    columns = ", ".join(
        f"array_agg({name}{'::integer' if kind == _BOOLEAN else ''}::bigint)"
        for name, kind in zip(names, types, strict=True)
    )
    with _raw_arrays() as cursor:
        cursor.execute(
            f"SELECT count(*), {columns} FROM ({question}) AS asked({', '.join(names)})",  # noqa: S608
            values,
        )
        count, *found = cursor.fetchone()
    made = np.empty((count, len(names)), np.int64)
    for at, content in enumerate(found):
        made[:, at] = _read(content, count)
    return made


def _raw_arrays() -> Any:
    """A cursor of Django's connection that gives arrays as the bytes that came."""
    import psycopg
    from psycopg.adapt import Loader
    from psycopg.pq import Format

    class AsItCame(Loader):
        format = Format.BINARY

        def load(self, data: Any) -> bytes:
            return bytes(data)

    connection.ensure_connection()
    cursor = psycopg.Cursor(connection.connection)
    cursor.format = Format.BINARY
    cursor.adapters.register_loader(_ARRAY_OF_BIGINT, AsItCame)
    return cursor


def _read(content: bytes | None, count: int) -> np.ndarray:
    """After the head each value (int64, the high byte first) behind its length (int32), which is -1
    and nothing behind it where there is no value."""
    if content is None:  # no rows, no array
        return np.empty(0, np.int64)
    if len(content) != _HEADER + count * _ELEMENT.itemsize:
        raise ValueError("a value is missing in an answer of whole numbers")
    return np.frombuffer(content, _ELEMENT, offset=_HEADER)["value"]


def yyyymmdd(days: np.ndarray) -> np.ndarray:
    """Days since 1970 as numbers like 19500131."""
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64)
    dom = (dates - months).astype(np.int64) + 1
    return (month // 12 + 1970) * 10_000 + (month % 12 + 1) * 100 + dom
