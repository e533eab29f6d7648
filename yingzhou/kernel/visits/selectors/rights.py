"""Who may see a visit, go on it and look after it: role, place, class of data, no relatives."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.accounts.scopes import reach_by_role, scope_of
from yingzhou.kernel.cases.selectors.rights import is_recused, shut_to
from yingzhou.kernel.cases.selectors.sight import DESK_OF
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Membership
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.places import DO, OVERSEE, staff_of

RECUSED = "这家人是您本人或您的亲属, 按规定须回避; 请交给同事去"


def condition(user: User) -> Q:
    """The visits that a list shows: of one's own places, of a class that the role opens or that lie
    at its desk; those one goes on; none of relatives'."""
    found = Q(user=user) | Q(second=user)
    for permission in (DO, OVERSEE):
        for role, scope in reach_by_role(user, permission):
            found |= _where(role, scope.ids)
    shut = shut_to(user)
    if not shut:
        return found
    homes = Membership.objects.on(clock.today()).filter(person__in=shut).values("household")
    return found & ~Q(person__in=shut) & (Q(household=None) | ~Q(household__in=homes))


def _where(role: str, ids: frozenset[int] | None) -> Q:
    here = Q() if ids is None else Q(division__in=ids)
    told = ROLES[role].data
    if {"sensitive", "children"} <= told:
        return here or Q(pk__gt=0)
    return here & (Q(data__in=list(told)) | Q(role=DESK_OF.get(role, "")))


def may_see(user: User, visit: Visit) -> bool:
    if not user.is_authenticated or user.kind != User.Kind.STAFF or is_shut(user, visit):
        return False
    if user.pk in (visit.user_id, visit.second_id) and user.may(DO):
        return True
    for permission in (DO, OVERSEE):
        for role, scope in reach_by_role(user, permission):
            theirs = visit.data in ROLES[role].data or visit.role == DESK_OF.get(role)
            if theirs and scope.contains(visit.division_id):
                return True
    return False


def is_shut(user: User, visit: Visit) -> bool:
    """Whether it is about the officer or a relative (回避)."""
    shut = shut_to(user)
    if not shut:
        return False
    if visit.person_id in shut:
        return True
    if visit.household_id is not None:
        rows = Membership.objects.on(clock.today()).filter(household=visit.household_id)
        if rows.filter(person__in=shut).exists():
            return True
    case = casework.case_of(visit)
    return case is not None and is_recused(user, case)


def may_go(user: User, visit: Visit) -> bool:
    """Whether it is theirs to go: at their desk, or as one who was asked along."""
    if not user.may(DO) or not may_see(user, visit):
        return False
    named = user.pk in (visit.user_id, visit.second_id)
    return named or scope_of(user, DO).contains(visit.division_id)


def may_oversee(user: User, visit: Visit) -> bool:
    reaches = scope_of(user, OVERSEE).contains(visit.division_id)
    return reaches and may_see(user, visit)


def colleagues(visit: Visit, day: date) -> list[User]:
    """Who may go on it: staff of the village, its town and the district. One query."""
    return reaching(visit.division_id, day)


def reaching(division: int, day: date) -> list[User]:
    tree = tree_on(day)
    path = {node.id for node in tree.path(tree.home.get(division, division))}
    found = staff_of(path, day)
    rows = [user for users in found.values() for user in users]
    return sorted({user.pk: user for user in rows}.values(), key=lambda user: user.name)
