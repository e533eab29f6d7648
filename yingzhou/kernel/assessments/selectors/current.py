"""Which assessment counts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from yingzhou.kernel.assessments.models import Assessment
from yingzhou.kernel.people.models import Household, Person

COUNTS = Assessment.State.COUNTS


def current(instrument: str, subject: Person | Household) -> Assessment | None:
    """The last one that counted, whether or not its time is over."""
    column = "person" if isinstance(subject, Person) else "household"
    rows = Assessment.objects.filter(instrument=instrument, state=COUNTS, **{column: subject})
    return rows.first()


def valid(instrument: str, subject: Person | Household, day: date) -> Assessment | None:
    """The one that counts on ``day``."""
    found = current(instrument, subject)
    return found if found is not None and found.holds_on(day) else None


def expiring(instrument: str, persons: Collection[int], by: date) -> list[Assessment]:
    """Of these persons, those that hold no longer than ``by`` and were not made anew."""
    rows = Assessment.objects.filter(
        instrument=instrument, state=COUNTS, person__in=persons, valid_until__lte=by
    )
    return list(rows.select_related("person").order_by("valid_until", "pk"))
