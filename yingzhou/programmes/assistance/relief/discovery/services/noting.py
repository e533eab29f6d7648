"""The history of a finding, and what closes one."""

from __future__ import annotations

from datetime import date, datetime

from yingzhou.core.workdays import add_months
from yingzhou.programmes.assistance.relief.discovery.files import house
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Note

State = Finding.State
LONGEST = 300


def note(row: Finding, words: str, by: str, at: datetime) -> None:
    Note.objects.create(finding=row, at=at, by=by[:150], words=words[:LONGEST])


def is_found_anew(row: Finding) -> bool:
    """Whether another finding of the same is open: this one is not opened again beside it."""
    same = Finding.objects.filter(
        what=row.what, person=row.person_id, household=row.household_id, state__in=Finding.OPEN
    )
    return same.exclude(pk=row.pk).exists()


def close(row: Finding, state: str, on: date) -> None:
    """Nobody has to do anything any more; it is not found again for as long as the house says."""
    row.state, row.closed_on = state, on
    months = house().quiet.get(state)
    row.quiet_until = add_months(on, months) if months else None
    row.save()
