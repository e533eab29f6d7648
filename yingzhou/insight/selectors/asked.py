"""What a page of the board is asked for: a plan, a day, a division within the viewer's reach."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode

from yingzhou.insight.plan_files import Plan
from yingzhou.kernel.divisions.tree import Node, Tree, tree_on


class NoDivisions(LookupError):
    """No division is recorded for the day: nothing can be shown."""


@dataclass(frozen=True)
class Group:
    """Divisions under one heading of the chooser."""

    label: str
    nodes: list[Node]


@dataclass(frozen=True)
class Asked:
    """``scope``: ids that the viewer reaches (None: everything). ``node`` lies within it."""

    plan: Plan
    day: date
    node: Node
    tree: Tree
    scope: frozenset[int] | None

    @property
    def is_district(self) -> bool:
        return self.node.id == self.tree.root.id

    @property
    def is_village(self) -> bool:
        return not self.tree.children.get(self.node.id)

    @property
    def is_over(self) -> bool:
        """Whether the plan's last day has come."""
        return self.day >= self.plan.last_day

    @property
    def address(self) -> str:
        """The parameters that bring another page to the same plan, day and division."""
        return urlencode(
            {"plan": self.plan.code, "date": self.day.isoformat(), "division": self.node.code}
        )

    def sees(self, division_id: int) -> bool:
        return self.scope is None or division_id in self.scope

    def path(self) -> list[Node]:
        """From the highest unit that the viewer reaches down to the one asked."""
        return [node for node in self.tree.path(self.node.id) if self.sees(node.id)]

    def below(self) -> list[Node]:
        """The real units directly below, in the order of their codes."""
        return _below(self.tree, self.node.id)

    def below_name(self) -> str:
        return "乡镇" if self.is_district else "村居"

    def choices(self) -> list[Group]:
        """For the chooser: the viewer's own units, what lies below, and the town's villages."""
        own = tops(self.tree, self.scope)
        groups = [Group("", own)]
        groups += [
            Group("乡镇" if unit.level == 1 else unit.name, _below(self.tree, unit.id))
            for unit in own
        ]
        shown = {node.id for group in groups for node in group.nodes}
        town = next((n for n in self.tree.path(self.node.id) if n.level == 2), None)
        if town is not None and town.id not in {unit.id for unit in own}:
            villages = [
                n for n in _below(self.tree, town.id) if n.id not in shown and self.sees(n.id)
            ]
            groups.append(Group(f"{town.name}的村居", villages))
        return [group for group in groups if group.nodes]


def _below(tree: Tree, division_id: int) -> list[Node]:
    found = [node for node in tree.children.get(division_id, []) if not node.is_statistical]
    return sorted(found, key=lambda node: node.code)


def tops(tree: Tree, scope: Collection[int] | None) -> list[Node]:
    """The highest units within the scope."""
    if scope is None:
        return [tree.root]
    inside = [node for node in tree.nodes.values() if node.id in scope]
    found = [node for node in inside if node.parent_id not in scope]
    return sorted(found, key=lambda node: (node.level, node.code))


def the_tree(day: date) -> Tree:
    """The tree of ``day``; :class:`NoDivisions` where none is recorded."""
    tree = tree_on(day)
    if not tree.children.get(None):
        raise NoDivisions(f"{day} 没有行政区划数据")
    return tree
