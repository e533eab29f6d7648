"""Whether a family is on a roll: it has 低保 already, or has none that could be reviewed."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items.parts import OnRoll
from yingzhou.kernel.people.models import Enrolment, Membership, Person


def household_of(person_id: int, day: date) -> QuerySet[Membership, int]:
    """Everybody registered in the household of this person on ``day``, by key."""
    own = Membership.objects.on(day).filter(person=person_id).values("household")
    rows = Membership.objects.on(day).filter(household__in=own)
    return rows.values_list("person", flat=True)


def is_on(said: OnRoll, person: Person, day: date) -> bool:
    """What was said last holds: that somebody of the family came onto the roll or left it, that an
    item was granted or taken away. One query."""
    family = household_of(person.pk, day)
    rolls = Enrolment.objects.filter(
        Q(person=person) | Q(person__in=family), roll=said.roll, valid_from__lte=day
    )
    given = Q(item__in=said.granted, outcome=Case.Outcome.GRANTED)
    taken = Q(item__in=said.ended, outcome=Case.Outcome.ENDED)
    theirs = Q(applicant=person) | Q(applicant__in=family)
    cases = Case.objects.filter(theirs, given | taken, is_open=False)
    on = TruncDate("closed_at", tzinfo=clock.ZONE)
    spells = rolls.values_list("valid_from", "valid_to", Value("", CharField()))
    found = list(spells.union(cases.values_list(on, on, "item"), all=True))
    told = [(since, item in said.granted) for since, _, item in found if item]
    on_now = [(since, True) for since, until, item in found if not item and until > day]
    left = [(until, False) for _, until, item in found if not item and until <= day]
    # Who is left of a family on the roll keeps it there: it is not over when one of them leaves.
    return max([(date.min, False), *told, *(on_now or left)])[1]
