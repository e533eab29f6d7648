"""What the registers say of somebody today, for themselves to read: nobody objects blindly. And
what was answered to an objection, which may be more than the register here has heard of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from yingzhou.core import clock
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.known import Register
from yingzhou.kernel.cases.models import Case, DataUse, Step
from yingzhou.kernel.catalogue.items import Field, items
from yingzhou.kernel.catalogue.items.known import KNOWN
from yingzhou.kernel.people.models import Person

FIX = "fix"
"""How the process of a correction calls the answer that the register was put right."""
TOGETHER = "全家合在一起的, 网上不显示, 可以到窗口查"


class OwnValues:
    """Of one person; the registers are asked once, and only when needed."""

    def __init__(self, person: Person, day: date) -> None:
        self._register, self._day = Register(person, day), day

    def of(self, use: DataUse) -> str:
        """In words; empty where the registers say nothing of it."""
        field = self._fields.get((use.fact, use.source))
        if field is None:
            return ""
        if field.known in consent.SHARED and self._is_shared:
            return TOGETHER
        fact = self._register.get(field.known)
        if fact is None:
            return ""
        if field.kind == "members":
            return "、".join(one["name"] for one in fact.value)
        return forms.shown(field, fact.value)

    @cached_property
    def _is_shared(self) -> bool:
        return consent.lives_with_others(self._register.person, self._day)

    @cached_property
    def _fields(self) -> dict[tuple[str, str], Field]:
        """By what a use calls it and where it comes from; only facts, no papers."""
        return {
            (field.label[:60], KNOWN[field.known][1]): field
            for item in items(self._day).values()
            for field in (item.apply.form if item.apply else ())
            if field.known
        }


@dataclass(frozen=True)
class Answered:
    """``stands``: what the keeper of the register wrote that it says now."""

    on: date
    stands: str


def answered(uses: Iterable[DataUse]) -> dict[int, Answered]:
    """By correction, those that ended with 已更正. One query."""
    wanted = [one.correction_id for one in uses if one.correction_id]
    steps = Step.objects.filter(case__in=wanted, case__outcome="done", transition=FIX)
    return {
        one.case_id: Answered(clock.day_of(one.at), str((one.data or {}).get("stands", "")))
        for one in steps.order_by("seq")
    }


def register_says(correction: Case, day: date) -> str:
    """What the register here says today of what is to be corrected; empty where that is unknown, or
    a whole household's."""
    use = DataUse.objects.filter(correction=correction).select_related("person").first()
    says = OwnValues(use.person, day).of(use) if use is not None else ""
    return "" if says == TOGETHER else says
