"""What happened to divisions, for whoever must follow. Published on commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DivisionsChanged:
    """``kind`` is of ``DivisionChange.Kind``; ``unit_ids`` are all units the change touched."""

    change_id: int
    kind: str
    on: date
    unit_ids: tuple[int, ...]
