"""The lists of whoever assesses: what is to be done by when, and what waits for their signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.people.models import Membership

from .rights import condition, instrument_of

TABS = {"open": "要评的", "confirm": "等我确认", "done": "评好的"}
SIZE = 40


@dataclass(frozen=True)
class Row:
    """A task as a list shows it; ``made``: the assessment that came of it."""

    task: Task
    made: Assessment | None
    name: str
    who: str
    where: str
    left: int

    @property
    def is_late(self) -> bool:
        return self.task.is_open and self.left < 0

    @property
    def due_word(self) -> str:
        if self.left < 0:
            return f"过期 {-self.left} 天"
        return {0: "今天到期", 1: "明天到期"}.get(self.left, f"还有 {self.left} 天")


def of_tab(user: User, tab: str) -> QuerySet[Task]:
    rows = Task.objects.filter(condition(user))
    if tab == "confirm":
        mine = Assessment.objects.filter(second=user, state=Assessment.State.WAITING)
        return rows.filter(pk__in=mine.values("task"))
    if tab == "done":
        return rows.filter(state=Task.State.DONE)
    return rows.filter(state__in=Task.LIVE)


def page(user: User, tab: str, after: str, today: date) -> tuple[Page, list[Row]]:
    """What is due first comes first; of what is done, the last."""
    rows = of_tab(user, tab).select_related("person", "household", "user")
    order = ["-due_on", "-pk"] if tab == "done" else ["due_on", "pk"]
    found = keyset(rows, order, after, SIZE)
    return found, rows_of(found.rows, today)


def counts(user: User) -> dict[str, int]:
    """Up to a hundred."""
    return {tab: of_tab(user, tab)[:100].count() for tab in ("open", "confirm")}


def rows_of(tasks: Sequence[Task], today: date) -> list[Row]:
    """Two queries at most."""
    homes = [one.household_id for one in tasks if one.household_id is not None]
    heads = heads_of(homes, today)
    found = Assessment.objects.filter(task__in=list(tasks)).exclude(state="sent_back")
    made = {one.task_id: one for one in found}
    return [
        Row(
            one,
            made.get(one.pk),
            instrument_of(one).name,
            one.person.name if one.person else heads.get(one.household_id or 0, "这一户"),
            name_on(one.division_id, today),
            (one.due_on - today).days,
        )
        for one in tasks
    ]


def heads_of(homes: Sequence[int], today: date) -> dict[int, str]:
    """Household → the name of its head, or of whoever comes first."""
    if not homes:
        return {}
    rows = Membership.objects.on(today).filter(household__in=homes).order_by("-relation", "-pk")
    return {home: f"{name}户" for home, name in rows.values_list("household", "person__name")}


def subject_name(row: Task | Assessment, today: date) -> str:
    if row.person is not None:
        return str(row.person.name)
    return heads_of([row.household_id or 0], today).get(row.household_id or 0, "这一户")


def history(row: Task | Assessment) -> list[Assessment]:
    """All that was found with this instrument about the same, the last first."""
    rows: QuerySet[Assessment, Assessment] = Assessment.objects.filter(
        instrument=row.instrument, person=row.person_id, household=row.household_id
    ).exclude(state=Assessment.State.SENT_BACK)
    return list(rows.select_related("first", "second").order_by("-assessed_on", "-pk")[:12])
