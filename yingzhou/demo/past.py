"""People of 2016-2020 who are no longer there on the base date: they died or moved away."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import BASE, OPENING, day
from yingzhou.demo.families import choose_by_age
from yingzhou.demo.rng import rng
from yingzhou.demo.siblings import space_out, too_near
from yingzhou.kernel.people.models import Membership


def the_dead(
    crowd: Crowd, ages: np.ndarray, target: int, villages: np.ndarray, homes: int
) -> Crowd:
    """``target`` people who died in 2016-2020: spouses of today's widowed, and people alone."""
    generator = rng("the dead")
    age = np.clip(generator.normal(81, 10, target), 35, 103).astype(int)
    died = np.sort(generator.integers(OPENING + 1, BASE + 1, target)).astype("int32")
    birth = (
        died - (age * 365.25).astype("int32") - generator.integers(0, 365, target).astype("int32")
    )
    past = Crowd.blank(birth, np.where(generator.random(target) < 0.5, 2, 1))
    past.death[:] = died
    widowed = np.flatnonzero((crowd.spouse == NOBODY) & (ages >= 66) & (crowd.household != NOBODY))
    bereaved = generator.permutation(target)[: min(int(target * 0.6), len(widowed) // 2)]
    mate = generator.permutation(widowed)[: len(bereaved)]
    mate = mate[np.argsort(crowd.birth[mate])]
    bereaved = bereaved[np.argsort(past.birth[bereaved])]
    past.sex[bereaved] = 3 - crowd.sex[mate]
    past.spouse[bereaved] = mate
    past.household[bereaved] = crowd.household[mate]
    past.relation[bereaved] = int(Membership.Relation.SPOUSE)
    past.reg_div[bereaved] = crowd.reg_div[mate]
    alone = np.flatnonzero(past.household == NOBODY)
    past.household[alone] = homes + np.arange(len(alone))
    past.relation[alone] = int(Membership.Relation.HEAD)
    past.reg_div[alone] = generator.choice(len(villages), len(alone), p=villages / villages.sum())
    past.res_div[:] = past.reg_div
    _give_children(past, crowd, ages, generator)
    past.end_at(np.arange(target), died)
    return past


def _give_children(
    past: Crowd, crowd: Crowd, ages: np.ndarray, generator: np.random.Generator
) -> None:
    """Some grown people of today had a parent among the dead; the surname follows the father."""
    orphans = np.flatnonzero((crowd.father == NOBODY) & (ages >= 35) & (ages < 75))
    chosen = generator.permutation(orphans)[: len(past) // 2]
    age_then = (BASE - past.birth) / 365.25
    parent = choose_by_age(ages[chosen] + 27, age_then, generator)

    def draw(at: np.ndarray) -> None:
        wanted = ages[chosen[at]] + generator.integers(22, 33, len(at))
        parent[at] = choose_by_age(wanted, age_then, generator)

    # References into ``past`` are counted after the crowd it will be appended to.
    space_out(lambda: too_near(crowd, len(crowd) + parent, crowd.birth[chosen]), draw)
    past.surname[:] = generator.choice(np.unique(crowd.surname), len(past))
    male = past.sex[parent] == 1
    past.surname[parent[male]] = crowd.surname[chosen[male]]
    # A father who was drawn by people of several surnames keeps the children of one.
    male &= past.surname[parent] == crowd.surname[chosen]
    crowd.father[chosen[male]] = len(crowd) + parent[male]
    female = past.sex[parent] == 2
    crowd.mother[chosen[female]] = len(crowd) + parent[female]


def the_departed(crowd: Crowd, target: int, villages: np.ndarray, homes: int) -> Crowd:
    """``target`` people of 20 to 45 who moved their registration away in 2016-2020."""
    generator = rng("the departed")
    birth = generator.integers(day(1974), day(1998), target)
    gone = Crowd.blank(birth, np.where(generator.random(target) < 0.52, 2, 1))
    gone.surname[:] = generator.choice(np.unique(crowd.surname), target)
    gone.household[:] = homes + np.arange(target)
    gone.relation[:] = int(Membership.Relation.HEAD)
    gone.reg_div[:] = generator.choice(len(villages), target, p=villages / villages.sum())
    gone.res_div[:] = gone.reg_div
    gone.end_at(
        np.arange(target), generator.integers(OPENING + 1, BASE + 1, target).astype("int32")
    )
    return gone
