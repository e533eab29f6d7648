"""What rests on what: the law of one day as a graph, both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.book import Key
from yingzhou.policy.exclusions import LEFT
from yingzhou.policy.law import Uses, uses

from .things import Thing, fact_of, is_made, parameter_of, rule_of, version


@dataclass(frozen=True)
class Usage:
    """``below``: what a rule's text names, in its order. ``above``: the rules that name a thing."""

    below: dict[Thing, tuple[Thing, ...]]
    above: dict[Thing, tuple[Thing, ...]]

    def rests_on(self, thing: Thing) -> tuple[Thing, ...]:
        return self.below.get(thing, ())

    def used_by(self, thing: Thing) -> tuple[Thing, ...]:
        return self.above.get(thing, ())


@lru_cache(maxsize=4)
def usage(day: date) -> Usage:
    """By the versions that hold on ``day``, and the nearest one of rules that do not."""
    below = {
        rule_of(key): tuple(_things(uses(version(key, day)), day))
        for key in book().rules
        if not _passes_through(key, day)
    }
    return Usage(below, _turned(below))


def users_ever(thing: Thing) -> tuple[Thing, ...]:
    """Every rule of which some version, of whatever time, names ``thing``."""
    return _ever().get(thing, ())


@lru_cache(maxsize=1)
def _ever() -> dict[Thing, tuple[Thing, ...]]:
    below = {
        rule_of(key): tuple(t for one in versions for t in _named(uses(one)))
        for key, versions in book().rules.items()
        if not is_made(key)
    }
    return _turned(below)


def _turned(below: dict[Thing, tuple[Thing, ...]]) -> dict[Thing, tuple[Thing, ...]]:
    above: dict[Thing, dict[Thing, None]] = {}
    for thing, others in below.items():
        for other in others:
            above.setdefault(other, {})[thing] = None
    return {thing: tuple(found) for thing, found in above.items()}


def _named(used: Uses) -> Iterable[Thing]:
    yield from map(rule_of, used.rules)
    yield from map(parameter_of, used.parameters)
    yield from map(fact_of, used.inputs)


def _things(used: Uses, day: date) -> Iterable[Thing]:
    found = [_written(one, day) if one.what == "rule" else one for one in _named(used)]
    return dict.fromkeys(found)


def _written(thing: Thing, day: date) -> Thing:
    """排除后X stands for X where nothing excludes X."""
    return rule_of((thing.entity, thing.name[len(LEFT) :])) if _passes_through(
        thing.key, day
    ) else thing  # fmt: skip


def _passes_through(key: Key, day: date) -> bool:
    return (
        key[1].startswith(LEFT) and is_made(key) and len(list(_named(uses(version(key, day))))) == 1
    )


def everything_below(thing: Thing, day: date) -> list[Thing]:
    """All that ``thing`` rests on, however deep, nearest first."""
    graph = usage(day)
    found: dict[Thing, None] = {}
    waiting = [thing]
    while waiting:
        following: list[Thing] = []
        for one in waiting:
            for other in graph.rests_on(one):
                if other not in found:
                    found[other] = None
                    following.append(other)
        waiting = following
    return list(found)
