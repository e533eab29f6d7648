"""What became of assessments, for whoever asked for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AssessmentMade:
    """One counts from now on. ``asked_by``: the key with which it was asked for; ``result``: what
    the instrument's rule says."""

    assessment_id: int
    instrument: str
    asked_by: str
    result: str
    person_id: int | None
    household_id: int | None
