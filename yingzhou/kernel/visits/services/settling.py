"""What becomes of a visit once it is written down: the second visitor confirms, the case goes on,
somebody goes again, and whoever asked is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock, events
from yingzhou.core.workdays import add_months
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.events import VisitDone
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.models import Record, Refusal, Visit
from yingzhou.kernel.visits.places import DO
from yingzhou.kernel.visits.selectors import rights

from . import carrying, going_again
from .assigning import locked

STATES = {"done": Visit.State.DONE, "unmet": Visit.State.UNMET, "declined": Visit.State.DECLINED}


def accept(row: Visit, record: Record, at: datetime) -> None:
    """The record counts; where two went, once the other has confirmed it."""
    row.user_id = record.user_id
    if record.second_id is not None:
        row.second_id = record.second_id
        row.state, record.state = Visit.State.WAITING, Record.State.WAITING
        row.changes += 1
        row.save()
        record.save(update_fields=["state"])
        return
    if row.second_id == row.user_id:
        row.second = None
    _finish(row, record, at)


@transaction.atomic
def confirm(*, record: int, user: User, agrees: bool, words: str, at: datetime) -> Record:
    """By the second visitor, who was there; or back to the first, with what is not right. The first
    may take it back to write it anew."""
    found = Record.objects.get(pk=record)
    row = locked(found.visit_id)
    found.refresh_from_db()
    if found.state != Record.State.WAITING:
        raise VisitFault("这份记录已经处理过了")
    if user.pk != found.second_id and (agrees or user.pk != found.user_id):
        raise NotYours("由一起去的那位用自己的账号确认")
    if not user.may(DO) or rights.is_shut(user, row):
        raise NotYours(rights.RECUSED if rights.is_shut(user, row) else "您的角色不走访")
    if not agrees and not words.strip():
        raise VisitFault("请写明哪里不对")
    found.settled_at, found.settled_by = at, user.username
    found.words = words.strip()[:200]
    if agrees:
        _finish(row, found, at)
    else:
        found.state, row.state = Record.State.SENT_BACK, Visit.State.ASSIGNED
        found.save()
        row.changes += 1
        row.save()
    action = "visits.confirm" if agrees else "visits.send_back"
    audit.record(audit.Actor.of(user), action, row, {"reason": found.words})
    return found


@transaction.atomic
def choose(*, visit: int, record: int | None, words: str, user: User, at: datetime) -> Visit:
    """Two accounts of one visit: which counts (None: what is there already). The others stay, as
    not taken."""
    row = locked(visit)
    if not (rights.may_oversee(user, row) or rights.may_go(user, row)):
        raise NotYours("这次走访不在您的范围内")
    if not words.strip():
        raise VisitFault("请写明为什么用这一份")
    rivals = list(Record.objects.filter(visit=row, state=Record.State.BESIDE))
    if not rivals:
        raise VisitFault("已经选过了")
    chosen = next((one for one in rivals if one.pk == record), None)
    if record is not None and chosen is None:
        raise VisitFault("没有这份记录")
    if chosen is not None:
        rivals += Record.objects.filter(
            visit=row, state__in=(Record.State.TAKEN, Record.State.WAITING)
        )
    for one in rivals:
        if one is not chosen:
            one.state = Record.State.NOT_TAKEN
        one.settled_at, one.settled_by, one.words = at, user.username, words.strip()[:200]
        one.save()
    if chosen is not None:
        going_again.undo(row)
        accept(row, chosen, at)
    detail = {"reason": words.strip()[:200], "number": chosen.pk if chosen else ""}
    audit.record(audit.Actor.of(user), "visits.choose", row, detail)
    return row


def _finish(row: Visit, record: Record, at: datetime) -> None:
    """The visit is over with this record, and everything follows from it."""
    record.state = Record.State.TAKEN
    record.save()
    row.state = STATES[record.how]
    row.done_on, row.closed_at = record.visited_on, at
    row.outcome = record.content["outcome"][:40]
    row.why = record.content["why"]
    row.changes += 1
    row.save()
    if record.how == "declined":
        _leave_in_peace(row, record)
    going_again.follow(row, at)
    tell(row, record)
    if record.how == "done":
        carrying.carry(row, record, at)


def _leave_in_peace(row: Visit, record: Record) -> None:
    """Nobody asks again for as long as the kind says."""
    kind = casework.kind_of(row)
    Refusal.objects.update_or_create(
        visit=row,
        defaults={
            "kind": row.kind,
            "person_id": row.person_id,
            "household_id": row.household_id,
            "reason": row.why,
            "valid_from": record.visited_on,
            "valid_to": add_months(record.visited_on, kind.may_decline),
        },
    )


def tell(row: Visit, record: Record | None = None) -> None:
    """Whoever asked for it learns how it ended."""
    events.publish(
        VisitDone(
            visit_id=row.pk,
            kind=row.kind,
            asked_by=row.asked_by,
            outcome=row.state,
            found=row.outcome,
            person_id=row.person_id,
            household_id=row.household_id,
            on=record.visited_on if record else clock.today(),
        )
    )
