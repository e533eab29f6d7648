"""What a value that others found does to the decision: the rule is asked twice, once with what was
declared and once with what was found, and the difference is said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import (
    Reckoned,
    Registered,
    reckon,
    registered,
    registry_value,
)
from yingzhou.kernel.cases.verified import OUTSIDE, VERIFIED, Place
from yingzhou.kernel.catalogue.items import Field, Item, items
from yingzhou.kernel.exchange.providers import provider_of

LINES = 3
"""So many changed lines of a sum tell why."""
OF_ALL = "本户"
LOST, GAINED, CHANGED, SAME, UNKNOWN = "lost", "gained", "changed", "same", "unknown"


@dataclass(frozen=True)
class Effect:
    """``kind``: what becomes of the decision; ``words``: the same, to be read aloud; ``lines``:
    what changes on the way there."""

    kind: str
    words: str
    lines: tuple[str, ...] = ()


class Reckoner:
    """Asks the rule about one case again and again; the registers are read once."""

    def __init__(self, case: Case, item: Item, day: date) -> None:
        self.case, self.item, self.day = case, item, day

    def of(self, places: Sequence[Place]) -> Effect | None:
        """With what was found at all these places, against what counts without it. None where no
        rule decides."""
        before = self._reckoned(self._answers(places, is_found=False))
        after = self._reckoned(self._answers(places, is_found=True))
        if before is None or after is None:
            return None
        kind, words = _verdict(before, after, about(self.item))
        return Effect(kind, words, tuple(_changed(before, after)))

    def _answers(self, places: Sequence[Place], is_found: bool) -> dict[str, Any]:
        kept = dict(self.case.answers.get(VERIFIED, {}))
        for one in places:
            kept.pop(one.key, None)
            if is_found:
                kept[one.key] = {"value": one.found, "by": OUTSIDE, "name": one.label}
        return {**self.case.answers, VERIFIED: kept}

    def _reckoned(self, answers: Mapping[str, Any]) -> Reckoned | None:
        return reckon(self.item, self.case.applicant, answers, self.day, self.known)

    @cached_property
    def known(self) -> Registered | None:
        who = self.case.applicant
        return registered(who, self.day) if who is not None else None

    def registers(self) -> dict[str, Any]:
        """What the registers know of the questions that others outside answer, too, as
        :func:`.verified.places` reads it; out of what was read for the rule."""
        if self.known is None or self.item.apply is None:
            return {"values": {}, "members": []}
        form = [one for one in self.item.apply.form if one.fact and provider_of(one.known)]
        facts = self.known.household
        return {
            "values": _values(form, "户", facts),
            "members": [
                {"person": one["person_id"], "name": self.known.names.get(one["person_id"], ""),
                 "values": _values(form, "人", one)}
                for one in facts["members"]
            ],
        }  # fmt: skip


def _values(form: Sequence[Field], entity: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for field in form:
        of, _, name = field.fact.partition(".")
        value = registry_value(entity, name, facts) if of == entity else None
        if value is not None:
            found[field.key] = bool(value) if field.kind == "yesno" else value
    return found


def about(item: Item) -> str:
    """What they have or have not: a review is about what was granted, not about itself."""
    granted = item.apply.awards.sets if item.apply else ()
    return items()[granted[0]].name if granted else item.name


def _verdict(before: Reckoned, after: Reckoned, name: str) -> tuple[str, str]:
    if not after.advice or not before.advice:
        return UNKNOWN, f"还不能算: 还要知道{'、'.join(after.needs or before.needs)}"
    if before.advice != after.advice:
        if after.advice == "refuse":
            return LOST, f"不再符合{name}"
        return GAINED, f"变为符合{name}{_each(after)}"
    if after.advice == "refuse":
        return SAME, f"仍不符合{name}"
    if before.amount != after.amount:
        return CHANGED, f"仍符合{name},{_each(before)} 变为{_each(after)}"
    return SAME, f"仍符合{name}, 金额不变"


def _each(found: Reckoned) -> str:
    return f" 每{found.per} {format_fen(found.amount)} 元" if found.amount is not None else ""


def _changed(before: Reckoned, after: Reckoned) -> list[str]:
    """Sums of the household that come out differently; where none does, what was met and is not
    any more. The answer itself is told by the verdict."""
    was = _lines(before)
    money: list[str] = []
    met: list[tuple[int, str]] = []
    for (title, of), (depth, value, plain) in _lines(after).items():
        old = was.get((title, of))
        if of != OF_ALL or depth == 0 or old is None or old[1] == value:
            continue
        text = f"{title} {old[1]} → {value}"
        if isinstance(plain, int) and value not in ("是", "否"):
            money.append(text)
        else:
            met.append((-depth, text))
    return money[:LINES] or [text for _, text in sorted(met)][:LINES]


def _lines(found: Reckoned) -> dict[tuple[str, str], tuple[int, str, Any]]:
    return {
        (one.title, one.of): (one.depth, one.value, one.plain) for one in found.explanation.lines
    }
