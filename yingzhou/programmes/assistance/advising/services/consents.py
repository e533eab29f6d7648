"""Whom the adviser may look up, and until when."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people.models import Membership
from yingzhou.programmes.assistance.advising.faults import AdvisingFault
from yingzhou.programmes.assistance.advising.models import Consent

from .plans import mine


@transaction.atomic
def give(*, plan: int, person: int, how: str, user: User, at: datetime) -> Consent:
    """Of one of the household, put down by the adviser with how they said it."""
    row = mine(plan, user)
    here = Membership.objects.on(clock.day_of(at)).filter(household=row.household_id)
    if not here.filter(person=person).exists():
        raise AdvisingFault("这个人不在这一户里")
    if not how.strip():
        raise AdvisingFault("请写本人怎样同意的, 如“当面签字”")
    there = Consent.objects.filter(plan=row, person=person, ended_at=None).first()
    if there is not None:
        return there
    made = Consent.objects.create(
        plan=row, person_id=person, given_at=at, how=how.strip()[:80], noted_by=str(user)
    )
    audit.record(audit.Actor.of(user), "advising.consent", row, {})
    return made


@transaction.atomic
def take_back(*, plan: int, person: int, user: User, at: datetime) -> int:
    """Nothing is looked up of them any more."""
    row = mine(plan, user)
    rows = Consent.objects.filter(plan=row, person=person, ended_at=None)
    ended = rows.update(ended_at=at)
    audit.record(audit.Actor.of(user), "advising.consent_back", row, {})
    return ended
