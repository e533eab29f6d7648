"""People who do not exist, with every fact that the book can ask for: for measuring and testing.

Nothing about them is meant to be like a real district; values lie inside the range that each fact
allows, and small numbers, on which rules turn, come often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yingzhou.policy.book import Book, Key
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.kinds import DAY, FLAG, LABEL
from yingzhou.policy.population import Population, load
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

SIZES, WEIGHTS = np.arange(1, 7), np.array([0.14, 0.28, 0.27, 0.16, 0.09, 0.06])
BIRTH = "出生日期"


@dataclass(frozen=True)
class Invented:
    """``columns``: named 人.出生日期 and so on. Registered households are the households."""

    household_of: np.ndarray
    obligor_of: np.ndarray
    households: int
    columns: dict[str, np.ndarray]

    @property
    def persons(self) -> int:
        return len(self.household_of)

    def loaded(self, book: Book) -> Population:
        """Checked and laid out, as a real population is."""
        return load(
            book, self.household_of, self.columns, self.households, obligor_of=self.obligor_of
        )


def invented(book: Book, households: int, *, unknown: float = 0.0, seed: int = 1) -> Invented:
    """``unknown``: share of the facts that are missing."""
    draw = np.random.default_rng(seed)
    household_of = np.repeat(
        np.arange(households, dtype=np.int32), draw.choice(SIZES, households, p=WEIGHTS)
    )
    persons = len(household_of)
    obligor_of = np.flatnonzero(draw.random(persons) < 0.05).astype(np.int32)
    counts = {
        PERSON: persons, HOUSEHOLD: households, REGISTERED: households, OBLIGOR: len(obligor_of),
    }  # fmt: skip
    codes = labels_of(book)
    columns = {}
    for key, spec in book.inputs.items():
        column = _column(draw, spec, key, counts[key[0]], codes)
        if unknown:
            column[draw.random(len(column)) < unknown] = lowest(column.dtype.type)
        columns[spec.key] = column
    return Invented(household_of, obligor_of, households, columns)


def _column(
    draw: np.random.Generator, spec: InputSpec, key: Key, count: int, codes: dict[str, int]
) -> np.ndarray:
    dtype = column_dtype(spec.kind)
    values: np.ndarray
    if spec.kind == FLAG:
        values = draw.random(count) < 0.2
    elif spec.kind == LABEL:
        values = draw.choice([codes[label] for label in spec.labels], count)
    elif spec.kind == DAY:
        years = (
            draw.integers(1925, 2025, count)
            if key[1] == BIRTH
            else draw.integers(2000, 2026, count)
        )
        values = years * 10_000 + draw.integers(1, 13, count) * 100 + draw.integers(1, 29, count)
    elif spec.kind.is_money:
        values = np.rint(draw.lognormal(np.log(1_500), 1.0, count)) * 100
        values = np.where(draw.random(count) < 0.3, 0, values)
    else:
        values = np.minimum(draw.poisson(1.0, count), 30)
    low, high = _span(spec)
    return np.clip(values, low, high).astype(dtype)


def _span(spec: InputSpec) -> tuple[int, int]:
    return (spec.least, spec.most) if spec.kind.base == "number" else (0, 99991231)


__all__ = ["Invented", "invented"]
