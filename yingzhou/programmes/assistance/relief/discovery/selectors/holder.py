"""Whose matter it would be."""

from __future__ import annotations

from datetime import date

from yingzhou.kernel.people.models import Custody, Membership, Person
from yingzhou.kernel.people.selectors import age_on
from yingzhou.programmes.assistance.relief.discovery.models import Finding

ADULT = 18


def applicant_of(row: Finding, day: date) -> Person | None:
    """The person; of a household its head, or else the first grown-up."""
    if row.person is not None:
        return row.person
    rows = Membership.objects.on(day).filter(household=row.household_id, person__death_date=None)
    rows = rows.exclude(person__in=Custody.objects.on(day).values("person"))
    people = [one.person for one in rows.select_related("person").order_by("relation", "pk")]
    grown = [one for one in people if age_on(one, day) >= ADULT]
    return next(iter([*grown, *people]), None)
