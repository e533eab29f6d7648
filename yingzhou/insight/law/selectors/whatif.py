"""The what-if room: another standard, tried on everybody in the district.

Figures of a reform live in one calculation only; nothing is stored and nothing leaks into the next.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from django.db import connection

from yingzhou.kernel.catalogue import district, prepare
from yingzhou.kernel.catalogue.book import book, paid, this_month
from yingzhou.kernel.catalogue.district import District
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.policy.book import Key
from yingzhou.policy.columns import lowest
from yingzhou.policy.law import Moment, law, uses
from yingzhou.policy.population import Population
from yingzhou.policy.reform import Effect, effect
from yingzhou.policy.run import Results, Runner
from yingzhou.policy.tree import HOUSEHOLD, PERSON

Figures = Mapping[str, tuple[int, ...]]
DIBAO: Key = (HOUSEHOLD, "应发低保金")


@dataclass(frozen=True)
class Towns:
    """``group``: by entity the town number of every person or household; the last is elsewhere."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    group: dict[str, np.ndarray]


@dataclass(frozen=True)
class Room:
    """One month of the district, computed once as the law stands."""

    moment: Moment
    district: District
    runner: Runner
    before: Results
    towns: Towns


@dataclass(frozen=True)
class Net:
    """All benefits together, by town: households that gain or lose, and fen a month."""

    winners: np.ndarray
    losers: np.ndarray
    gain: np.ndarray
    loss: np.ndarray


@dataclass(frozen=True)
class Answer:
    """``effects``: benefits that can change, the others are left out. ``seconds``: to compute."""

    room: Room
    effects: tuple[Effect, ...]
    net: Net
    dibao_persons: tuple[int, int]
    seconds: float

    @property
    def cost_before(self) -> int:
        return sum(int(one.cost_before.sum()) for one in self.effects)

    @property
    def cost_after(self) -> int:
        return sum(int(one.cost_after.sum()) for one in self.effects)


def room(moment: Moment) -> Room:
    """Opened once a process and snapshot."""
    found = district.district_on(district.day_of(moment))
    with _OPENING:
        return _room(moment, found.made_at.isoformat())


_OPENING = threading.Lock()
"""Two who come at once open it once."""


PATIENCE = 120
"""Seconds that a starting server waits for snapshot and kernel before it leaves it to visitors."""


def warm() -> None:
    """Opens this month's room in the background as soon as its files are there: a server process
    does so when it starts, and the first visitor does not wait for it."""

    def work() -> None:
        moment = this_month()
        for _ in range(PATIENCE):
            if prepare.is_ready(district.day_of(moment)):
                room(moment)
                break
            time.sleep(1)
        connection.close()

    threading.Thread(target=work, name="what-if", daemon=True).start()


@lru_cache(maxsize=2)
def _room(moment: Moment, _: str) -> Room:
    found = district.district_on(district.day_of(moment))
    people = Population(book(), found.hh_start, dict(found.columns))
    runner = Runner(people, paid())
    return Room(moment, found, runner, runner.month(moment), _towns(found))


def _towns(found: District) -> Towns:
    tree = tree_on(found.day)
    towns = tree.children[tree.root.id]
    place = {node.id: number for number, node in enumerate(towns)}
    of_unit = {
        node.id: place[above.id]
        for above in towns
        for node in [above, *tree.children.get(above.id, [])]
    }
    table = np.full(max([int(found.division.max(initial=0)), *of_unit]) + 1, len(towns), np.int64)
    for unit, number in of_unit.items():
        table[unit] = number
    group = {entity: table[found.division_of(entity)] for entity in (HOUSEHOLD, PERSON)}
    names = (*(node.name for node in towns), "不在乡镇")
    return Towns((*(node.code for node in towns), ""), names, group)


def answer(one: Room, figures: Figures) -> Answer:
    """What changes under ``figures``."""
    start = time.perf_counter()
    found = law(book(), one.moment.law_day, figures)
    after = one.runner.month(one.moment, found)
    touched = [key for key in paid() if _uses(key, tuple(figures))]
    effects = tuple(_effect(one, after, key) for key in touched)
    net = _net(one, after, touched)
    persons = tuple(_dibao_persons(one, results) for results in (one.before, after))
    return Answer(one, effects, net, persons, time.perf_counter() - start)  # type: ignore[arg-type]


def _effect(one: Room, after: Results, key: Key) -> Effect:
    return effect(key, one.before[key], after[key], one.towns.group[key[0]], len(one.towns.names))


def _uses(key: Key, names: tuple[str, ...]) -> bool:
    """Whether the benefit rests, by any way, on one of the parameters."""
    return not _rests_on(key).isdisjoint(names)


@cache
def _rests_on(key: Key) -> frozenset[str]:
    """Parameters of the benefit and of all rules below it, in any of their versions."""
    found: set[str] = set()
    for rule in book().rules[key]:
        used = uses(rule)
        found |= {*used.parameters, *(name for below in used.rules for name in _rests_on(below))}
    return frozenset(found)


def _net(one: Room, after: Results, touched: list[Key]) -> Net:
    start = one.district.hh_start
    total = np.zeros(len(start) - 1, np.int64)
    for key in touched:
        before, then = one.before[key], after[key]
        bottom = lowest(before.dtype.type)
        change = np.where((before == bottom) | (then == bottom), 0, then - before)
        if key[0] == PERSON:
            summed = np.concatenate([[0], np.cumsum(change)])
            change = summed[start[1:]] - summed[start[:-1]]
        total += change
    group, count = one.towns.group[HOUSEHOLD], len(one.towns.names)
    won, lost = total > 0, total < 0

    def money(which: np.ndarray) -> np.ndarray:
        made = np.zeros(count, np.int64)
        np.add.at(made, group[which], np.abs(total[which]))
        return made

    return Net(
        np.bincount(group[won], minlength=count),
        np.bincount(group[lost], minlength=count),
        money(won),
        money(lost),
    )


def _dibao_persons(one: Room, results: Results) -> int:
    """Persons who live in households that are given 低保."""
    if DIBAO not in results.values:
        return 0
    sizes = np.diff(one.district.hh_start)
    return int(sizes[results[DIBAO] > 0].sum())


def curve(one: Room, name: str, values: list[int], others: Figures) -> list[tuple[int, int, int]]:
    """For each value of a parameter: the value, the monthly cost and the 低保 households. Kept:
    while the slider moves, the curve below it stays the same."""
    place = (one.district.made_at, one.moment, name, tuple(values), tuple(sorted(others.items())))
    if place not in _CURVES:
        if len(_CURVES) > MOST_CURVES:
            _CURVES.clear()
        _CURVES[place] = _curve(one, name, values, others)
    return _CURVES[place]


MOST_CURVES = 50
_CURVES: dict[tuple, list[tuple[int, int, int]]] = {}


def _curve(one: Room, name: str, values: list[int], others: Figures) -> list[tuple[int, int, int]]:
    touched = [key for key in paid() if _uses(key, (name, *others))]
    made = []
    for value in values:
        found = law(book(), one.moment.law_day, {**others, name: (value,)})
        after = one.runner.month(one.moment, found)
        cost = sum(int(after[key][after[key] > 0].sum()) for key in touched)
        made.append((value, cost, int((after[DIBAO] > 0).sum())))
    return made
