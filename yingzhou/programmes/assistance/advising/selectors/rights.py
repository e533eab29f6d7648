"""Whose plan it is, who may read it, and who answers a referral."""

from __future__ import annotations

from django.db.models import Q

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of, speaks_for
from yingzhou.kernel.assessments.selectors.rights import shut_to
from yingzhou.kernel.people.models import Membership
from yingzhou.programmes.assistance.advising.models import Measure, Plan

WORK, OVERSEE, ANSWER = "advising.work", "advising.oversee", "advising.answer"
RECUSED = "这是您本人或您的亲属的家, 按规定须回避; 请交给别的顾问"


def condition(user: User) -> Q:
    """Plans of one's places; none of relatives'."""
    found = Q(pk__in=())
    for permission in (WORK, OVERSEE):
        scope = scope_of(user, permission)
        found |= Q(pk__gt=0) if scope.ids is None else Q(division__in=scope.ids)
    shut = shut_to(user)
    if not shut:
        return found
    homes = Membership.objects.on(clock.today()).filter(person__in=shut).values("household")
    return found & ~Q(household__in=homes)


def is_shut(user: User, household: int) -> bool:
    shut = shut_to(user)
    rows = Membership.objects.on(clock.today()).filter(household=household, person__in=shut)
    return bool(shut) and rows.exists()


def reaches(user: User, division: int) -> bool:
    return any(scope_of(user, one).contains(division) for one in (WORK, OVERSEE))


def may_see(user: User, plan: Plan) -> bool:
    return reaches(user, plan.division_id) and not is_shut(user, plan.household_id)


def may_work(user: User, plan: Plan) -> bool:
    """Whose plan it is, or another adviser of the place: somebody is always on leave."""
    return scope_of(user, WORK).contains(plan.division_id) and may_see(user, plan)


def may_answer(user: User, measure: Measure) -> bool:
    """In the name of the office to which it was referred."""
    return speaks_for(user, ANSWER, measure.unit, measure.plan.division_id)


def belongs(user: User, plan: Plan) -> bool:
    """Whether a resident is a grown-up of the household."""
    if user.kind != User.Kind.RESIDENT or user.person_id is None:
        return False
    rows = Membership.objects.on(clock.today()).filter(household=plan.household_id)
    return rows.filter(person=user.person_id).exists()
