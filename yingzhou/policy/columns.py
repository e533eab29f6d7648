"""How facts and results stand in arrays: types, the mark of 未知, labels as numbers."""

from __future__ import annotations

import numpy as np

from yingzhou.policy.book import Book
from yingzhou.policy.kinds import Kind

DTYPES = {"flag": np.int8, "day": np.int32, "label": np.int16}
"""Columns of facts and results; the lowest number of each stands for 未知."""


def dtype_of(kind: Kind) -> type:
    """Money in 64 bits; everything else that is counted in 16 (facts) or 64 (results)."""
    return DTYPES.get(kind.base, np.int64)


def column_dtype(kind: Kind) -> type:
    if kind.base == "number" and not kind.is_money:
        return np.int16
    return dtype_of(kind)


def lowest(dtype: type) -> int:
    return int(np.iinfo(dtype).min)


def labels_of(book: Book) -> dict[str, int]:
    """A code for every label of the book; the empty one (nothing) is 0."""
    return book.labels
