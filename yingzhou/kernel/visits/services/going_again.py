"""Going again: who was not met, and who was not well (回访). Nobody is forgotten after one try."""

from __future__ import annotations

from datetime import datetime

from yingzhou.core import clock
from yingzhou.core.periods import Period, Unit
from yingzhou.kernel.people.models import Household, Person
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.models import Refusal, Visit

from .asking import Law, ask_for_visit

BASIS = "内部规定(待核实)"


def follow(row: Visit, at: datetime) -> Visit | None:
    """The next visit that this one makes necessary; None where it needs none, or where it is for
    the supervisor by now."""
    if row.state == Visit.State.UNMET:
        return _again(row, at)
    if row.state == Visit.State.DONE:
        return _back(row, at)
    return None


def _again(row: Visit, at: datetime) -> Visit | None:
    kind = casework.kind_of(row)
    tries, one = 1, row
    while one.previous is not None and one.previous.state == Visit.State.UNMET:
        tries, one = tries + 1, one.previous
    if not kind.again_days or tries >= kind.again_most:
        return None
    return _ask(
        row,
        at,
        kind=row.kind,
        asked_by=row.asked_by,
        key=f"again:{row.pk}",
        reason=f"{row.reason}(第 {tries + 1} 次去)"[:200],
        days=kind.again_days,
    )


def _back(row: Visit, at: datetime) -> Visit | None:
    found = casework.kind_of(row).returns.get(row.outcome)
    if found is None:
        return None
    return _ask(
        row,
        at,
        kind="back",
        asked_by=f"visit:{row.pk}",
        key=f"back:{row.pk}",
        reason=found.why,
        days=found.days,
    )


def _ask(
    row: Visit, at: datetime, *, kind: str, asked_by: str, key: str, reason: str, days: int
) -> Visit | None:
    subject: Person | Household | None = row.person or row.household
    assert subject is not None  # noqa: S101 - the database sees to it
    last = clock.day_of(at)
    law = Law(Period(days, Unit.DAYS), BASIS)
    made = ask_for_visit(
        kind=kind,
        subject=subject,
        asked_by=asked_by,
        reason=reason,
        law=law,
        at=at,
        key=key,
        data=row.data,
        role=row.role,
        people=row.people if kind == row.kind else 1,
        user=row.user,
        previous=row,
        division_id=row.division_id,
        desk_id=row.desk_id,
    )
    if made is not None and made.state == Visit.State.CALLED_OFF:
        made.state, made.due_on = Visit.State.ASSIGNED, law.last_day(last)
        made.closed_at, made.why = None, ""
        made.changes += 1
        made.save()
    return made


def undo(row: Visit) -> None:
    """What followed from an account of a visit that does not count any more: visits not yet made,
    and that nobody should ask again."""
    open_ones = row.following.filter(state__in=Visit.OPEN)
    open_ones.update(
        state=Visit.State.CALLED_OFF, why="上一次的记录换了一份", closed_at=clock.now()
    )
    Refusal.objects.filter(visit=row).delete()
