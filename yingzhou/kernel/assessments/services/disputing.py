"""Somebody does not agree with what was found (申请复评): others assess anew, within a period.
Until then the old one counts, and everybody who reads it sees that it is disputed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.faults import AssessmentFault, NotYours
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.selectors import rights
from yingzhou.kernel.people.models import Membership

from .asking import ask_for_assessment

LONGEST = 500


@transaction.atomic
def dispute(*, assessment: int, words: str, user: User, at: datetime) -> Task:
    """By the person (or somebody of the household) online, or put down for them by the staff."""
    row = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment)
    if not (rights.may_see(user, row) or is_theirs(user, row)):
        raise NotYours("这份评估不在您的范围内")
    if row.state != Assessment.State.COUNTS:
        raise AssessmentFault("只有现在有效的评估可以申请复评")
    if not words.strip():
        raise AssessmentFault("请写明哪里不对, 如“洗澡要人扶, 写成了能自己洗”")
    running = row.disputed.filter(state__in=Task.LIVE).first()
    if running is not None:
        return running
    said = rights.instrument_of(row)
    subject = row.person or row.household
    assert subject is not None  # noqa: S101 - the database sees to it
    made = ask_for_assessment(
        kind=row.instrument,
        subject=subject,
        asked_by=f"dispute:{row.pk}",
        key=f"dispute:{row.pk}",
        reason=f"{said.name}有异议, 由别人重新评",
        term=said.dispute,
        disputes=row,
        words=words.strip()[:LONGEST],
        division=row.division_id,
        at=at,
    )
    audit.record(audit.Actor.of(user), "assessments.dispute", row, {})
    return made


def is_theirs(user: User, row: Assessment) -> bool:
    """Whether a resident reads of themselves or of their household."""
    if user.kind != User.Kind.RESIDENT or user.person_id is None:
        return False
    if row.person_id is not None:
        return row.person_id == user.person_id
    rows = Membership.objects.filter(household=row.household_id, person=user.person_id)
    return rows.filter(valid_to__gt=row.assessed_on).exists()
