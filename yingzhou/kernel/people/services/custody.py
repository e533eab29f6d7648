"""Taken away and come back: 服刑, 强制隔离戒毒."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, events
from yingzhou.core.timeline import Effect, Refused, end_spells, made
from yingzhou.kernel.people.events import PersonChanged
from yingzhou.kernel.people.models import Custody, LifeEvent, Person

from . import checks
from .life_events import require_once
from .noting import note


@transaction.atomic
def take_away(
    *, person: Person, kind: str, on: date, source: str, actor: audit.Actor, at: datetime
) -> LifeEvent:
    """From ``on`` on; until they come back (:func:`come_back`)."""
    person = _ready(person, on, "开始日期")
    if person.custodies.filter(valid_to__gt=on).exists():
        raise Refused("已经登记在服刑或强制隔离戒毒, 不必重复登记")
    row = Custody.objects.create(person=person, kind=kind, valid_from=on)
    return _event(person, LifeEvent.Kind.CUSTODY, on, source, [made(row)], actor, at)


@transaction.atomic
def come_back(
    *, person: Person, on: date, source: str, actor: audit.Actor, at: datetime
) -> LifeEvent:
    """Released on ``on``: from that day the rules count them again."""
    person = _ready(person, on, "释放日期")
    began = person.custodies.order_by("-valid_from").values_list("valid_from", flat=True).first()
    if began is not None and on < began:
        raise Refused(f"释放日期早于开始的日子({began}), 请核对")
    effects = end_spells(person.custodies.all(), on, what="服刑或强制戒毒")
    if not effects:
        raise Refused(f"{on} 没有登记在服刑或强制隔离戒毒")
    return _event(person, LifeEvent.Kind.RELEASE, on, source, effects, actor, at)


def _ready(person: Person, on: date, what: str) -> Person:
    person = checks.lock(person)
    checks.require_day(person, on, what)
    checks.require_alive(person)
    return person


def _event(
    person: Person,
    kind: LifeEvent.Kind,
    on: date,
    source: str,
    effects: list[Effect],
    actor: audit.Actor,
    at: datetime,
) -> LifeEvent:
    require_once(person, kind, on)
    event = LifeEvent.objects.create(
        person=person, kind=kind, on=on, source=source, recorded_at=at, effects=effects
    )
    entry = audit.record(actor, f"people.{kind}", person, {"event": event.pk, "on": str(on)})
    note(entry, what=str(LifeEvent.Kind(kind).label), person=person, since=on, at=at, after=str(on))
    events.publish(PersonChanged(person.pk, event.pk, str(kind), on))
    return event
