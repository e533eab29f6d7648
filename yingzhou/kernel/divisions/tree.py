"""The divisions as they stand on a day, and what a unit of any day counts towards on that day.

A record made under a village that has since been merged counts towards its successor today and
towards the old village when an earlier day is asked. Trees are shared between callers: read them,
do not change them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from yingzhou.kernel.divisions import history as _history
from yingzhou.kernel.divisions.models import Division

KEPT_TREES = 400
forget = _history.forget


@dataclass(frozen=True)
class Node:
    """One unit on one day."""

    id: int
    code: str
    name: str
    kind: str
    level: int
    parent_id: int | None
    is_statistical: bool
    lon: float | None = None
    lat: float | None = None


@dataclass
class Tree:
    """``nodes``: the units of ``day``. ``home``: any unit ever → the unit it counts towards."""

    day: date
    nodes: dict[int, Node]
    home: dict[int, int]
    children: dict[int | None, list[Node]] = field(default_factory=dict)

    @property
    def root(self) -> Node:
        """The district; LookupError where no divisions are recorded for the day."""
        if not self.children.get(None):
            raise LookupError(f"{self.day} 没有行政区划数据, 请先装入区划")
        return self.children[None][0]

    @cached_property
    def _codes(self) -> dict[str, Node]:
        return {node.code: node for node in self.nodes.values()}

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for unit, home in self.home.items():
            members[home].append(unit)
        return members

    def by_code(self, code: str) -> Node | None:
        return self._codes.get(code)

    def at_level(self, level: int) -> list[Node]:
        return [node for node in self.nodes.values() if node.level == level]

    def towns(self) -> list[Node]:
        """Towns and townships; the statistical units are not among them."""
        return [n for n in self.at_level(Division.Level.TOWN) if not n.is_statistical]

    def villages(self) -> list[Node]:
        return [n for n in self.at_level(Division.Level.VILLAGE) if not n.is_statistical]

    def path(self, division_id: int) -> list[Node]:
        """From the district down to the unit itself."""
        found: list[Node] = []
        node = self.nodes.get(division_id)
        while node is not None:
            found.insert(0, node)
            node = self.nodes.get(node.parent_id) if node.parent_id else None
        return found

    def within(self, division_id: int) -> set[int]:
        """Ids of all units, of any day, whose records count towards ``division_id`` on this day."""
        inside: set[int] = set()
        queue = [division_id]
        while queue:
            current = queue.pop()
            inside.update(self._members.get(current, ()))
            queue += [child.id for child in self.children.get(current, ())]
        return inside

    def contains(self, outer: int, inner: int) -> bool:
        """Whether ``inner`` (a unit of any day) lies in ``outer`` or is it."""
        return any(node.id == outer for node in self.path(self.home.get(inner, inner)))


def tree_on(day: date) -> Tree:
    """The tree of ``day``."""
    history = _history.history()
    tree = history.trees.get(day)
    if tree is None:
        if len(history.trees) >= KEPT_TREES:
            history.trees.clear()
        tree = history.trees[day] = _build(history, day)
    return tree


def _build(history: _history.History, day: date) -> Tree:
    nodes: dict[int, Node] = {}
    children: dict[int | None, list[Node]] = defaultdict(list)
    for unit in history.units.values():
        named = history.named(unit.id, day) if unit.exists_on(day) else None
        if named is not None:
            nodes[unit.id] = node = _node(unit, named)
            children[node.parent_id].append(node)
    home: dict[int, int] = {}
    for unit_id in history.units:
        found = unit_id if unit_id in nodes else _home(unit_id, day, nodes, history)
        if found is not None:
            home[unit_id] = found
    return Tree(day, nodes, home, dict(children))


def _node(unit: _history.Unit, named: _history.Named) -> Node:
    return Node(
        unit.id,
        unit.code,
        named.name,
        unit.kind,
        unit.level,
        named.parent_id,
        unit.is_statistical,
        unit.lon,
        unit.lat,
    )


def _home(unit_id: int, day: date, nodes: dict[int, Node], history: _history.History) -> int | None:
    """Follow the default successions to a unit of ``day``; back to the origin before a founding."""
    current, seen = unit_id, set()
    while current not in nodes:
        seen.add(current)
        following = _after(current, day, history) or _before(current, day, history)
        if following is None or following in seen:
            return None
        current = following
    return current


def _after(unit_id: int, day: date, history: _history.History) -> int | None:
    steps = history.forward.get(unit_id, ())
    return next((s.successor for s in reversed(steps) if s.is_default and s.on <= day), None)


def _before(unit_id: int, day: date, history: _history.History) -> int | None:
    """Where it came from, for a unit that ``day`` does not know yet: a part taken out of another
    unit (not its default successor) goes back to that unit as well."""
    if history.units[unit_id].valid_from <= day:
        return None
    return next((s.predecessor for s in history.backward.get(unit_id, ()) if s.on > day), None)


def name_on(division_id: int, day: date) -> str:
    """What the unit was called on ``day``; its first name before its founding, else its last."""
    history = _history.history()
    rows = history.names.get(division_id, [])
    if not rows:
        return ""
    named = history.named(division_id, day) or (rows[0] if day < rows[0].valid_from else rows[-1])
    return named.name
