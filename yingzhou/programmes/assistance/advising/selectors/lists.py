"""The adviser's list: whose household, what is due first; and who has no plan yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.assessments.selectors.lists import heads_of
from yingzhou.kernel.assessments.selectors.rights import shut_to
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.people.models import Enrolment, Household, Membership
from yingzhou.programmes.assistance.advising.models import Measure, Plan

from .due import Due, due_of, tasks_of
from .rights import OVERSEE, WORK, condition

TABS = {
    "mine": "我帮的",
    "all": "这里所有的",
    "without": "还没有方案的困难户",
    "closed": "已结束的",
}
SIZE = 30


@dataclass(frozen=True)
class Row:
    plan: Plan
    who: str
    where: str
    due: list[Due]
    today: date

    @property
    def first(self) -> Due | None:
        return self.due[0] if self.due else None

    @property
    def left(self) -> int:
        return self.due[0].left(self.today) if self.due else 999

    @property
    def is_late(self) -> bool:
        return self.plan.is_open and self.left < 0

    @property
    def due_word(self) -> str:
        if self.left < 0:
            return f"过期 {-self.left} 天"
        return {0: "今天到期", 1: "明天到期"}.get(self.left, f"还有 {self.left} 天")


def of_tab(user: User, tab: str) -> QuerySet[Plan]:
    rows = Plan.objects.filter(condition(user))
    if tab == "closed":
        return rows.filter(state=Plan.State.CLOSED)
    rows = rows.filter(state=Plan.State.OPEN)
    return rows.filter(adviser=user) if tab == "mine" else rows


def page(user: User, tab: str, after: str, today: date) -> tuple[Page, list[Row]]:
    """What is due first comes first."""
    rows = of_tab(user, tab).select_related("adviser", "assessment", "household")
    order = ["-closed_at", "-pk"] if tab == "closed" else ["next_due_on", "pk"]
    found = keyset(rows, order, after, SIZE)
    return found, rows_of(found.rows, today)


def rows_of(plans: Sequence[Plan], today: date) -> list[Row]:
    """Three queries."""
    homes = [one.household_id for one in plans]
    heads, tasks = heads_of(homes, today), tasks_of(homes)
    running: dict[int, list[Measure]] = {}
    for one in Measure.objects.filter(plan__in=list(plans), state__in=Measure.RUNNING):
        running.setdefault(one.plan_id, []).append(one)
    return [
        Row(
            one,
            heads.get(one.household_id, "这一户"),
            name_on(one.division_id, today),
            due_of(one, running.get(one.pk, ()), one.assessment, tasks.get(one.household_id)),
            today,
        )
        for one in plans
    ]


def counts(user: User) -> dict[str, int]:
    """Up to a hundred."""
    return {tab: of_tab(user, tab)[:100].count() for tab in ("mine", "all")}


def without(user: User, after: str, today: date) -> tuple[Page, list[tuple[Household, str, str]]]:
    """Families on 低保 of one's places whom nobody advises: household, head and place."""
    scopes = [scope_of(user, one) for one in (WORK, OVERSEE)]
    roll = Enrolment.objects.on(today).filter(roll=Enrolment.Roll.DIBAO)
    members = Membership.objects.on(today).filter(household=OuterRef("pk"))
    rows = Household.objects.on(today).filter(
        Exists(members.filter(person__in=roll.values("person"))),
        ~Exists(Plan.objects.filter(household=OuterRef("pk"), state=Plan.State.OPEN)),
    )
    if all(scope.ids is not None for scope in scopes):
        rows = rows.filter(division__in=set().union(*(scope.ids or () for scope in scopes)))
    shut = shut_to(user)
    if shut:
        rows = rows.exclude(pk__in=Membership.objects.filter(person__in=shut).values("household"))
    found = keyset(rows, ["pk"], after, SIZE)
    heads = heads_of([one.pk for one in found.rows], today)
    return found, [
        (one, heads.get(one.pk, "这一户"), name_on(one.division_id, today)) for one in found.rows
    ]
