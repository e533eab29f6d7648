"""What would change: cost, caseload, winners and losers of other figures or other rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from yingzhou.policy.book import Key
from yingzhou.policy.columns import lowest
from yingzhou.policy.law import Moment, law
from yingzhou.policy.run import Results, Runner


@dataclass(frozen=True)
class Effect:
    """One benefit before and after, by group. Each array has one number a group, money in fen.

    ``unknown`` counts those for whom it cannot be told before or after; they are in nothing else.
    """

    key: Key
    cost_before: np.ndarray
    cost_after: np.ndarray
    cases_before: np.ndarray
    cases_after: np.ndarray
    winners: np.ndarray
    losers: np.ndarray
    gain: np.ndarray
    loss: np.ndarray
    unknown: np.ndarray

    @property
    def cost(self) -> int:
        """More (positive) or less a month, in fen."""
        return int(self.cost_after.sum() - self.cost_before.sum())


def reform(
    runner: Runner,
    moment: Moment,
    figures: Mapping[str, tuple[int, ...]],
    groups: Mapping[str, np.ndarray],
    *,
    before: Results | None = None,
) -> list[Effect]:
    """The effects of other ``figures`` on the results that ``runner`` computes.

    ``groups``: for each entity the group number of every instance. ``before`` saves computing the
    month as it is again.
    """
    base = before or runner.month(moment)
    other = runner.month(moment, law(runner.book, moment.law_day, figures))
    return compare(base, other, groups)


def compare(base: Results, other: Results, groups: Mapping[str, np.ndarray]) -> list[Effect]:
    """Two results of the same people, benefit by benefit."""
    return [
        effect(key, base[key], other[key], groups.get(key[0]))
        for key in base.values
        if key in other.values
    ]


def effect(
    key: Key, one: np.ndarray, other: np.ndarray, group: np.ndarray | None, groups: int = 1
) -> Effect:
    """``groups``: how many groups there are, where the last may be empty."""
    if group is None:
        group = np.zeros(len(one), np.int64)
    count = max(int(group.max(initial=0)) + 1, groups)
    bottom = lowest(one.dtype.type)
    unknown = (one == bottom) | (other == bottom)
    known = ~unknown
    change = np.where(known, other.astype(np.int64) - one, 0)

    def total(values: np.ndarray) -> np.ndarray:
        return _sums(group, values, count)

    def many(which: np.ndarray) -> np.ndarray:
        return np.bincount(group[which], minlength=count)

    return Effect(
        key,
        total(np.where(known, one, 0)), total(np.where(known, other, 0)),
        many(known & (one > 0)), many(known & (other > 0)),
        many(change > 0), many(change < 0),
        total(np.where(change > 0, change, 0)), total(np.where(change < 0, -change, 0)),
        many(unknown),
    )  # fmt: skip


def _sums(group: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Exact sums by group; bincount's weights are floats, so money goes another way."""
    made = np.zeros(count, np.int64)
    chosen = np.flatnonzero(values)
    np.add.at(made, group[chosen], values[chosen])
    return made
