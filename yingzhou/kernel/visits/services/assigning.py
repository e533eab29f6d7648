"""Who goes, and by when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.places import DO
from yingzhou.kernel.visits.selectors import rights


def locked(pk: int) -> Visit:
    """The visit, for this transaction alone."""
    return Visit.objects.select_for_update(of=("self",)).get(pk=pk)


def fit(user: User, visit: Visit) -> None:
    """Raises where this person may not go on this visit."""
    if rights.is_shut(user, visit):
        raise VisitFault(f"{user}: {rights.RECUSED}")
    day = clock.today()
    if user.pk not in {one.pk for one in rights.colleagues(visit, day)}:
        raise VisitFault(f"{user}不去这里走访: 请选本村居、所在乡镇或区里的工作人员")


@transaction.atomic
def assign(
    *, visit: int, goer: User, second: User | None, user: User, seen: int | None = None
) -> Visit:
    """``goer`` goes, with ``second`` where two have to. By whoever goes there or looks after it."""
    row = locked(visit)
    if not (rights.may_go(user, row) or rights.may_oversee(user, row)):
        raise NotYours("这次走访不在您的范围内")
    if row.state not in (Visit.State.PLANNED, Visit.State.ASSIGNED):
        raise VisitFault(f"这次走访现在是“{row.get_state_display()}”, 不能再安排人")
    if seen is not None and seen != row.changes:
        raise VisitFault("别人刚改过这次走访, 请看看最新情况再安排")
    if second is not None and second.pk == goer.pk:
        raise VisitFault("两个人要是不同的人")
    for one in (goer, second):
        if one is not None:
            fit(one, row)
    row.user, row.second, row.state = goer, second, Visit.State.ASSIGNED
    row.changes += 1
    row.save(update_fields=["user", "second", "state", "changes"])
    detail = {"to": goer.username, "second": second.username if second else ""}
    audit.record(audit.Actor.of(user), "visits.assign", row, detail)
    return row


@transaction.atomic
def take_up(*, visits: Collection[int], user: User) -> int:
    """Several that lie at one's own desk in nobody's hands, at once. How many were taken."""
    if not user.may(DO):
        raise NotYours("您的角色不走访")
    rows = Visit.objects.select_for_update(of=("self",)).filter(
        rights.condition(user), pk__in=visits, state=Visit.State.PLANNED
    )
    taken = [row for row in rows.order_by("pk") if rights.may_go(user, row)]
    for row in taken:
        row.user, row.state = user, Visit.State.ASSIGNED
        row.changes += 1
    Visit.objects.bulk_update(taken, ["user", "state", "changes"])
    if taken:
        audit.record(audit.Actor.of(user), "visits.take_up", None, {"count": len(taken)})
    return len(taken)


@transaction.atomic
def postpone(*, visit: int, due_on: date, reason: str, user: User, at: datetime) -> Visit:
    """A later day, by whoever looks after it, with a reason that is kept."""
    row = locked(visit)
    if not rights.may_oversee(user, row):
        raise NotYours("改日期由主管办")
    if not row.is_open:
        raise VisitFault("这次走访已经结束")
    if not reason.strip():
        raise VisitFault("请写明为什么改日期")
    if due_on < clock.day_of(at):
        raise VisitFault("这一天已经过去了")
    before, row.due_on = row.due_on, due_on
    row.changes += 1
    row.save(update_fields=["due_on", "changes"])
    detail = {"from": str(before), "to": str(due_on), "reason": reason.strip()[:200]}
    audit.record(audit.Actor.of(user), "visits.postpone", row, detail)
    return row
