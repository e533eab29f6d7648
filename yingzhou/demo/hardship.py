"""Which households are poor, and what each one's income comes to; everyone else lives above that.

Whoever is on the 低保 roll has less than the standard a head, a few excepted; some who would be
entitled are not on it; some live just above; all others have clearly more than twice the standard.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yingzhou.demo.budgets import YUAN, Budgets
from yingzhou.demo.care import REFERENCE
from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.rng import rng
from yingzhou.demo.rolls import Roll

STANDARD = 1690 * YUAN
"""低保标准 a head and month on the day of reference."""
SAFE = 2.12
"""Times the standard: households that are not meant to be poor have more a head."""
_OVERTAKEN, _NEAR, _MISSED, _LOW_PERSONS = 0.02, 0.04, 0.03, 1.2
ORDINARY, POOR, LOW = 0, 1, 2


@dataclass
class Members:
    """Who is in which household on the day of reference."""

    who: np.ndarray
    home: np.ndarray
    size: np.ndarray

    @classmethod
    def of(cls, crowd: Crowd, homes: int) -> Members:
        there = (crowd.household != NOBODY) & (crowd.member_from <= REFERENCE)
        who = np.flatnonzero(there & (crowd.member_to > REFERENCE))
        home = crowd.household[who]
        return cls(who, home, np.bincount(home, minlength=homes))

    def total(self, amount: np.ndarray) -> np.ndarray:
        """The sum of a column of persons by household."""
        return np.bincount(self.home, amount[self.who], len(self.size)).astype("int64")


@dataclass
class Plan:
    """For each household: ``kind`` (ordinary, poor or low), and the total income it is to have
    (-1: whatever its members have). ``meagre``: its members earn as the poor do."""

    kind: np.ndarray
    total: np.ndarray
    meagre: np.ndarray

    def put(self, homes: np.ndarray, kind: int, total: np.ndarray, meagre: bool = False) -> None:
        self.kind[homes], self.total[homes], self.meagre[homes] = kind, total, meagre


def plan(members: Members, budgets: Budgets, crowd: Crowd, roll: Roll) -> Plan:
    """Chooses the households; those without anybody on the day of reference stay as they are."""
    generator = rng("hardship")
    size = members.size
    made = Plan(np.zeros(len(size), "int8"), np.full(len(size), -1), np.zeros(len(size), bool))
    holds = (roll.valid_from <= REFERENCE) & (roll.valid_to > REFERENCE)
    on_roll = np.unique(crowd.household[roll.holder[holds]])
    a_head = members.total(budgets.income) / np.maximum(size, 1)

    def share(homes: np.ndarray, low: float, high: float) -> np.ndarray:
        drawn = (generator.uniform(low, high, len(homes)) * STANDARD).astype("int64")
        return drawn // YUAN * YUAN * size[homes]

    def beside(homes: np.ndarray, low: int, high: int) -> np.ndarray:
        return (STANDARD + generator.integers(low, high, len(homes)) * YUAN) * size[homes]

    short = np.flatnonzero((size > 0) & (a_head < SAFE * STANDARD))
    above = SAFE + generator.exponential(0.45, len(short))
    made.put(short, ORDINARY, (above * STANDARD).astype("int64") // YUAN * YUAN * size[short])
    near, missed = (round(part * len(on_roll)) for part in (_NEAR, _MISSED))
    others = generator.permutation(short[~np.isin(short, on_roll)])
    without, others = others[:missed], others[missed:]
    made.put(without, POOR, share(without, 0.35, 0.96), meagre=True)
    until = np.searchsorted(np.cumsum(size[others]), _LOW_PERSONS * holds.sum())
    beyond, low = others[:near], others[near:until]
    made.put(beyond, LOW, beside(beyond, 0, 9))
    made.put(low, LOW, share(low, 1.03, 1.96))
    mixed = generator.permutation(on_roll[size[on_roll] > 0])
    over = round(_OVERTAKEN * len(mixed))
    overtaken, below, poor = np.split(mixed, [over, over + near])
    made.put(overtaken, LOW, share(overtaken, 1.12, 1.9))
    made.put(below, POOR, beside(below, -8, 0), meagre=True)
    made.put(poor, POOR, share(poor, 0.15, 0.97), meagre=True)
    return made


def make_meagre(budgets: Budgets, who: np.ndarray) -> None:
    """The poor have the small pension at most; few of them work, and for little."""
    generator = rng("meagre")
    pension = generator.integers(1490, 1560, len(who)) * YUAN
    wage = generator.integers(500, 2300, len(who)) * YUAN
    works = generator.random(len(who)) < 0.45
    budgets.pension[who] = np.minimum(budgets.pension[who], pension)
    budgets.wage[who] = np.where(works, np.minimum(budgets.wage[who], wage), 0)
    budgets.other[who] = np.minimum(budgets.other[who], 150 * YUAN)


def fit(budgets: Budgets, members: Members, total: np.ndarray) -> None:
    """Make the incomes of each household with a total (>= 0) come to it, to the fen."""
    who, home = members.who, members.home
    have = members.total(budgets.income)
    down = (total >= 0) & (have > total)
    part = np.where(down, total / np.maximum(have, 1), 1.0)[home]
    for name in ("wage", "pension", "other"):
        column = getattr(budgets, name)
        column[who] = np.where(down[home], (column[who] * part).astype("int64"), column[who])
    missing = np.where(total >= 0, total - members.total(budgets.income), 0)
    able = (budgets.age[who] >= 18) & ~budgets.student[who]
    helpers = np.bincount(home, able, len(members.size)).astype("int64")
    able |= (helpers == 0)[home]
    helpers = np.where(helpers == 0, members.size, helpers)
    each = missing // np.maximum(helpers, 1) // YUAN * YUAN
    share = np.where(able, each[home], 0)
    earns = budgets.wage[who] > 0
    budgets.wage[who] += np.where(earns, share, 0)
    budgets.other[who] += np.where(earns, 0, share)
    first = np.full(len(members.size), NOBODY)
    first[home[able][::-1]] = who[able][::-1]
    rest = missing - each * helpers
    some = np.flatnonzero(rest > 0)
    budgets.other[first[some]] += rest[some]
