"""Answers of nothing but whole numbers, as one numpy array: a whole table without an object a row.

PostgreSQL hands them over by binary COPY, in which rows of numbers have one fixed width; any other
engine by its cursor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection

BATCH = 20_000
_HEADER, _TRAILER = 19, 2
_WIDTH = 8
_BOOLEAN = 16
"""PostgreSQL's number of the type."""


def whole_numbers(question: str, values: Mapping[str, Any], *, is_large: bool = True) -> np.ndarray:
    """The answer, a row a line, int64; truth values are 1 and 0. ``is_large``: worth asking twice,
    first for the types. Raises ValueError where something is missing (NULL) or not a number."""
    if is_large and connection.vendor == "postgresql":
        return _copied(question, values)
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(question, values)
        width = len(cursor.description)
        batches = list(_batches(cursor, width))
    return np.concatenate(batches) if batches else np.empty((0, width), np.int64)


def _batches(cursor: Any, width: int) -> Iterator[np.ndarray]:
    while batch := cursor.fetchmany(BATCH):
        flat = np.fromiter(chain.from_iterable(batch), np.int64, len(batch) * width)
        yield flat.reshape(-1, width)


def _copied(question: str, values: Mapping[str, Any]) -> np.ndarray:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({question}) AS asked LIMIT 0", values)  # noqa: S608
        types = [column.type_code for column in cursor.description]
        names = [f"c{at}" for at in range(len(types))]
        wide = ", ".join(
            f"{name}::integer::bigint" if kind == _BOOLEAN else f"{name}::bigint"
            for name, kind in zip(names, types, strict=True)
        )
        statement = (
            f"COPY (SELECT {wide} FROM ({question}) AS asked({', '.join(names)}))"  # noqa: S608
            " TO STDOUT (FORMAT BINARY)"
        )
        with cursor.copy(statement, values) as copy:
            content = b"".join(copy)
    return _read(content, len(names))


def _read(content: bytes, width: int) -> np.ndarray:
    """Each row: how many fields (int16), then of each its length (int32) and itself (int64), the
    high byte first; after the last row one that says -1."""
    field = np.dtype([("size", ">i4"), ("value", ">i8")])
    row = np.dtype([("fields", ">i2"), ("field", field, (width,))])
    body = memoryview(content)[_HEADER : len(content) - _TRAILER]
    if len(body) % row.itemsize:
        raise ValueError("a value is missing in an answer of whole numbers")
    rows = np.frombuffer(body, row)
    if not ((rows["fields"] == width).all() and (rows["field"]["size"] == _WIDTH).all()):
        raise ValueError("a value is missing in an answer of whole numbers")
    return rows["field"]["value"].astype(np.int64).reshape(-1, width)
