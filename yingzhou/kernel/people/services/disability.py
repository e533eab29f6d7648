"""残疾人证: issued, changed to another grade, ended; each an event that others follow."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, events
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused, end_spells, made, require_free
from yingzhou.kernel.people.events import PersonChanged
from yingzhou.kernel.people.models import DisabilityCertificate, LifeEvent, Person

from . import checks
from .life_events import require_once
from .noting import note


@transaction.atomic
def change_disability(
    *,
    person: Person,
    category: int,
    grade: int,
    on: date,
    actor: audit.Actor,
    at: datetime,
    until: date = FOREVER,
    source: str = "残联登记",
) -> LifeEvent:
    """From ``on`` up to ``until`` this certificate holds, and the one before no more. ``grade`` 0:
    there is none any more (注销)."""
    if grade not in range(5):
        raise Refused("残疾等级应为一至四级")
    if until <= on:
        raise Refused("有效期的止日应晚于起日")
    person = checks.lock(person)
    checks.require_day(person, on, "发证日期" if grade else "注销日期")
    checks.require_alive(person)
    require_once(person, LifeEvent.Kind.DISABILITY, on)
    held = person.disability_certificates.filter(valid_to__gt=on).first()
    effects = end_spells(person.disability_certificates.all(), on, what="残疾人证")
    if not grade and not effects:
        raise Refused(f"{on} 没有有效的残疾人证")
    row = None
    if grade:
        require_free(person.disability_certificates.all(), on, until, what="残疾人证")
        row = DisabilityCertificate.objects.create(
            person=person, category=category, grade=grade, valid_from=on, valid_to=until
        )
        effects.append(made(row))
    event = LifeEvent.objects.create(
        person=person, kind=LifeEvent.Kind.DISABILITY, on=on, source=source, recorded_at=at,
        effects=effects,
    )  # fmt: skip
    entry = audit.record(actor, "people.disability", person, {"event": event.pk, "on": str(on)})
    note(
        entry, what="残疾人证", person=person, since=on, at=at,
        before=str(held) if held else "没有", after=str(row) if row else "注销",
    )  # fmt: skip
    events.publish(PersonChanged(person.pk, event.pk, str(event.kind), on))
    return event
