"""What happened to cases, for whoever must follow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseOpened:
    case_id: int
    item: str


@dataclass(frozen=True)
class CaseMoved:
    """``outcome`` is empty while the case is open."""

    case_id: int
    item: str
    seq: int
    transition: str
    stage: str
    outcome: str


@dataclass(frozen=True)
class ChecksTouched:
    """A case that is checked outside entered the stage where that begins, or was closed."""

    case_id: int


@dataclass(frozen=True)
class AssessmentWanted:
    """A case whose applicant is assessed entered the stage where that is done, or was closed."""

    case_id: int
