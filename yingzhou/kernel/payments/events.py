"""What happened to money, for whoever must follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RunApproved:
    """A second person let the money of ``month`` go."""

    run_id: int
    month: date


@dataclass(frozen=True)
class AwardBegun:
    award_id: int
    benefit: str


@dataclass(frozen=True)
class AwardEnded:
    """``since``: the first day of the first month that is not paid; it may be ahead."""

    award_id: int
    benefit: str
    since: date


@dataclass(frozen=True)
class AwardRestored:
    """What had ended on ``since`` goes on as if it had not."""

    award_id: int
    benefit: str
    since: date
