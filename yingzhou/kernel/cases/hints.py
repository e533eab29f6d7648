"""What the rules say before anything is handed in: a hint to whoever asks, never a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.people.models import Person

from .reckoning import reckon

PLAIN = "按填的情况和登记, 规则算出来不符合条件"


def unfit(item: Item, applicant: Person | None, answers: Mapping[str, Any], day: date) -> list[str]:
    """Why the rule says no to these answers; empty where it says yes, cannot tell yet, or where no
    rule decides."""
    found = reckon(item, applicant, answers, day)
    if found is None or found.advice != "refuse":
        return []
    return list(dict.fromkeys(found.reasons)) or [PLAIN]
