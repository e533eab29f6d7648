"""Households on the base date: who lives under one roof, in which village."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import day
from yingzhou.demo.families import Units
from yingzhou.demo.rng import rng
from yingzhou.kernel.people.models import Membership

HEAD, SPOUSE, CHILD = (int(r) for r in (1, 2, 3))
PARENT = int(Membership.Relation.PARENT)


def form_households(
    crowd: Crowd, units: Units, unit_of: np.ndarray, hosts: np.ndarray, target: int
) -> int:
    """Number the households and place everyone; exactly ``target`` of them. Returns the target.

    Old units move in with their child until the number of households is right.
    """
    generator = rng("households")
    movable = np.flatnonzero(hosts != NOBODY)
    surplus = len(units) - target
    if surplus > len(movable):
        raise ValueError(f"户数目标 {target} 太小: 至多能并 {len(movable)} 户")
    eagerness = generator.random(len(movable)) - 0.5 * (units.partner[movable] == NOBODY)
    moving = movable[np.argsort(-eagerness)[:surplus]]
    own = np.ones(len(units), bool)
    own[moving] = False
    number = np.full(len(units), NOBODY)
    number[own] = np.arange(own.sum())
    number[moving] = number[hosts[moving]]
    crowd.household[units.head] = number
    crowd.relation[units.head] = np.where(own, HEAD, PARENT)
    paired = units.partner != NOBODY
    crowd.household[units.partner[paired]] = number[paired]
    crowd.relation[units.partner[paired]] = np.where(own[paired], SPOUSE, PARENT)
    young = np.flatnonzero(unit_of != NOBODY)
    crowd.household[young] = number[unit_of[young]]
    crowd.relation[young] = np.where(own[unit_of[young]], CHILD, int(Membership.Relation.OTHER))
    return int(own.sum())


def choose_villages(count: int, weights: np.ndarray) -> np.ndarray:
    """An index into the villages for each household, in proportion to ``weights``."""
    return rng("villages").choice(len(weights), count, p=weights / weights.sum()).astype("int32")


def leave_children_behind(
    crowd: Crowd, ages: np.ndarray, is_village: np.ndarray, target: int
) -> np.ndarray:
    """Choose exactly ``target`` left-behind children (留守儿童) and send their parents away.

    They are under 16, in a village, with both parents known and a grandparent in the household.
    """
    generator = rng("left behind")
    grandparent = np.zeros(crowd.household.max() + 1, bool)
    grandparent[crowd.household[crowd.relation == PARENT]] = True
    fit = (ages < 16) & (crowd.relation == CHILD) & (crowd.father != NOBODY)
    fit &= grandparent[crowd.household] & is_village[crowd.household]
    children = np.flatnonzero(fit)
    homes, sizes = np.unique(crowd.household[children], return_counts=True)
    order = generator.permutation(len(homes))
    chosen, missing = [], target
    for home, size in zip(homes[order], sizes[order], strict=True):
        if missing == 0:
            break
        if size <= missing:
            chosen.append(home)
            missing -= size
    left = children[np.isin(crowd.household[children], chosen)]
    for parents in (crowd.father[left], crowd.mother[left]):
        crowd.res_div[parents] = NOBODY
    return left


def send_outside(crowd: Crowd, target: int, kept: np.ndarray) -> None:
    """Whole young families and single young adults live outside the district: ``target`` in all.

    ``kept``: households of left-behind children, not to be touched. Old people stay.
    """
    generator = rng("outside")
    missing = target - int((crowd.res_div == NOBODY).sum())
    movable = (crowd.relation != PARENT) & ~kept[crowd.household] & (crowd.res_div != NOBODY)
    head_born = np.zeros(len(kept), "int32")
    heads = crowd.relation == HEAD
    head_born[crowd.household[heads]] = crowd.birth[heads]
    movable &= (head_born > day(1970))[crowd.household] & (head_born < day(2000))[crowd.household]
    homes, sizes = np.unique(crowd.household[movable], return_counts=True)
    order = generator.permutation(len(homes))
    total = np.cumsum(sizes[order])
    last = int(np.searchsorted(total, missing, "right"))
    leaving = np.zeros(len(kept), bool)
    leaving[homes[order[:last]]] = True
    crowd.res_div[movable & leaving[crowd.household]] = NOBODY
    missing -= int(total[last - 1]) if last else 0
    single = np.flatnonzero(movable & ~leaving[crowd.household] & (crowd.relation == CHILD))
    crowd.res_div[generator.permutation(single)[:missing]] = NOBODY
