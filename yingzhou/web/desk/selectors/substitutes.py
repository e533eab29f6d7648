"""Who stands in for whom, now and to come; who could."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.models import Delegation

MOST = 100


def colleagues(user: User, today: date) -> list[User]:
    """Staff who hold roles at the same units; for a supervisor all within their divisions."""
    rows = Assignment.objects.on(today).filter(user__is_active=True, user__kind=User.Kind.STAFF)
    if user.may("cases.supervise"):
        ids = scope_of(user, "cases.supervise").ids
        rows = rows if ids is None else rows.filter(division__in=list(ids))
    else:
        rows = rows.filter(division__in=[one.division_id for one in user.assignments_now()])
    rows = rows.filter(role__in=WORKING)
    found = {row.user_id: row.user for row in rows.select_related("user").order_by("user__name")}
    return list(found.values())[:MOST]


WORKING = ("bureau", "town", "approver", "counter", "village", "department")


def listed(user: User, staff: list[User], today: date) -> list[Delegation]:
    """Not over yet: of ``user``, and for a supervisor those of their staff."""
    whose = Q(absent=user) | Q(substitute=user)
    if user.may("cases.supervise"):
        whose |= Q(absent__in=[one.pk for one in staff])
    rows = Delegation.objects.filter(whose, valid_to__gt=today)
    return list(rows.select_related("absent", "substitute").order_by("valid_from", "pk")[:MOST])


def overlapping(absent: User, substitute: User, since: date, until: date | None) -> list[str]:
    """What else is agreed for these days, in words: two substitutes at once, or a substitute who is
    away too."""
    rows = Delegation.objects.filter(valid_from__lt=until or FOREVER, valid_to__gt=since)
    found = rows.filter(Q(absent=absent) | Q(absent=substitute)).select_related("substitute")
    return [
        f"{absent}这几天已经由{row.substitute}替班"
        if row.absent_id == absent.pk
        else f"{substitute}自己这几天也不在, 由{row.substitute}替班"
        for row in found.order_by("valid_from", "pk")
    ]
