"""What relief knows of a family that asks for something: what it is being paid."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from yingzhou.kernel.cases.knows import knows
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.payments.selectors.paid import paid_last
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.programmes.assistance.relief.selectors.counted import OF_ROLL


@knows("dibao_paid")
def dibao_paid(person: Person, day: date) -> int | None:
    """低保 of the last month that was paid, in fen; None for who has none, or was not paid yet."""
    homes = Membership.objects.on(day).filter(person=person).values("household")
    awards = Award.objects.on(day).filter(benefit__in=OF_ROLL)
    theirs = awards.filter(Q(person=person) | Q(household__in=homes))
    try:
        return sum(paid_last(award) for award in theirs) or None
    except PaymentFault:  # the file of the last sealed year cannot be gone by: then it is asked
        return None
