"""Findings as a list, and a round in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import Node, Tree, name_on, tree_on
from yingzhou.kernel.people.names import mask_name
from yingzhou.kernel.visits.selectors.lists import heads_of
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Round
from yingzhou.ui import charts
from yingzhou.ui.chart_parts import Chart

from .rights import VIEW, condition
from .words import kind_of, name_of

SIZE = 40
MOST = 4
"""So many things are told apart in a chart; all stand in the table."""
State = Finding.State
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "waiting": ("排队等上门", ("waiting",)),
    "visiting": ("已安排上门", ("visiting",)),
    "willing": ("愿意, 没开成办件", ("willing",)),
    "applying": ("在办", ("applying",)),
    "granted": ("办成了", ("granted",)),
    "missed": ("上门没有办成", ("refused", "dropped", "not_fit", "not_found", "already")),
    "declined": ("本人不愿意", ("declined",)),
    "gone": ("情况变了", ("gone",)),
}
STEPS: dict[str, tuple[str, Q]] = {
    "visited": ("上门看过", Q(visited_on__isnull=False)),
    "said_yes": ("愿意申请", Q(willing_on__isnull=False)),
    "open": ("还没有结果", Q(state__in=Finding.OPEN)),
}
"""Ways of a finding that the figures of the hit rate lead to, beside the states."""


@dataclass(frozen=True)
class Asked:
    """What a list is to show; empty for everything."""

    month: date | None = None
    what: str = ""
    group: str = ""
    division: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Row:
    row: Finding
    who: str
    where: str
    what: str
    kind: str
    amount: str


def narrowed(user: User, asked: Asked, today: date) -> QuerySet[Finding]:
    rows = Finding.objects.filter(condition(user))
    if asked.month is not None:
        rows = rows.filter(round__month=asked.month)
    if asked.what:
        rows = rows.filter(what=asked.what)
    if asked.group in GROUPS:
        rows = rows.filter(state__in=GROUPS[asked.group][1])
    elif asked.group in STEPS:
        rows = rows.filter(STEPS[asked.group][1])
    if asked.division is not None:
        tree = tree_on(today)
        rows = rows.filter(division__in=tree.within(asked.division) | {asked.division})
    return rows


def page(user: User, asked: Asked, after: str, today: date) -> tuple[Page, list[Row]]:
    """The most urgent first. Two queries, and one for the heads of households."""
    shown = Finding.objects.select_related("person").defer("facts")
    found = keyset(narrowed(user, asked, today), ["-rank", "id"], after, SIZE, shown)
    return found, rows_of(found.rows, today)


def rows_of(found: list[Finding], today: date) -> list[Row]:
    homes = [one.household_id for one in found if one.household_id is not None]
    heads = heads_of(homes, today)
    return [
        Row(
            one,
            mask_name(one.person.name)
            if one.person
            else f"{mask_name(heads.get(one.household_id or 0, '这一').removesuffix('户'))}户",
            name_on(one.division_id, today),
            name_of(one.what),
            kind_of(one.what),
            "" if one.amount is None else format_fen(one.amount),
        )
        for one in found
    ]


def counts(user: User, month: date | None) -> dict[str, int]:
    """How many of a round (or of all) stand where. One query."""
    rows = Finding.objects.filter(condition(user))
    if month is not None:
        rows = rows.filter(round__month=month)
    by_state: dict[str, int] = dict(
        rows.order_by().values_list("state").annotate(n=Count("pk")).values_list("state", "n")
    )
    return {key: sum(by_state.get(one, 0) for one in some) for key, (_, some) in GROUPS.items()}


def town_of(tree: Tree, division: int) -> Node | None:
    path = tree.path(tree.home.get(division, division))
    return next((node for node in path if node.level == Division.Level.TOWN), None)


def picture(user: User, row: Round) -> tuple[list[tuple[str, str, str, int]], Chart | None]:
    """A round by what and by town: lines for a table, and the chart. One query."""
    rows: Any = Finding.objects.filter(condition(user), round=row).order_by()
    tree = tree_on(row.month)
    by_what, by_town = Counter[str](), dict[str, Counter[str]]()
    for one in rows.values("what", "division").annotate(n=Count("pk")):
        town = town_of(tree, one["division"])
        by_what[one["what"]] += one["n"]
        name = town.name if town else "其他"
        by_town.setdefault(name, Counter())[one["what"]] += one["n"]
    lines = [(what, name_of(what), kind_of(what), n) for what, n in by_what.most_common()]
    if not lines:
        return [], None
    names = sorted(by_town, key=lambda name: -by_town[name].total())
    series = {name: [by_town[town][what] for town in names] for what, name, _, _ in lines[:MOST]}
    rest = [what for what, _, _, _ in lines[MOST:]]
    if rest:
        series["其他"] = [sum(by_town[town][what] for what in rest) for town in names]
    return lines, charts.bars(names, series, unit="条", horizontal=True, stacked=True)


def places(user: User, today: date) -> list[Node]:
    """The towns (for a town: its villages) that this viewer can choose from."""
    tree, scope = tree_on(today), scope_of(user, VIEW)
    towns = tree.at_level(Division.Level.TOWN)
    if scope.is_everything:
        return sorted(towns, key=lambda node: node.code)
    found = [node for node in tree.nodes.values() if node.id in (scope.ids or ())]
    return sorted(found, key=lambda node: node.code)
