"""Visits that nobody made, and those nobody has to make any more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.files import kinds
from yingzhou.kernel.visits.models import Refusal, Visit
from yingzhou.kernel.visits.selectors import rights

from .asking import Law, ask_for_visit
from .assigning import locked
from .settling import tell

MOST = 2000
"""Of one kind in one round."""


def miss_overdue(at: datetime) -> int:
    """Those whose last day and grace are over are missed: that is said to whoever looks after them,
    until they answer for it. How many."""
    today, count = clock.day_of(at), 0
    for key in Visit.objects.filter(state__in=Visit.OPEN).values_list("kind", flat=True).distinct():
        grace = kinds()[key].grace if key in kinds() else 0
        count += _miss(key, today - timedelta(days=grace), at)
    return count


@transaction.atomic
def _miss(kind: str, before: date, at: datetime) -> int:
    rows = list(
        Visit.objects.select_for_update(of=("self",))
        .filter(
            kind=kind,
            state__in=(Visit.State.PLANNED, Visit.State.ASSIGNED),
            due_on__lt=before,
        )
        .order_by("pk")[:MOST]
    )
    for row in rows:
        row.state, row.closed_at = Visit.State.MISSED, at
        row.changes += 1
    Visit.objects.bulk_update(rows, ["state", "closed_at", "changes"], batch_size=500)
    for row in rows:
        tell(row)
    return len(rows)


@transaction.atomic
def answer_for(
    *, visit: int, words: str, again_by: date | None, user: User, at: datetime
) -> Visit | None:
    """Why it was missed (or never met), by whoever looks after it; with ``again_by`` somebody goes
    after all. The visit that is to make up for it."""
    row = locked(visit)
    if not rights.may_oversee(user, row):
        raise NotYours("漏访由主管说明")
    if row.state not in (Visit.State.MISSED, Visit.State.UNMET) or row.answered_at is not None:
        raise VisitFault("这次走访不用说明, 或已经说明过了")
    if not words.strip():
        raise VisitFault("请写明为什么没有去成、怎么补")
    if again_by is not None and again_by < clock.day_of(at):
        raise VisitFault("补访的日子已经过去了")
    row.answered_at, row.answered_by, row.answer = at, str(user), words.strip()[:200]
    row.save(update_fields=["answered_at", "answered_by", "answer"])
    audit.record(audit.Actor.of(user), "visits.answer_for", row, {"reason": row.answer})
    if again_by is None:
        return None
    subject = row.person or row.household
    assert subject is not None  # noqa: S101 - the database sees to it
    return ask_for_visit(
        kind=row.kind,
        subject=subject,
        asked_by=row.asked_by,
        reason=f"补访: {row.reason}"[:200],
        law=Law(again_by, "主管定的日子"),
        at=at,
        key=f"makeup:{row.pk}",
        data=row.data,
        role=row.role,
        people=row.people,
        previous=row,
        division_id=row.division_id,
        desk_id=row.desk_id,
    )


@transaction.atomic
def call_off(*, visits: list[int], why: str, at: datetime, event: int | None = None) -> int:
    """Nobody has to go any more; ``event``: the life event that made it so, for its reversal."""
    rows = list(
        Visit.objects.select_for_update(of=("self",)).filter(pk__in=visits, state__in=Visit.OPEN)
    )
    for row in rows:
        row.state, row.why, row.closed_at = Visit.State.CALLED_OFF, why[:200], at
        row.left_by = event
        row.changes += 1
    Visit.objects.bulk_update(rows, ["state", "why", "closed_at", "left_by", "changes"])
    for row in rows:
        tell(row)
    return len(rows)


@transaction.atomic
def restore(*, event: int) -> int:
    """What was called off by a life event that never was."""
    rows = list(
        Visit.objects.select_for_update(of=("self",)).filter(
            left_by=event, state=Visit.State.CALLED_OFF
        )
    )
    for row in rows:
        row.state = Visit.State.ASSIGNED if row.user_id else Visit.State.PLANNED
        row.why, row.closed_at, row.left_by = "", None, None
        row.changes += 1
    Visit.objects.bulk_update(rows, ["state", "why", "closed_at", "left_by", "changes"])
    return len(rows)


@transaction.atomic
def welcome_again(*, refusal: int, user: User, at: datetime) -> Refusal:
    """They changed their mind: from today they may be asked again."""
    row = Refusal.objects.select_for_update(of=("self",)).get(pk=refusal)
    if not rights.may_go(user, row.visit):
        raise NotYours("这次走访不由您去")
    today = clock.day_of(at)
    if row.valid_to <= today:
        raise VisitFault("已经过了期限, 可以再安排")
    row.valid_to = max(today, row.valid_from + timedelta(days=1))
    row.save(update_fields=["valid_to"])
    audit.record(audit.Actor.of(user), "visits.welcome_again", row.visit, {})
    return row
