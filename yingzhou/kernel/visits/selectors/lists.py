"""The lists of whoever goes: what is theirs, by when, and what waits for their word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.people.models import Membership
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.models import Record, Visit

from .rights import condition

WEEK = timedelta(days=7)
TABS = {
    "mine": "我的", "free": "没有人领的", "confirm": "等我确认", "conflict": "不一致待选",
    "done": "做过的",
}  # fmt: skip
COUNTED = ("mine", "free", "confirm", "conflict")


@dataclass(frozen=True)
class Row:
    """A visit as a list shows it."""

    visit: Visit
    kind: str
    who: str
    where: str
    left: int

    @property
    def is_late(self) -> bool:
        return self.left < 0

    @property
    def due_word(self) -> str:
        if self.left < 0:
            return f"过期 {-self.left} 天"
        return {0: "今天到期", 1: "明天到期"}.get(self.left, f"还有 {self.left} 天")


@dataclass(frozen=True)
class Group:
    name: str
    rows: list[Row]


def shown(queryset: QuerySet[Visit]) -> QuerySet[Visit]:
    return queryset.select_related("person", "household", "user", "second")


def rows_of(visits: Sequence[Visit], today: date) -> list[Row]:
    """With names; one query for the heads of households."""
    heads = heads_of([one.household_id for one in visits if one.household_id is not None], today)
    return [
        Row(
            one,
            casework.kind_of(one).name,
            one.person.name if one.person else heads.get(one.household_id or 0, "这一户"),
            name_on(one.division_id, today),
            (one.due_on - today).days,
        )
        for one in visits
    ]


def heads_of(homes: Sequence[int], today: date) -> dict[int, str]:
    """Household → the name of its head, or of whoever comes first."""
    if not homes:
        return {}
    rows = Membership.objects.on(today).filter(household__in=homes).order_by("-relation", "-pk")
    names = rows.values_list("household", "person__name")
    return {home: f"{name}户" for home, name in names}


def of_tab(user: User, tab: str) -> QuerySet[Visit]:
    found = Visit.objects.filter(condition(user))
    if tab == "free":
        return found.filter(state=Visit.State.PLANNED, user=None)
    if tab == "confirm":
        return found.filter(state=Visit.State.WAITING, second=user)
    if tab == "conflict":
        beside = Record.objects.filter(state=Record.State.BESIDE).values("visit")
        return found.filter(pk__in=beside)
    if tab == "done":
        return found.filter(Q(user=user) | Q(second=user)).exclude(state__in=Visit.OPEN)
    return found.filter(user=user, state__in=Visit.OPEN)


def page(user: User, tab: str, after: str, today: date) -> tuple[Page, list[Group]]:
    """One page of a tab, the most urgent first, in groups of time."""
    order = ["-due_on", "-pk"] if tab == "done" else ["due_on", "pk"]
    found = keyset(shown(of_tab(user, tab)), order, after, 60)
    groups: dict[str, list[Row]] = {}
    for row in rows_of(found.rows, today):
        when = "做过的" if tab == "done" else _when(row.visit.due_on, today)
        groups.setdefault(when, []).append(row)
    return found, [Group(name, rows) for name, rows in groups.items()]


def _when(due: date, today: date) -> str:
    if due < today:
        return "已经过期"
    if due == today:
        return "今天到期"
    return "七天内" if due <= today + WEEK else "以后"


def counts(user: User) -> dict[str, int]:
    """How many each tab holds, up to a hundred."""
    return {tab: of_tab(user, tab)[:100].count() for tab in COUNTED}
