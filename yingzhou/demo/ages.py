"""The age pyramid of the registered population on the base date, exact by block."""

from __future__ import annotations

import numpy as np

from yingzhou.core.money import split_exactly
from yingzhou.demo.days import of_year
from yingzhou.demo.rng import rng

# age: weight; in between the line is straight. Shape only: the blocks' sums come from stocks.yaml.
# Few were born in 1959-1961; many in the years before and after.
_KNOTS: dict[tuple[int, int], dict[int, float]] = {
    (0, 18): {0: 20, 4: 27, 8: 32, 12: 31, 17: 29},
    (18, 60): {
        18: 29,
        25: 42,
        30: 72,
        35: 80,
        40: 78,
        45: 92,
        50: 122,
        55: 140,
        57: 138,
        58: 112,
        59: 80,
    },
    (60, 80): {60: 72, 61: 74, 62: 100, 65: 140, 70: 130, 75: 84, 79: 57},
    (80, 106): {80: 48, 85: 30, 90: 13, 95: 3.4, 100: 0.45, 105: 0.05},
}
_FEMALE_SHARE = {0: 0.48, 18: 0.49, 60: 0.515, 70: 0.53, 80: 0.6, 90: 0.7}


def registered_ages(targets: dict[str, int]) -> np.ndarray:
    """One age a person, ascending: exactly the published totals of young, old and very old."""
    total, old = targets["registered_2020"], targets["aged_60_plus_2020"]
    young, very_old = targets["under_18_2020"], targets["aged_80_plus_2020"]
    sizes = {
        (0, 18): young,
        (18, 60): total - old - young,
        (60, 80): old - very_old,
        (80, 106): very_old,
    }
    parts = []
    for block, size in sizes.items():
        ages = np.arange(*block)
        knots = _KNOTS[block]
        weights = np.interp(ages, list(knots), list(knots.values()))
        counts = split_exactly(size, (weights * 1000).astype(int).tolist())
        parts.append(np.repeat(ages, counts))
    return np.concatenate(parts).astype("int16")


def sexes(ages: np.ndarray) -> np.ndarray:
    """1 male, 2 female; more women among the old."""
    share = np.interp(ages, list(_FEMALE_SHARE), list(_FEMALE_SHARE.values()))
    return np.where(rng("sexes").random(len(ages)) < share, 2, 1).astype("int8")


def birth_days(ages: np.ndarray) -> np.ndarray:
    """A birthday for each age as of 31 December 2020: whoever is ``a`` was born in 2020 - a."""
    return of_year(2020 - ages.astype("int32"), rng("births"))
