"""Sisters and brothers are twins, or the better part of a year apart."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from yingzhou.demo.crowd import NOBODY, Crowd

APART = 300
"""Days."""
ROUNDS = 40


def too_near(crowd: Crowd, mother: np.ndarray, born: np.ndarray) -> np.ndarray:
    """Which of these children cannot be these mothers': of two of them that are too near each other
    the later, and whoever is too near a child that the crowd knows already."""
    there = np.flatnonzero(crowd.mother != NOBODY)
    mothers = np.concatenate([crowd.mother[there], mother])
    births = np.concatenate([crowd.birth[there], born])
    order = np.lexsort((births, mothers))
    gap = np.diff(births[order])
    near = (np.diff(mothers[order]) == 0) & (mothers[order][1:] != NOBODY)
    near &= (gap > 0) & (gap < APART)
    first, second = order[:-1][near], order[1:][near]
    found = np.where(second >= len(there), second, first) - len(there)
    wrong = np.zeros(len(mother), bool)
    wrong[found[found >= 0]] = True
    return wrong


def space_out(wrong: Callable[[], np.ndarray], redraw: Callable[[np.ndarray], None]) -> None:
    """Draws anew for whoever is ``wrong``, until nobody is (a few at most are left)."""
    for _ in range(ROUNDS):
        found = np.flatnonzero(wrong())
        if not len(found):
            return
        redraw(found)
