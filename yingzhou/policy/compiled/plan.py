"""What a kernel for some wanted results must compute, in which order, and what it reads.

Rules of one entity that do not wait for another entity's rules form a stage: one loop. The plan
covers every version of every rule, so that one kernel serves all dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from yingzhou.policy.book import Book, Key
from yingzhou.policy.faults import Fault, PolicyError
from yingzhou.policy.law import uses
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import (
    DOWN,
    HOUSEHOLD,
    OBLIGOR,
    PERSON,
    REGISTERED,
    Calendar,
    Climb,
    Gather,
    Node,
    OneOf,
    nodes,
)


@dataclass(frozen=True)
class Stage:
    entity: str
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Plan:
    """``wanted`` are the outputs; ``stages`` what is computed for them."""

    book: Book
    wanted: tuple[Key, ...]
    stages: tuple[Stage, ...]

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        return tuple(key for stage in self.stages for key in stage.keys)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for key in self.keys for rule in self.book.rules[key])

    @cached_property
    def inputs(self) -> tuple[Key, ...]:
        found = {one: None for rule in self.rules for one in uses(rule).inputs}
        return tuple(sorted(found))

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return tuple(sorted({name for rule in self.rules for name in uses(rule).parameters}))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(node for rule in self.rules for node in nodes(rule.body))

    @cached_property
    def needs_registers(self) -> bool:
        """Whether any rule looks at the registered household."""
        return any(key[0] == REGISTERED for key in (*self.keys, *self.inputs)) or any(
            (isinstance(node, Climb) and node.to == REGISTERED)
            or (isinstance(node, Gather) and node.source == REGISTERED)
            for node in self.nodes
        )

    @cached_property
    def needs_obligors(self) -> bool:
        return any(key[0] == OBLIGOR for key in (*self.keys, *self.inputs)) or any(
            isinstance(node, Gather) and (node.source, node.members) == (PERSON, "赡养义务人")
            for node in self.nodes
        )

    @cached_property
    def needs_workdays(self) -> bool:
        return any(isinstance(node, Calendar) and node.how == "顺延" for node in self.nodes)

    @cached_property
    def kept(self) -> frozenset[Key]:
        """Results that another stage, or another member, reads."""
        found = set()
        for stage in self.stages:
            for key in stage.keys:
                for rule in self.book.rules[key]:
                    for below in uses(rule).rules:
                        if below not in stage.keys or below[0] != stage.entity:
                            found.add(below)
        return frozenset(found)


def plan(book: Book, wanted: Iterable[Key]) -> Plan:
    """Raises PolicyError where rules depend on one another in a circle."""
    goals = tuple(dict.fromkeys(wanted))
    order = _order(book, goals)
    return Plan(book, goals, tuple(_stages(book, order)))


def _needs(book: Book, key: Key) -> list[Key]:
    return list(dict.fromkeys(below for rule in book.rules[key] for below in uses(rule).rules))


def _order(book: Book, goals: tuple[Key, ...]) -> list[Key]:
    done: dict[Key, None] = {}

    def visit(key: Key, path: tuple[Key, ...]) -> None:
        if key in done:
            return
        if key in path:
            head = book.rules[key][-1].heading
            words = " → ".join(f"{e}.{n}" for e, n in (*path[path.index(key) :], key))
            raise PolicyError(Fault(head.file, head.line, f"规则互相依赖, 算不出来: {words}"))
        for below in _needs(book, key):
            visit(below, (*path, key))
        done[key] = None

    for goal in goals:
        visit(goal, ())
    return list(done)


def _stages(book: Book, order: list[Key]) -> list[Stage]:
    left, done, stages = list(order), set(), []
    entity = _first(left, book)
    while left:
        taken: list[Key] = []
        for key in left:
            if key[0] == entity and all(
                below in done or (below in taken and below[0] == entity)
                for below in _needs(book, key)
            ):
                taken.append(key)
        if taken:
            stages.append(Stage(entity, tuple(taken)))
            done |= set(taken)
            left = [key for key in left if key not in done]
        if left:
            entity = next(
                key[0] for key in left if all(below in done for below in _needs(book, key))
            )
    return stages


def _first(left: list[Key], book: Book) -> str:
    return next(key[0] for key in left if not _needs(book, key)) if left else HOUSEHOLD


__all__ = ["DOWN", "OneOf", "Plan", "Stage", "plan"]
