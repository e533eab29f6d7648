"""Moves: of the register (户籍), of the home (常住), or of both."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, events
from yingzhou.core.timeline import Effect, Refused, end_spells, made
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.kernel.people.events import PersonMoved
from yingzhou.kernel.people.models import LifeEvent, Membership, Person, Residence

from . import checks
from .life_events import close_if_empty, require_once
from .noting import homes_of, note


@transaction.atomic
def move(  # noqa: PLR0913 - one fact each, as on the form
    *,
    person: Person,
    kinds: Collection[int],
    division: Division | None,
    address: str,
    on: date,
    source: str,
    actor: audit.Actor,
    at: datetime,
    household_number: str = "",
    relation: int = Membership.Relation.OTHER,
) -> LifeEvent:
    """Move the register and/or the home to ``division`` (None: out of the district) on ``on``.

    Old spells end on that day and new ones begin. Moving the register changes the household as
    well: within the district ``household_number`` says which one is joined or founded.
    """
    person = checks.lock(person)
    checks.require_day(person, on, "迁移日期")
    checks.require_alive(person)
    kind = LifeEvent.Kind.MOVE_IN if division else LifeEvent.Kind.MOVE_OUT
    require_once(person, kind, on)
    effects: list[Effect] = []
    for residence_kind in sorted(Residence.Kind(k) for k in kinds):
        effects += _move_residence(person, residence_kind, division, address, on)
    if Residence.Kind.REGISTERED in kinds:
        effects += _move_household(person, household_number, relation, division, address, on)
    if not effects:
        raise Refused("请选择迁移户籍、常住或两者; 迁出的, 原先须有户籍或常住记录")
    event = LifeEvent.objects.create(
        person=person, kind=kind, on=on, source=source, recorded_at=at, effects=effects
    )
    entry = audit.record(actor, "people.move", person, {"event": event.pk, "on": str(on)})
    note(
        entry, what=event.get_kind_display(), person=person, households=homes_of(person), since=on,
        at=at, after=name_on(division.pk, on) if division else "区外",
    )  # fmt: skip
    to = division.pk if division else None
    events.publish(PersonMoved(person.pk, event.pk, on, tuple(int(k) for k in kinds), to))
    return event


def _move_residence(
    person: Person, kind: Residence.Kind, division: Division | None, address: str, on: date
) -> list[Effect]:
    rows = Residence.objects.filter(person=person, kind=kind)
    _require_earlier(rows, on, kind.label)
    effects = end_spells(rows, on, what=kind.label)
    if division is None:
        return effects
    checks.require_division(division, on)
    row = Residence.objects.create(
        person=person, kind=kind, division=division, address=address.strip(), valid_from=on
    )
    return [*effects, made(row)]


def _move_household(
    person: Person, number: str, relation: int, division: Division | None, address: str, on: date
) -> list[Effect]:
    held = person.memberships.filter(valid_to__gt=on).select_related("household").first()
    _require_earlier(person.memberships.all(), on, "户籍户")
    effects = end_spells(person.memberships.all(), on, what="户籍户")
    if division is not None:
        joined = checks.join_household(person, number, relation, division, address, on)
        if joined.household.valid_from == on and joined.household.memberships.count() == 1:
            effects.append(made(joined.household))
        effects.append(made(joined))
    if held is not None:
        effects += close_if_empty(held.household, on)
    return effects


def _require_earlier(rows, on: date, what: str) -> None:
    """A spell that began that very day would be left without a day of its own."""
    clash = rows.filter(valid_from__gte=on).order_by("valid_from").first()
    if clash is not None:
        raise Refused(f"{on} 当日或之后已有一条{what}记录({clash.valid_from} 起), 请先更正那一条")
