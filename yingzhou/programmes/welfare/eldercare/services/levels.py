"""The level of care that an assessment ended in goes into the register, once, with the case as its
source; a case that is opened again gives back what was there before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused
from yingzhou.kernel.cases.models import Case, Step
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import CareLevel, Person
from yingzhou.programmes.welfare.eldercare.models import LevelEntered

ITEM, CONCLUDES, REOPENS = "eldercare/needs_assessment", "conclude", "reopen"
LEVELS = ("没有达到等级", "照护一级", "照护二级", "照护三级", "照护四级", "照护五级", "照护六级")
"""As the concluding step offers them; the place is the level."""


@transaction.atomic
def enter(*, case: int, seq: int, at: datetime) -> LevelEntered | None:
    """Of the step that concluded; said twice, it is there once."""
    row = Case.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=case)
    step = Step.objects.select_related("user").get(case=row, seq=seq)
    told = str((step.data or {}).get("what") or "")
    there = LevelEntered.objects.filter(case=row, step=seq).first()
    if row.applicant is None or told not in LEVELS or there is not None:
        return there
    level, since = LEVELS.index(told), clock.day_of(step.at)
    made = LevelEntered(
        case=row, step=seq, person=row.applicant, level=level, since=since,
        until=CareLevel.expires(since) if level else FOREVER, made_at=at,
    )  # fmt: skip
    made.before = _recorded(row.applicant, made.since, made.until)
    actor = audit.Actor.of(step.user) if step.user else audit.SYSTEM
    if level or made.before:
        try:
            _say(made, level, made.since, made.until, actor, at)
        except Refused as refused:
            made.fault = str(refused)[:300]
    made.save()
    return made


def _recorded(person: Person, since: date, until: date) -> list[list[str | int]]:
    rows = CareLevel.objects.filter(person=person, valid_from__lt=until, valid_to__gt=since)
    return [
        [one.level, one.valid_from.isoformat(), one.valid_to.isoformat(), one.source]
        for one in rows.order_by("valid_from")
    ]


def _say(
    made: LevelEntered,
    level: int,
    since: date,
    until: date,
    actor: audit.Actor,
    at: datetime,
    source: str = "",
) -> None:
    people.set_care_level(
        person=made.person, level=level, since=since, until=until, source=source or made.source,
        actor=actor, at=at, reason=f"办件 {made.case.number}",
    )  # fmt: skip


@transaction.atomic
def take_back(*, case: int, at: datetime) -> None:
    """What was decided holds no more. What somebody recorded since stays."""
    rows = LevelEntered.objects.select_for_update(of=("self",)).filter(
        case=case, taken_back_at=None
    )
    for made in rows.select_related("case", "person").order_by("-step"):
        if not made.fault:
            _give_back(made, at)
        made.taken_back_at = at
        made.save(update_fields=["taken_back_at"])


def _give_back(made: LevelEntered, at: datetime) -> None:
    own = CareLevel.objects.filter(person=made.person, source=made.source)
    spans = list(own.values_list("valid_from", "valid_to")) if made.level else []
    for since, until in spans:
        _say(made, 0, since, until, audit.SYSTEM, at)
    for level, begun, ended, source in _before(made, set()):
        since = max(date.fromisoformat(begun), made.since)
        until = min(date.fromisoformat(ended), made.until)
        if not _recorded(made.person, since, until):
            _say(made, level, since, until, audit.SYSTEM, at, source or "原来的登记")


def _before(made: LevelEntered, seen: set[int]) -> Iterator[list]:
    """What stood there. A level that another case had entered, and that was taken back meanwhile,
    holds no more: in its place what that one had found."""
    seen.add(made.pk)
    gone = LevelEntered.objects.filter(person=made.person).exclude(taken_back_at=None)
    fallen = {one.source: one for one in gone.select_related("case", "person")}
    for row in made.before:
        other = fallen.get(str(row[3]))
        if other is None:
            yield row
        elif other.pk not in seen:
            yield from _before(other, seen)
