"""Who may see an assessment, make it and sign it: role, place, class of data, no relatives; of one
that is disputed, nobody who made it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.accounts.scopes import reach_by_role
from yingzhou.kernel.assessments.files import Instrument, instrument, instruments
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.places import ASSESS, VIEW, assessors_at
from yingzhou.kernel.people.models import Membership
from yingzhou.kernel.people.selectors import kin_of

RECUSED = "这是您本人或您的亲属, 按规定须回避; 请交给同事评"
BEFORE = "上次是您评的, 有异议的由别人重新评"


def instrument_of(row: Task | Assessment) -> Instrument:
    """As the files say today; of an assessment, the version with which it was made."""
    some = instruments()[row.instrument]
    if isinstance(row, Assessment):
        return next((one for one in some if one.version == row.version), some[-1])
    return instrument(row.instrument, clock.today()) or some[-1]


def shut_to(user: User) -> set[int]:
    """Persons of whom ``user`` decides nothing: themselves and relatives. Read once per request."""
    if "_near" not in user.__dict__:
        me = user.person_id
        user.__dict__["_near"] = kin_of(me) | {me} if me is not None else set()
    return user.__dict__["_near"]


def is_shut(user: User, row: Task | Assessment) -> bool:
    shut = shut_to(user)
    if not shut or row.person_id in shut:
        return bool(shut)
    if row.household_id is None:
        return False
    rows = Membership.objects.on(clock.today()).filter(household=row.household_id)
    return rows.filter(person__in=shut).exists()


def condition(user: User) -> Q:
    """What a list shows: of one's own places and classes of data, none of relatives'."""
    found = Q(pk__in=())
    for role, scope in reach_by_role(user, VIEW):
        told = [key for key, some in instruments().items() if some[-1].data in ROLES[role].data]
        here = Q() if scope.ids is None else Q(division__in=scope.ids)
        found |= here & Q(instrument__in=told)
    shut = shut_to(user)
    if not shut:
        return found
    homes = Membership.objects.on(clock.today()).filter(person__in=shut).values("household")
    return found & ~Q(person__in=shut) & (Q(household=None) | ~Q(household__in=homes))


def may_see(user: User, row: Task | Assessment) -> bool:
    if not user.is_authenticated or user.kind != User.Kind.STAFF or is_shut(user, row):
        return False
    data = instrument_of(row).data
    return any(
        data in ROLES[role].data and scope.contains(row.division_id)
        for role, scope in reach_by_role(user, VIEW)
    )


def why_not(user: User, task: Task) -> str:
    """Why this person may not assess; empty where they may."""
    if is_shut(user, task):
        return RECUSED
    if task.disputes is not None and user.pk in (task.disputes.first_id, task.disputes.second_id):
        return BEFORE
    roles = instrument_of(task).roles
    reaches = (
        role in roles and scope.contains(task.division_id)
        for role, scope in reach_by_role(user, ASSESS)
    )
    return "" if any(reaches) else "这次评估不由您的岗位做"


def colleagues(task: Task, user: User, day: date) -> list[User]:
    """With whom ``user`` may assess: of the same places, not who made what is disputed."""
    out = {user.pk}
    if task.disputes is not None:
        out |= {task.disputes.first_id, task.disputes.second_id or 0}
    some = assessors_at(task.division_id, instrument_of(task).roles, day)
    return [one for one in some if one.pk not in out]
