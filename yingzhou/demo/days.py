"""Dates as whole days since 1970-01-01 (int32 arrays); text only when rows are written."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np

from yingzhou.core.spells import FOREVER as FOREVER_DATE

EPOCH = date(1970, 1, 1)


def day(year: int, month: int = 1, dom: int = 1) -> int:
    return (date(year, month, dom) - EPOCH).days


FOREVER = (FOREVER_DATE - EPOCH).days
OPENING = day(2015, 12, 31)
BASE = day(2020, 12, 31)
"""The plan's base date: on it the synthetic stocks equal the published figures."""
HORIZON = day(2030, 12, 31)
"""Lives are drawn up to here and cut at today, so that a later build only adds days."""


def as_text(days: np.ndarray) -> list[str]:
    """ISO dates for a column; each different day is spelled once, as many are the same."""
    different, places = np.unique(days, return_inverse=True)
    spelled = np.datetime_as_string(different.astype("datetime64[D]")).tolist()
    return np.array(spelled, dtype=object)[places].tolist()


def to_date(value: int) -> date:
    return date.fromordinal(EPOCH.toordinal() + int(value))


def of_year(years: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """A random day of each calendar year."""
    start = (years.astype("int64") - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    end = (years.astype("int64") - 1969).astype("datetime64[Y]").astype("datetime64[D]")
    length = (end - start).astype("int64")
    return (start.astype("int64") + (generator.random(len(years)) * length).astype("int64")).astype(
        "int32"
    )


def schedule(
    targets: dict[int, int], generator: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Spells whose number on each 31 December is ``targets[year]``, as (from, to) by start.

    The first year stands at the opening. Growth starts within a year, shrinkage ends the oldest.
    """
    years = sorted(targets)
    starts = [OPENING - generator.integers(30, 3650, targets[years[0]])]
    ends: list[int] = []
    for before, year in pairwise(years):
        change = targets[year] - targets[before]
        low, high = day(before + 1), day(year, 12, 20)
        if change >= 0:
            starts.append(np.sort(generator.integers(low, high, change)))
        else:
            ends += sorted(generator.integers(low, high, -change).tolist())
    valid_from = np.concatenate(starts).astype("int32")
    valid_to = np.full(len(valid_from), FOREVER, "int32")
    valid_to[: len(ends)] = ends
    return valid_from, valid_to
