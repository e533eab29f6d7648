"""Who sees which findings: of one's own places, none of relatives', and what they rest on only by a
role that opens such data."""

from __future__ import annotations

from django.db.models import Q

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import classes_at, scope_of
from yingzhou.kernel.cases.selectors.rights import shut_to
from yingzhou.kernel.cases.selectors.sight import data_of
from yingzhou.kernel.people.models import Membership
from yingzhou.kernel.visits.places import DO
from yingzhou.programmes.assistance.relief.discovery.models import Finding

VIEW, ASK = "discovery.view", "discovery.ask"
HIDDEN = "收入、财产、看病和残疾的数, 按规定只给乡镇和区里看"


def condition(user: User) -> Q:
    scope = scope_of(user, VIEW)
    here = Q() if scope.is_everything else Q(division__in=scope.ids)
    shut = shut_to(user)
    if not shut:
        return here
    homes = Membership.objects.on(clock.today()).filter(person__in=shut).values("household")
    return (
        here
        & (Q(person=None) | ~Q(person__in=shut))
        & (Q(household=None) | ~Q(household__in=homes))
    )


def reads_facts(user: User, row: Finding) -> bool:
    wanted = "children" if data_of(row.item) == "children" else "sensitive"
    return wanted in classes_at(user, [row.division_id], VIEW)


def may_act(user: User, row: Finding) -> bool:
    """Whether they may open the matter, or put down that somebody changed their mind."""
    return user.may(DO) and scope_of(user, DO).contains(row.division_id)
