"""Opening and closing facilities, and how much they can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.timeline import Refused, end_spells, require_past_or_today
from yingzhou.kernel.divisions.models import Division, ManagementUnit
from yingzhou.kernel.organisations.models import (
    BedTerm,
    Capacity,
    Certificate,
    Facility,
    FacilityWork,
    Organisation,
    Post,
)


@dataclass(frozen=True)
class NewFacility:
    code: str
    name: str
    kind: str
    division: Division
    operator: Organisation | None = None
    management_unit: ManagementUnit | None = None
    address: str = ""
    lon: float | None = None
    lat: float | None = None


@transaction.atomic
def open_facility(
    *, facility: NewFacility, since: date, actor: audit.Actor, at: datetime
) -> Facility:
    """Enter a facility that is open from ``since``; its number is its own for good."""
    del at
    require_past_or_today(since, "启用日期")
    if not facility.code.strip() or not facility.name.strip():
        raise Refused("设施编号和名称都要填写")
    if Facility.objects.filter(code=facility.code.strip()).exists():
        raise Refused(f"设施编号 {facility.code.strip()} 已有设施使用")
    if not facility.division.holds_on(since):
        raise Refused(f"区划 {facility.division.code} 在 {since} 不存在, 请核对")
    if facility.operator is not None and not facility.operator.holds_on(since):
        raise Refused(f"运营方“{facility.operator.name}”在 {since} 不存续, 请核对")
    facts = {key: getattr(facility, key) for key in facility.__dataclass_fields__}
    row = Facility.objects.create(**facts, valid_from=since)
    audit.record(actor, "places.open", row, {"since": str(since)})
    return row


@transaction.atomic
def close_facility(*, facility: Facility, on: date, actor: audit.Actor, at: datetime) -> int:
    """Close it on ``on``, with its beds, capacity, posts and certificates; how many rows ended."""
    del at
    require_past_or_today(on, "关闭日期")
    facility = lock(facility)
    if not facility.is_open:
        raise Refused(f"设施已于 {facility.valid_to} 关闭")
    effects = end_spells(BedTerm.objects.filter(bed__facility=facility), on, what="床位")
    effects += end_spells(Capacity.objects.filter(facility=facility), on, what="服务能力")
    effects += end_spells(Post.objects.filter(facility=facility), on, what="任职")
    effects += end_spells(Certificate.objects.filter(facility=facility), on, what="证书")
    effects += end_spells(Facility.objects.filter(pk=facility.pk), on, what="设施")
    audit.record(actor, "places.close", facility, {"on": str(on), "effects": effects})
    return len(effects)


@transaction.atomic
def set_capacity(
    *,
    facility: Facility,
    unit: str,
    amount: int,
    since: date,
    actor: audit.Actor,
    at: datetime,
) -> Capacity:
    """From ``since`` the facility can do ``amount`` of ``unit``; the earlier figure ends there."""
    del at
    if amount < 0:
        raise Refused("服务能力不能是负数")
    facility = lock(facility)
    require_open(facility, since)
    rows = Capacity.objects.filter(facility=facility, unit=unit)
    require_later(rows, since, "服务能力")
    end_spells(rows, since, what="服务能力")
    row = Capacity.objects.create(facility=facility, unit=unit, amount=amount, valid_from=since)
    audit.record(actor, "places.capacity", facility, {"unit": unit, "amount": amount})
    return row


@transaction.atomic
def record_work(
    *, facility: Facility, kind: str, on: date, actor: audit.Actor, at: datetime
) -> FacilityWork:
    """A finished work, such as the renovation of a weak elder home."""
    del at
    require_past_or_today(on, "完成日期")
    if FacilityWork.objects.filter(facility=facility, kind=kind, on=on).exists():
        raise Refused("同一天的同一项改造已登记过")
    row = FacilityWork.objects.create(facility=facility, kind=kind, on=on)
    audit.record(actor, "places.work", facility, {"kind": kind, "on": str(on)})
    return row


def lock(facility: Facility) -> Facility:
    return Facility.objects.select_for_update().get(pk=facility.pk)


def require_open(facility: Facility, on: date) -> None:
    require_past_or_today(on, "日期")
    if not facility.holds_on(on):
        raise Refused(f"“{facility.name}”在 {on} 没有开放, 请核对日期")


def require_later(rows, on: date, what: str) -> None:
    """A row that begins on ``on`` or later would be overlapped or left without a day."""
    clash = rows.filter(valid_from__gte=on).order_by("valid_from").first()
    if clash is not None:
        raise Refused(f"{on} 当日或之后已有一条{what}记录({clash.valid_from} 起), 请先更正那一条")
