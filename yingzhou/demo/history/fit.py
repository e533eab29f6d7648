"""Making sums come out exactly."""

from __future__ import annotations

from functools import cache

import numpy as np

DEEP = 3000
"""How far ahead, in the coins' common unit, an exact remainder is looked for."""


def spread(total: int, weights: np.ndarray) -> np.ndarray:
    """Whole numbers in proportion to ``weights`` whose sum is ``total``."""
    edges = np.round(np.cumsum(weights) / weights.sum() * total).astype("int64")
    return np.diff(edges, prepend=0)


def taken_away(amounts: np.ndarray, order: np.ndarray, surplus: int) -> np.ndarray:
    """Which of ``amounts`` to leave out so that ``surplus`` is gone exactly, in ``order`` as far
    as it goes and then in what makes up the rest. Raises ValueError where nothing does."""
    if surplus == 0:
        return np.empty(0, "int64")
    kinds = np.unique(amounts[order])
    unit = int(np.gcd.reduce(np.append(kinds, surplus)))
    sums = np.cumsum(amounts[order])
    last = int(np.searchsorted(sums, surplus, side="right"))
    for count in range(last, -1, -1):
        rest = surplus - (int(sums[count - 1]) if count else 0)
        if rest // unit > DEEP:
            break
        coins = _coins(tuple((kinds // unit).tolist()), rest // unit)
        if coins is None:
            continue
        extra = _pick(amounts, order[count:], [one * unit for one in coins])
        if extra is not None:
            return np.concatenate([order[:count], np.array(extra, "int64")])
    raise ValueError("历史发放的金额凑不准, 请检查 history.yaml")


@cache
def _coins(kinds: tuple[int, ...], total: int) -> tuple[int, ...] | None:
    """The fewest of ``kinds`` that make ``total``."""
    best: list[tuple[int, ...] | None] = [()] + [None] * total
    for reached in range(1, total + 1):
        for kind in kinds:
            before = best[reached - kind] if kind <= reached else None
            if before is not None and (
                best[reached] is None or len(before) + 1 < len(best[reached] or ())
            ):
                best[reached] = (*before, kind)
    return best[total]


def _pick(amounts: np.ndarray, among: np.ndarray, wanted: list[int]) -> list[int] | None:
    """One different place for each wanted amount."""
    found: list[int] = []
    for amount in sorted(set(wanted)):
        there = among[amounts[among] == amount]
        need = wanted.count(amount)
        if len(there) < need:
            return None
        found += there[:need].tolist()
    return found
