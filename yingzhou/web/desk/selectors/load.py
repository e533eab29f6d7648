"""What a supervisor sees: who has how much, what is late, what comes back, bad ratings."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from yingzhou.core.spells import FOREVER
from yingzhou.core.workdays import add_workdays
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.models import Case, Rating, Step
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.selectors.rights import not_about, not_of_theirs, not_shut
from yingzhou.kernel.cases.selectors.sight import condition
from yingzhou.kernel.cases.whose import short_name
from yingzhou.kernel.catalogue.items import items
from yingzhou.ui import charts, palette
from yingzhou.ui.chart_parts import Chart

SOON = 3
"""Workdays."""
BACK_DAYS = 90
RATING_DAYS = 365
NOBODY = "还没有人接手"
RETURNED = ("back", "reopen")
"""How processes call a step that sends a case back to be worked on again, and the step that opens a
closed one (the assessment of the counters counts both, too)."""
MOST = 50
LATE, AHEAD = "late", "soon"


@dataclass(frozen=True)
class Person:
    name: str
    open: int
    late: int
    soon: int


@dataclass(frozen=True)
class Load:
    total: int
    late: int
    soon: int
    waiting: int
    show: str
    people: list[Person]
    stages: list[tuple[str, str, int]]
    returned: list[tuple[str, int]]
    chart: Chart | None
    ratings: list[dict[str, Any]]
    rows: list[dict[str, Any]]

    @property
    def unread(self) -> int:
        """Of what is late (or soon), how many are counted for the supervisor and not shown: their
        role does not read what they tell."""
        there = self.late if self.show == LATE else self.soon
        return max(0, there - len(self.rows)) if len(self.rows) < queue.SIZE else 0


def load(user: User, today: date, show: str = "") -> Load:
    """What stands within the supervisor's divisions, in ten queries. ``show``: late, soon, or
    empty for whichever there is."""
    rows = supervised(user)
    soon_by = add_workdays(today, SOON)
    people = _people(rows, today, soon_by)
    counts = rows.aggregate(
        total=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__range=(today, soon_by))),
        waiting=Count("pk", filter=Q(by="applicant")),
    )
    if show not in (LATE, AHEAD):
        show = LATE if counts["late"] or not counts["soon"] else AHEAD
    return Load(
        **counts,
        show=show,
        people=people,
        stages=_stages(rows),
        returned=_returned(user, today),
        chart=_chart(people),
        ratings=_ratings(user, today),
        rows=_rows(rows, user, today, soon_by, show),
    )


def supervised(user: User) -> QuerySet[Case]:
    """Open cases whose matter belongs to the supervisor's divisions."""
    ids = scope_of(user, "cases.supervise").ids
    rows = Case.objects.filter(not_of_theirs(user), not_shut(user), is_open=True)
    return rows if ids is None else rows.filter(home__in=list(ids))


def _people(rows: QuerySet[Case], today: date, soon_by: date) -> list[Person]:
    found = rows.exclude(desk=None).order_by().values_list("handler__name").annotate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__range=(today, soon_by))),
    )  # fmt: skip
    made = [Person(name or NOBODY, *numbers) for name, *numbers in found]
    return sorted(made, key=lambda one: (-one.late, -one.open, one.name))


def _stages(rows: QuerySet[Case]) -> list[tuple[str, str, int]]:
    """Item, stage and how many, by today's names."""
    found = rows.order_by().values_list("item", "stage").annotate(n=Count("pk")).order_by("-n")
    made = []
    for code, stage, count in found[:MOST]:
        item = items().get(code)
        process = item.apply.process if item and item.apply else None
        name = process.stages[stage].name if process and stage in process.stages else stage
        made.append((item.name if item else code, name, count))
    return made


def _returned(user: User, today: date) -> list[tuple[str, int]]:
    """Steps that sent a case back, by who had taken the step before: rework."""
    ids = scope_of(user, "cases.supervise").ids
    since = today - timedelta(days=BACK_DAYS)
    rows = Step.objects.filter(transition__in=RETURNED, at__date__gte=since)
    if ids is not None:
        rows = rows.filter(case__home__in=list(ids))
    counted: Counter[str] = Counter()
    earlier: dict[int, list[Any]] = defaultdict(list)
    back = list(rows.order_by("-pk").values_list("case", "seq")[:500])
    before = Step.objects.filter(case__in=[case for case, _ in back]).exclude(user=None)
    for case, seq, name in before.order_by("seq").values_list("case", "seq", "actor_name"):
        earlier[case].append((seq, name))
    for case, seq in back:
        names = [name for at, name in earlier[case] if at < seq]
        counted[names[-1] if names else "系统"] += 1
    return counted.most_common(20)


def _ratings(user: User, today: date) -> list[dict[str, Any]]:
    """One and two stars of the last year, with how their rectification stands; none of what the
    supervisor did, nor of relatives."""
    ids = scope_of(user, "cases.supervise").ids
    since = today - timedelta(days=RATING_DAYS)
    rows = Rating.objects.filter(
        not_about(user), not_shut(user, "case"), stars__lte=2, at__date__gte=since
    )
    if ids is not None:
        rows = rows.filter(case__home__in=list(ids))
    rows = rows.select_related("case", "rectification").defer(
        "case__answers", "rectification__answers"
    )
    made = []
    for rating in rows.order_by("-at")[:MOST]:
        item = items().get(rating.case.item)
        made.append({
            "rating": rating,
            "item": item.name if item else rating.case.item,
            "is_late": _is_late(rating.rectification, today),
        })  # fmt: skip
    return made


def _is_late(case: Case | None, today: date) -> bool:
    due = case.due_on if case is not None and case.is_open else None
    return due is not None and due < today


def _chart(people: list[Person]) -> Chart | None:
    if not people:
        return None
    shown = people[:15]
    series = {
        "超期": [one.late for one in shown],
        f"{SOON} 个工作日内到期": [one.soon for one in shown],
        "其他": [one.open - one.late - one.soon for one in shown],
    }
    names = [one.name for one in shown]
    urgency = (palette.WARNING, palette.SOON, palette.ACCENT)
    return charts.bars(names, series, unit="件", horizontal=True, stacked=True, colours=urgency)


def _rows(
    rows: QuerySet[Case], user: User, today: date, soon_by: date, show: str
) -> list[dict[str, Any]]:
    """The late, or those that will be, most urgent first: what the supervisor's roles may see."""
    rows = rows.filter(condition(user, "cases.supervise"))
    wanted = rows.filter(due_on__lt=today)
    if show == AHEAD:
        wanted = rows.filter(due_on__range=(today, soon_by))
    late = wanted.filter(due_on__lt=FOREVER)
    _, found = queue.page(late, user, today, order=queue.DUE)
    return [{"row": row, "case": row.case, "who": short_name(row.case)} for row in found]
