"""What happened to money, for whoever must follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class RunApproved:
    """A second person let the money of ``month`` go."""

    run_id: int
    month: date
