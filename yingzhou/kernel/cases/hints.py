"""What the rules say before anything is handed in: a hint to whoever asks, never a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.people.models import Person

from . import consent
from .reckoning import Registered, as_shown, reckon, registered
from .rolls import is_on

PLAIN = "按填的情况和登记, 规则算出来不符合条件"


def already(item: Item, applicant: Person | None, day: date) -> str:
    """That their family has it, or what stands in its way, and what to do instead."""
    said = item.apply.already if item.apply is not None else None
    if said is None or applicant is None or not is_on(said, applicant, day):
        return ""
    return said.say


def unfit(
    item: Item,
    applicant: Person | None,
    answers: Mapping[str, Any],
    day: date,
    registers: Registered | None = None,
) -> list[str]:
    """Why the rule says no to these answers; empty where it says yes, cannot tell yet, or where no
    rule decides. Whoever applies is told nothing that they were not shown. ``registers``: of the
    applicant, where they were read already."""
    known = registers
    if applicant is not None and "withheld" in answers:
        known = as_shown(registers or registered(applicant, day), answers, applicant, day)
    found = reckon(item, applicant, consent.taken_at_word(answers), day, known)
    if found is None or found.advice != "refuse":
        return []
    return list(dict.fromkeys(found.reasons)) or [PLAIN]
