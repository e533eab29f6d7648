"""Somebody needs an assessment: a kernel or a programme asks for it here, and is answered by the
event :class:`~yingzhou.kernel.assessments.events.AssessmentMade`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.periods import deadline
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.faults import AssessmentFault
from yingzhou.kernel.assessments.files import PERSON, Term, instrument
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.people.models import Household, Person, Residence


@transaction.atomic
def ask_for_assessment(  # noqa: PLR0913 - one fact each
    *,
    kind: str,
    subject: Person | Household,
    asked_by: str,
    reason: str,
    at: datetime,
    key: str = "",
    due_on: date | None = None,
    basis: str = "",
    confidence: str = "",
    user: User | None = None,
    disputes: Assessment | None = None,
    words: str = "",
    term: Term | None = None,
    division: int | None = None,
) -> Task:
    """With the instrument ``kind``. Asked for again with the same ``key`` (by default who asks,
    what and of whom), it is the same task. Without ``due_on`` the instrument says by when."""
    day = clock.day_of(at)
    found = instrument(kind, day)
    if found is None:
        raise AssessmentFault(f"没有“{kind}”这种评估")
    column = "person" if isinstance(subject, Person) else "household"
    if (found.of == PERSON) != (column == "person"):
        raise AssessmentFault(f"{found.name}评的是{'人' if found.of == PERSON else '家庭'}")
    key = key or f"{asked_by}:{kind}:{column[0]}{subject.pk}"
    there = Task.objects.filter(key=key).first()
    if there is not None:
        return there
    term = term or found.task
    place = division or _place(subject, day)
    if place is None:
        raise AssessmentFault("登记里没有查到住在本区, 不能安排评估; 请先核对住址")
    return Task.objects.create(
        key=key,
        instrument=kind,
        division_id=place,
        user=user,
        asked_by=asked_by,
        reason=reason[:200],
        due_on=due_on or deadline(day, term.period) or day,
        basis=(basis or term.basis)[:120],
        confidence=confidence or term.confidence,
        disputes=disputes,
        words=words or None,
        made_at=at,
        **{column: subject},
    )


def _place(subject: Person | Household, day: date) -> int | None:
    if isinstance(subject, Household):
        return subject.division_id
    # 户籍 first: 常住 goes over it
    rows = Residence.objects.on(day).filter(person=subject).order_by("-kind")
    return rows.values_list("division", flat=True).first()


@transaction.atomic
def call_off(*, tasks: Collection[int], why: str, at: datetime, event: int | None = None) -> int:
    """Nobody has to assess any more. What waits for a signature is closed with it."""
    rows = list(
        Task.objects.select_for_update(of=("self",)).filter(pk__in=tasks, state__in=Task.LIVE)
    )
    for row in rows:
        row.state, row.why, row.closed_at, row.left_by = (
            Task.State.CALLED_OFF,
            why[:200],
            at,
            event,
        )
    Task.objects.bulk_update(rows, ["state", "why", "closed_at", "left_by"])
    Assessment.objects.filter(task__in=rows, state=Assessment.State.WAITING).update(
        state=Assessment.State.SENT_BACK, settled_at=at, settled_by="系统", words=why[:200]
    )
    return len(rows)


@transaction.atomic
def restore(*, event: int) -> int:
    """What was called off by a life event that never was: to be assessed as before."""
    rows = Task.objects.filter(left_by=event, state=Task.State.CALLED_OFF)
    return rows.update(state=Task.State.OPEN, why="", closed_at=None, left_by=None)
