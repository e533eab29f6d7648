"""An officer decides what is counted where declaration and register differ, or a visit showed
something else. What was declared is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import verified
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import Right, may_take
from yingzhou.kernel.cases.verified import DECLARED, OUTSIDE, REGISTER, VISIT, Place
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.catalogue.versions import item_of_version

from . import naming
from .advance import locked

GUARD = "differences"


@dataclass(frozen=True)
class Found:
    """``by``: declared, register, outside or visit; ``raw``: what a visit showed, as typed;
    ``why``: on what it rests (a bank book, a wage slip)."""

    by: str
    raw: Any = ""
    why: str = ""


def may_verify(user: User, case: Case, item: Item) -> Right:
    """Whoever takes the step that waits for it."""
    ways = item.apply.process.ways_from(case.stage) if item.apply else []
    for way in ways:
        if GUARD in way.needs:
            return may_take(user, case, way)
    return Right("现在不用核实")


@transaction.atomic
def verify(*, case: int, user: User, found: Mapping[str, Found], at: datetime) -> Case:
    """``found`` by place (:mod:`..verified`). :class:`CaseFault` with every fault; then nothing is
    kept."""
    row = locked(case)
    item = item_of_version(row.version)
    right = may_verify(user, row, item)
    if not right or item.apply is None:
        raise NotYours(right.why_not)
    today = verified.registers(item.apply, row, clock.day_of(at), at)
    known = {one.key: one for one in verified.places(item.apply, row.answers, today)}
    entries, faults = {}, []
    for key, one in found.items():
        place = known.get(key)
        if place is None or one.by not in verified.BY or one.by == verified.ASSESSED:
            continue
        if row.answers.get(verified.VERIFIED, {}).get(key, {}).get("by") == verified.ASSESSED:
            faults.append(f"{place.label}: 以两人评估的为准; 不同意的, 在评估里申请复评")
            continue
        if place.is_name and one.by not in (DECLARED, REGISTER):
            faults.append(f"{place.label}: 请选以登记为准, 或开更正件")
            continue
        try:
            value = _value(place, one)
        except ValueError as error:
            faults.append(f"{place.label}: {error}")
            continue
        entries[key] = {
            "value": value, "by": one.by, "why": one.why.strip()[:200], "who": str(user),
            "at": clock.day_of(at).isoformat(), "known": place.known, "found": place.found,
            "name": place.label.partition("(")[0], "step": row.steps_taken,
            "was": _before(place, row),
        }  # fmt: skip
    if faults:
        raise CaseFault(*faults)
    if not entries:
        raise CaseFault("还没有选按哪个算")
    names = {key: entry for key, entry in entries.items() if known[key].is_name}
    for key, entry in names.items():
        naming.settle(case=row, place=known[key], entry=entry, at=at)
    row.answers = {**row.answers, verified.VERIFIED: row.answers.get("verified", {}) | entries}
    row.save(update_fields=["answers"])
    detail = {"number": row.number, "fields": sorted(entries)}
    audit.record(audit.Actor.of(user), "case.verify", row, detail)
    return row


def _before(place: Place, case: Case) -> Any:
    """What counted when this stage began: decided on twice there, it is the same correction."""
    entry = case.answers.get(verified.VERIFIED, {}).get(place.key)
    if entry is None:
        return place.known if place.declared is None else place.declared
    return entry.get("was") if entry.get("step") == case.steps_taken else entry["value"]


def _value(place: Place, found: Found) -> Any:
    if found.by not in (REGISTER, OUTSIDE) and not found.why.strip():
        raise ValueError("请写明凭什么, 如存折、工资单、现场看到的")
    told = {REGISTER: place.known, OUTSIDE: place.found, DECLARED: place.declared}
    value = told.get(found.by)
    if found.by == VISIT and place.field is not None:
        value = forms.read(place.field, found.raw)
    if value is None:
        raise ValueError("请填入户看到的" if found.by == VISIT else "没有这个数, 请另选")
    return value
