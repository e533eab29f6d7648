"""What the pages and the Excel list show of a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yingzhou.kernel.divisions import history as _history
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Node, Tree, name_on, tree_on

from .search import KINDS
from .words import Moment, lifetime, timeline


@dataclass(frozen=True)
class Line:
    """A unit in a list. ``below``: how many units belong to it."""

    node: Node
    kind: str
    below: int


@dataclass(frozen=True)
class UnitPage:
    """A unit as of a day. ``node`` is None where it does not exist then; ``home`` counts for it."""

    unit: _history.Unit
    name: str
    kind: str
    lifetime: str
    node: Node | None
    home: Node | None
    path: list[Node]
    children: list[Line]
    moments: list[Moment]


def _line(tree: Tree, node: Node) -> Line:
    return Line(node, KINDS[node.kind], len(tree.children.get(node.id, [])))


def towns_with_counts(tree: Tree) -> list[Line]:
    """Towns, townships and statistical units, by code."""
    return [_line(tree, node) for node in tree.at_level(Division.Level.TOWN)]


def kind_counts(tree: Tree) -> list[tuple[str, int]]:
    """How many units of each kind there are, the district itself left out."""
    counts = Counter(node.kind for node in tree.nodes.values())
    return [
        (str(label), counts[kind])
        for kind, label in Division.Kind.choices
        if counts[kind] and kind != Division.Kind.DISTRICT
    ]


def unit_page(division_id: int, day: date) -> UnitPage | None:
    """None where no such unit has ever been."""
    unit = _history.history().units.get(division_id)
    if unit is None:
        return None
    tree = tree_on(day)
    home = tree.nodes.get(tree.home.get(division_id, 0))
    return UnitPage(
        unit=unit,
        name=name_on(division_id, day),
        kind=str(KINDS[unit.kind]),
        lifetime=lifetime(division_id),
        node=tree.nodes.get(division_id),
        home=home,
        path=tree.path(home.id)[:-1] if home else [],
        children=[_line(tree, node) for node in tree.children.get(division_id, [])],
        moments=timeline(division_id),
    )


def as_rows(tree: Tree) -> Iterator[tuple]:
    """The whole tree, one unit a row, by code."""
    for node in sorted(tree.nodes.values(), key=lambda node: node.code):
        above = tree.nodes.get(node.parent_id) if node.parent_id else None
        yield (
            node.code,
            node.name,
            str(KINDS[node.kind]),
            above.name if above else "",
            above.code if above else "",
            "" if node.lon is None else node.lon,
            "" if node.lat is None else node.lat,
        )
