"""Couples, parents and children: who belongs to whom on the base date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.rng import rng
from yingzhou.demo.siblings import space_out, too_near

_MARRIED = {
    17: 0.0,
    22: 0.04,
    25: 0.3,
    28: 0.55,
    32: 0.78,
    36: 0.86,
    60: 0.86,
    70: 0.74,
    80: 0.46,
    92: 0.2,
}


_GROWN = int(18 * 365.25)
"""Days: nobody becomes a parent younger than this."""
_LATE = 30


@dataclass
class Units:
    """The smallest family units: couples and adults on their own.

    ``head`` is a person; ``age`` that of the wife, or of the single person.
    """

    head: np.ndarray
    partner: np.ndarray
    age: np.ndarray

    def __len__(self) -> int:
        return len(self.head)


def marry(crowd: Crowd, ages: np.ndarray) -> None:
    """Pair men and women of like age; sets ``spouse`` on both."""
    generator = rng("marry")
    share = np.interp(ages, list(_MARRIED), list(_MARRIED.values()))
    willing = generator.random(len(ages)) < share
    men = np.flatnonzero(willing & (crowd.sex == 1))
    women = np.flatnonzero(willing & (crowd.sex == 2))
    size = min(len(men), len(women))
    men = _by_rough_age(generator.permutation(men)[:size], ages, generator)
    women = _by_rough_age(generator.permutation(women)[:size], ages, generator)
    crowd.spouse[men] = women
    crowd.spouse[women] = men


def _by_rough_age(who: np.ndarray, ages: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    return who[np.argsort(ages[who] + generator.normal(0, 1.6, len(who)))]


def find_units(crowd: Crowd, ages: np.ndarray) -> Units:
    """Couples, and singles from 30 up; younger singles still belong to their parents' household."""
    couples = np.flatnonzero((crowd.sex == 1) & (crowd.spouse != NOBODY))
    singles = np.flatnonzero((crowd.spouse == NOBODY) & (ages >= 30))
    wives = crowd.spouse[couples]
    return Units(
        head=np.concatenate([couples, singles]),
        partner=np.concatenate([wives, np.full(len(singles), NOBODY)]),
        age=np.concatenate([ages[wives], ages[singles]]),
    )


def choose_by_age(
    wanted: np.ndarray, pool_ages: np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    """For each wanted age, the index of someone in the pool of that age, give or take a year."""
    order = np.argsort(pool_ages, kind="stable")
    ascending = pool_ages[order]
    wanted = np.clip(wanted, ascending[0], ascending[-1])
    low = np.searchsorted(ascending, wanted - 1, "left")
    high = np.searchsorted(ascending, wanted + 1, "right")
    high = np.maximum(high, low + 1)
    pick = low + (generator.random(len(wanted)) * (high - low)).astype("int64")
    return order[np.minimum(pick, len(order) - 1)]


def give_parents(crowd: Crowd, ages: np.ndarray, units: Units) -> np.ndarray:
    """Children and unmarried young adults get a couple as parents; returns each one's unit."""
    generator = rng("parents")
    young = np.flatnonzero((ages < 30) & (crowd.spouse == NOBODY))
    couples = np.flatnonzero(units.partner != NOBODY)
    chosen = np.full(len(young), NOBODY)

    def draw(at: np.ndarray) -> None:
        gap = np.clip(generator.normal(26.5, 3.8, len(at)), 20, 41)
        wanted = ages[young[at]] + gap.astype(int)
        chosen[at] = couples[choose_by_age(wanted, units.age[couples], generator)]
        # A husband may be years younger than his wife, and then too young to be the father.
        father = units.head[chosen[at]]
        early = at[crowd.birth[young[at]] - crowd.birth[father] < _GROWN]
        wanted = ages[young[early]] + _LATE
        chosen[early] = couples[choose_by_age(wanted, units.age[couples], generator)]

    draw(np.arange(len(young)))
    space_out(lambda: too_near(crowd, units.partner[chosen], crowd.birth[young]), draw)
    crowd.father[young] = units.head[chosen]
    crowd.mother[young] = units.partner[chosen]
    unit_of = np.full(len(ages), NOBODY)
    unit_of[young] = chosen
    return unit_of


def give_old_their_children(crowd: Crowd, units: Units) -> np.ndarray:
    """Each unit of 60+ gets a grown child from a younger unit; returns that unit, or -1."""
    generator = rng("old parents")
    old = np.flatnonzero(units.age >= 60)
    core = np.flatnonzero((units.age >= 28) & (units.age < 60))
    gap = np.clip(generator.normal(26.5, 4.0, len(old)), 20, 42)
    host = core[choose_by_age(units.age[old] - gap.astype(int), units.age[core], generator)]
    husband, wife = units.head[host], units.partner[host]
    by_wife = (generator.random(len(old)) < 0.4) & (wife != NOBODY)
    head, partner = units.head[old], units.partner[old]
    male = crowd.sex[head] == 1
    father = np.where(male, head, NOBODY)
    mother = np.where(male, partner, head)
    settled = _link(crowd, np.where(by_wife, wife, husband), father, mother)
    # Whose child is taken, or too old to be one, is given the other of the young couple.
    other = np.where(by_wife, husband, wife)
    other[settled] = NOBODY
    settled |= _link(crowd, other, father, mother)
    hosts = np.full(len(units), NOBODY)
    hosts[old] = np.where(settled, host, NOBODY)
    return hosts


def _link(crowd: Crowd, child: np.ndarray, father: np.ndarray, mother: np.ndarray) -> np.ndarray:
    """Make them parents where the child has none and the ages are right; returns where it held.

    Of two that drew the same child only one keeps it.
    """
    fit = (child != NOBODY) & (crowd.father[child] == NOBODY) & (crowd.mother[child] == NOBODY)
    for parent, oldest in ((father, 70), (mother, 45)):
        gap = crowd.birth[child] - crowd.birth[parent]
        fit &= (parent == NOBODY) | ((gap >= _GROWN) & (gap < oldest * 365))
    fit[fit] = ~too_near(crowd, mother[fit], crowd.birth[child[fit]])
    crowd.father[child[fit]] = father[fit]
    crowd.mother[child[fit]] = mother[fit]
    return fit & (crowd.father[child] == father) & (crowd.mother[child] == mother)


def inherit_surnames(crowd: Crowd, count: int, weights: np.ndarray) -> None:
    """Everyone takes the father's surname; three generations need three rounds."""
    generator = rng("surnames")
    crowd.surname[:] = generator.choice(count, len(crowd), p=weights)
    who = np.flatnonzero(crowd.father != NOBODY)
    for _generation in range(3):
        crowd.surname[who] = crowd.surname[crowd.father[who]]
