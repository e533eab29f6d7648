"""What a family reads of its plan, in plain words, and what was assessed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.selectors.rights import instrument_of
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.programmes.assistance.advising.models import Measure, Plan

NOW = {
    "proposed": "等您家答复", "agreed": "您家同意了, 顾问在办", "declined": "您家不要",
    "applied": "已经申请", "referred": "已经转给别的单位", "done": "办好了", "failed": "没有办成",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """``name``, ``label``: of the instrument; ``dispute``: that others look at it again."""

    row: Assessment
    name: str
    label: str
    dispute: Task | None


@dataclass(frozen=True)
class Own:
    plan: Plan | None
    asked: list[Measure]
    others: list[tuple[Measure, str]]
    assessments: list[Found]


def of_person(person: Person, today: date) -> Own:
    """Of the household in which they are registered now. Five queries."""
    homes = Membership.objects.on(today).filter(person=person).values("household")
    plan = (
        Plan.objects.filter(household__in=homes)
        .select_related("adviser")
        .order_by("-opened_at")
        .first()
    )
    some = list(plan.measures.select_related("case").order_by("due_on", "pk")) if plan else []
    asked = [one for one in some if one.state == Measure.State.PROPOSED and plan and plan.is_open]
    return Own(
        plan=plan,
        asked=asked,
        others=[(one, NOW[one.state]) for one in some if one not in asked],
        assessments=_assessments(person, homes),
    )


def _assessments(person: Person, homes: object) -> list[Found]:
    rows = Assessment.objects.filter(
        Q(person=person) | Q(household__in=homes), state=Assessment.State.COUNTS
    )
    made = list(rows.order_by("-assessed_on", "-pk"))
    disputes = {
        one.disputes_id: one for one in Task.objects.filter(disputes__in=made, state__in=Task.LIVE)
    }
    return [
        Found(one, instrument_of(one).name, instrument_of(one).label, disputes.get(one.pk))
        for one in made
    ]
