"""Certificates, grades and honours with their validity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused, end_spells, require_past_or_today
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import Certificate, Facility, Organisation
from yingzhou.kernel.people.models import Person


@dataclass(frozen=True)
class NewCertificate:
    """``holder`` None: the division itself holds it (a village, a town)."""

    kind: str
    number: str
    division: Division
    holder: Person | Organisation | Facility | None = None
    grade: str = ""
    until: date = FOREVER


@transaction.atomic
def grant_certificate(
    *, certificate: NewCertificate, since: date, actor: audit.Actor, at: datetime
) -> Certificate:
    """A certificate valid from ``since`` up to ``until``; a number is used once per kind."""
    del at
    number = certificate.number.strip()
    if not number:
        raise Refused("证书编号没有填写")
    require_past_or_today(since, "发证日期")
    if certificate.until <= since:
        raise Refused("有效期的止日应晚于起日")
    if Certificate.objects.filter(kind=certificate.kind, number=number).exists():
        raise Refused(f"编号 {number} 的同类证书已登记, 请核对")
    row = Certificate.objects.create(
        kind=certificate.kind,
        number=number,
        grade=certificate.grade,
        division=certificate.division,
        valid_from=since,
        valid_to=certificate.until,
        **_holder(certificate.holder),
    )
    audit.record(actor, "places.grant", row, {"kind": certificate.kind, "since": str(since)})
    return row


def _holder(holder: Person | Organisation | Facility | None) -> dict:
    return {} if holder is None else {holder._meta.model_name: holder}


@transaction.atomic
def withdraw_certificate(
    *, certificate: Certificate, on: date, actor: audit.Actor, at: datetime
) -> None:
    """It no longer holds from ``on`` (吊销、注销、摘牌)."""
    del at
    require_past_or_today(on, "撤销日期")
    rows = Certificate.objects.select_for_update().filter(pk=certificate.pk)
    if not end_spells(rows, on, what="证书"):
        raise Refused(f"证书在 {on} 已经失效")
    audit.record(actor, "places.withdraw", certificate, {"on": str(on)})
