"""Who is covered by 生态惠民保险: nobody applies, the registers and the rule say it for any day.

The rule (``items/ecological_insurance``) takes whoever is registered in the district and is old or
young enough; its two ages are read from its parameters as they were in force on the day. The same
is asked here of the database at once for all; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Node, Tree, tree_on
from yingzhou.kernel.people.models import Person, Residence
from yingzhou.policy.law import law

OLD, YOUNG = "生态惠民保险.老年起始年龄", "生态惠民保险.未成年上限"
RULE = ("人", "生态惠民保险参保")


@dataclass(frozen=True)
class Covered:
    """How many of a place."""

    node: Node
    old: int
    young: int

    @property
    def all(self) -> int:
        return self.old + self.young


def _ages(day: date) -> tuple[int, int] | None:
    """None where no rule holds on the day yet."""
    found = law(book(), day)
    if RULE not in found.rules:
        return None
    return found.value(OLD)[0], found.value(YOUNG)[0]


def _old_and_young(day: date, path: str) -> tuple[Q, Q]:
    ages = _ages(day)
    if ages is None:
        return Q(pk__in=[]), Q(pk__in=[])
    old, young = ages
    return (
        Q(**{f"{path}birth_date__lte": years_before(day, old)}),
        Q(**{f"{path}birth_date__gt": years_before(day, young), f"{path}birth_date__lte": day}),
    )


def years_before(day: date, years: int) -> date:
    """The latest birthday of whoever has turned ``years`` by ``day`` (born on 29 February: on
    1 March)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def is_covered(person: Person, day: date) -> bool:
    old, young = _old_and_young(day, "person__")
    rows = Residence.objects.on(day).filter(person=person, kind=Residence.Kind.REGISTERED)
    return rows.filter(old | young).exists()


def counts_on(day: date) -> dict[int, tuple[int, int]]:
    """Old and young by division, as the registers have it. One query."""
    old, young = _old_and_young(day, "person__")
    rows = Residence.objects.on(day).filter(old | young, kind=Residence.Kind.REGISTERED)
    sums: Any = rows.order_by().values("division").annotate(
        old=Count("pk", filter=old), young=Count("pk", filter=young)
    )  # fmt: skip
    return {row["division"]: (row["old"], row["young"]) for row in sums}


def by_place(day: date, within: Node | None = None) -> list[Covered]:
    """The towns of the district, or the villages of a town."""
    tree = tree_on(day)
    counts = counts_on(day)
    level = Division.Level.TOWN if within is None else Division.Level.VILLAGE
    nodes = {node.id: node for node in tree.at_level(level)}
    found: dict[int, list[int]] = {}
    for division, (old, young) in counts.items():
        place = _at(tree, division, nodes)
        if place is not None and (within is None or place.parent_id == within.id):
            sums = found.setdefault(place.id, [0, 0])
            sums[0] += old
            sums[1] += young
    made = [Covered(nodes[key], old, young) for key, (old, young) in found.items()]
    return sorted(made, key=lambda one: one.node.code)


def _at(tree: Tree, division: int, nodes: Mapping[int, Node]) -> Node | None:
    path = tree.path(tree.home.get(division, division))
    return next((node for node in path if node.id in nodes), None)
