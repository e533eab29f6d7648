"""残疾人证: issuing and ending."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused, end_spells, require_free
from yingzhou.kernel.people.models import DisabilityCertificate, Person

from . import checks


@transaction.atomic
def certify_disability(
    *,
    person: Person,
    category: int,
    grade: int,
    since: date,
    actor: audit.Actor,
    at: datetime,
    until: date = FOREVER,
) -> DisabilityCertificate:
    """Issue a certificate from ``since`` up to ``until``; a person holds one at a time."""
    del at
    if grade not in range(1, 5):
        raise Refused("残疾等级应为一至四级")
    if until <= since:
        raise Refused("有效期的止日应晚于起日")
    person = checks.lock(person)
    checks.require_day(person, since, "发证日期")
    checks.require_alive(person)
    require_free(person.disability_certificates.all(), since, until, what="残疾人证")
    row = DisabilityCertificate.objects.create(
        person=person, category=category, grade=grade, valid_from=since, valid_to=until
    )
    audit.record(actor, "people.certify_disability", person, {"certificate": row.pk})
    return row


@transaction.atomic
def end_disability(*, person: Person, on: date, actor: audit.Actor, at: datetime) -> None:
    """The certificate that holds on ``on`` ends there (注销, or before another grade is issued)."""
    del at
    person = checks.lock(person)
    checks.require_day(person, on, "注销日期")
    if not end_spells(person.disability_certificates.all(), on, what="残疾人证"):
        raise Refused(f"{on} 没有有效的残疾人证")
    audit.record(actor, "people.end_disability", person, {"on": str(on)})
