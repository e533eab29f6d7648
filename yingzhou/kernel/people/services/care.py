"""大重病, 在读, 照护等级: entered for a time by whoever found out; also backwards, where it was
wrong. What was recorded for that time before no longer counts; the mark keeps what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER, Spell
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people.models import CareLevel, Illness, Person, Schooling
from yingzhou.kernel.people.selectors.facts import KINDS, Kind, meeting, require_other, said

from . import checks, spans
from .noting import note

ILL, SCHOOL, CARE = KINDS["illness"], KINDS["schooling"], KINDS["care"]
HIGHEST = 6
"""Levels of the 老年照护统一需求评估; nought: none."""


@transaction.atomic
def set_illness(
    *,
    person: Person,
    is_ill: bool,
    since: date,
    source: str,
    actor: audit.Actor,
    at: datetime,
    until: date = FOREVER,
    reason: str = "",
) -> Illness | None:
    """From ``since`` up to ``until`` they have a serious illness, or have none."""
    person = _ready(person, since, until, source)
    row = Illness(person=person, source=source.strip()) if is_ill else None
    _note("people.set_illness", ILL, row, Entered(person, since, until, actor, at, reason))
    return row


@transaction.atomic
def set_schooling(
    *,
    person: Person,
    stage: int,
    since: date,
    source: str,
    actor: audit.Actor,
    at: datetime,
    until: date = FOREVER,
    reason: str = "",
) -> Schooling | None:
    """What they attend from ``since`` up to ``until``; ``stage`` 0: nothing."""
    if stage and stage not in Schooling.Stage.values:
        raise Refused("没有这个学段")
    person = _ready(person, since, until, source)
    row = Schooling(person=person, stage=stage, source=source.strip()) if stage else None
    _note("people.set_schooling", SCHOOL, row, Entered(person, since, until, actor, at, reason))
    return row


@transaction.atomic
def set_care_level(
    *,
    person: Person,
    level: int,
    since: date,
    source: str,
    actor: audit.Actor,
    at: datetime,
    until: date | None = None,
    reason: str = "",
) -> CareLevel | None:
    """At what level they were assessed on ``since``: for as long as an assessment holds, where
    ``until`` does not say how long. ``level`` 0: they have none."""
    if level not in range(HIGHEST + 1):
        raise Refused(f"照护等级应为一至{HIGHEST}级")
    if until is None:
        until = CareLevel.expires(since) if level else FOREVER
    person = _ready(person, since, until, source)
    row = CareLevel(person=person, level=level, source=source.strip()) if level else None
    _note("people.set_care_level", CARE, row, Entered(person, since, until, actor, at, reason))
    return row


def _ready(person: Person, since: date, until: date, source: str) -> Person:
    spans.require_span(since, until, source)
    person = checks.lock(person)
    checks.require_correctable(holder=person, since=since, until=until)
    return person


@dataclass(frozen=True)
class Entered:
    """Of whom, for when, by whom and why."""

    person: Person
    since: date
    until: date
    actor: audit.Actor
    at: datetime
    reason: str


def _note(action: str, kind: Kind, row: Spell | None, new: Entered) -> None:
    """Entered, recorded, and noted beside what was there before."""
    person, since, until = new.person, new.since, new.until
    before = _put(person, kind, row, since, until)
    detail = spans.detail(since, until, new.reason)
    entry = audit.record(new.actor, action, person, detail)
    note(
        entry, what=kind.word, person=person, since=since, until=until, at=new.at, before=before,
        after=said(row, kind.nothing),
    )  # fmt: skip


def _put(person: Person, kind: Kind, row: Spell | None, since: date, until: date) -> str:
    """Into the place of what was recorded, which is told; :class:`Refused` where it is the same."""
    rows = kind.rows(person)
    found = meeting(rows, since, until)
    require_other(found, row, (since, until), kind.nothing)
    before = "; ".join(said(one) for one in found) or kind.nothing
    spans.clear(rows, since, until)
    if row is not None:
        row.valid_from, row.valid_to = since, until
        row.save(force_insert=True)
    return before
