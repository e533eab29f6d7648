"""What became of visits, for whoever asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class VisitDone:
    """A visit is over; told again where another account of it is chosen. ``outcome``: done, unmet,
    declined, missed or called_off; ``found``: what the form's own question about the outcome was
    answered, empty where it asks none. ``asked_by``: the key with which it was asked for."""

    visit_id: int
    kind: str
    asked_by: str
    outcome: str
    found: str
    person_id: int | None
    household_id: int | None
    on: date
