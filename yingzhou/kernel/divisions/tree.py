"""The divisions as they stand on a day, and what a unit of any day counts towards on that day.

A record made under a village that has since been merged counts towards its successor today and
towards the old village when an earlier day is asked. A few hundred units: the whole tree is read at
once and kept until a division changes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.core.cache import cache
from django.db.models import F

from yingzhou.kernel.divisions.models import Division, DivisionName, DivisionSuccession

CACHE_KEY = "divisions-history"


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
        return self.children[None][0]

    def by_code(self, code: str) -> Node | None:
        return next((node for node in self.nodes.values() if node.code == code), None)

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
        inside, queue = set(), [division_id]
        while queue:
            current = queue.pop()
            inside.add(current)
            queue += [child.id for child in self.children.get(current, ())]
        return {unit for unit, home in self.home.items() if home in inside}

    def contains(self, outer: int, inner: int) -> bool:
        """Whether ``inner`` (a unit of any day) lies in ``outer`` or is it."""
        return any(node.id == outer for node in self.path(self.home.get(inner, inner)))


@dataclass(frozen=True)
class _History:
    units: list[dict]
    names: dict[int, list[dict]]
    successions: dict[int, list[tuple[date, int]]]


def _read() -> _History:
    names: dict[int, list[dict]] = defaultdict(list)
    for row in DivisionName.objects.order_by("valid_from").values(
        "division_id", "name", "parent_id", "valid_from", "valid_to"
    ):
        names[row["division_id"]].append(dict(row))
    successions: dict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = DivisionSuccession.objects.filter(is_default=True).order_by("change__on", "id")
    for step in rows.values("predecessor_id", "successor_id", on=F("change__on")):
        successions[step["predecessor_id"]].append((step["on"], step["successor_id"]))
    units: list[dict] = [
        dict(unit)
        for unit in Division.objects.order_by("code").values(
            "id", "code", "kind", "level", "lon", "lat", "valid_from", "valid_to"
        )
    ]
    return _History(units, dict(names), dict(successions))


def _history() -> _History:
    history = cache.get(CACHE_KEY)
    if history is None:
        history = _read()
        cache.set(CACHE_KEY, history, 60)
    return history


def forget() -> None:
    """Called by the services that change divisions (other processes look again within a minute)."""
    cache.delete(CACHE_KEY)


def tree_on(day: date) -> Tree:
    """The tree of ``day``."""
    history = _history()
    nodes: dict[int, Node] = {}
    for unit in history.units:
        if unit["valid_from"] <= day < unit["valid_to"]:
            named = _holding(history.names.get(unit["id"], []), day)
            if named is not None:
                nodes[unit["id"]] = _node(unit, named)
    home = {unit["id"]: _home(unit["id"], day, nodes, history) for unit in history.units}
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        children[node.parent_id].append(node)
    return Tree(day, nodes, {k: v for k, v in home.items() if v is not None}, dict(children))


def _holding(rows: list[dict], day: date) -> dict | None:
    return next((row for row in rows if row["valid_from"] <= day < row["valid_to"]), None)


def _node(unit: dict, named: dict) -> Node:
    statistical = unit["kind"] in (Division.Kind.STATISTICAL, Division.Kind.STATISTICAL_AREA)
    return Node(
        unit["id"],
        unit["code"],
        named["name"],
        unit["kind"],
        unit["level"],
        named["parent_id"],
        statistical,
        unit["lon"],
        unit["lat"],
    )


def _home(unit_id: int, day: date, nodes: dict[int, Node], history: _History) -> int | None:
    """Follow successions forward to a unit that exists on ``day``; back if it is not founded."""
    seen: set[int] = set()
    current = unit_id
    while current not in nodes and current not in seen:
        seen.add(current)
        following = [to for on, to in history.successions.get(current, ()) if on <= day]
        if following:
            current = following[-1]
            continue
        earlier = [
            before
            for before, steps in history.successions.items()
            if any(to == current and on > day for on, to in steps)
        ]
        if not earlier:
            return None
        current = earlier[0]
    return current if current in nodes else None


def name_on(division_id: int, day: date) -> str:
    """What the unit was called on ``day``; its last or first name outside its lifetime."""
    rows = _history().names.get(division_id, [])
    named = _holding(rows, day) or (rows[-1] if rows else None)
    return named["name"] if named else ""
