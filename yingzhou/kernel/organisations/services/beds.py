"""Beds: adding them, changing what they are, taking them out of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.timeline import Refused, end_spells, require_past_or_today
from yingzhou.kernel.organisations.models import Bed, BedTerm, Facility

from .facilities import lock, require_later, require_open


@dataclass(frozen=True)
class BedType:
    """``setting`` is of ``BedTerm.Setting``."""

    setting: str
    nursing: bool = False
    dementia: bool = False


@transaction.atomic
def add_beds(
    *,
    facility: Facility,
    numbers: Sequence[str],
    bed_type: BedType,
    since: date,
    actor: audit.Actor,
    at: datetime,
) -> list[Bed]:
    """Beds with these numbers, in use from ``since``; a number is used once in a facility."""
    del at
    facility = lock(facility)
    require_open(facility, since)
    wanted = [number.strip() for number in numbers]
    if not wanted or not all(wanted):
        raise Refused("床位号没有填写")
    taken = set(facility.beds.filter(number__in=wanted).values_list("number", flat=True))
    taken |= {number for number in wanted if wanted.count(number) > 1}
    if taken:
        raise Refused(f"床位号已有: {'、'.join(sorted(taken)[:5])}; 停用的床位请用“变更类型”恢复")
    beds = Bed.objects.bulk_create(Bed(facility=facility, number=number) for number in wanted)
    kind = asdict(bed_type)
    BedTerm.objects.bulk_create(BedTerm(bed=bed, valid_from=since, **kind) for bed in beds)
    audit.record(actor, "places.add_beds", facility, {"count": len(beds), "since": str(since)})
    return beds


@transaction.atomic
def convert_bed(
    *, bed: Bed, bed_type: BedType, since: date, actor: audit.Actor, at: datetime
) -> BedTerm:
    """From ``since`` the bed is of another type (or in use again); its earlier term ends there."""
    del at
    facility = lock(bed.facility)
    require_open(facility, since)
    rows = BedTerm.objects.filter(bed=bed)
    require_later(rows, since, "床位类型")
    kind = asdict(bed_type)
    if rows.on(since).filter(**kind).exists():
        raise Refused("这张床位已经是这个类型, 不必变更")
    end_spells(rows, since, what="床位类型")
    row = BedTerm.objects.create(bed=bed, valid_from=since, **kind)
    audit.record(actor, "places.convert_bed", facility, {"bed": bed.pk, **kind})
    return row


@transaction.atomic
def retire_bed(*, bed: Bed, on: date, actor: audit.Actor, at: datetime) -> None:
    """``on`` is the first day on which the bed is no longer in use."""
    del at
    require_past_or_today(on, "停用日期")
    facility = lock(bed.facility)
    if not end_spells(BedTerm.objects.filter(bed=bed), on, what="床位类型"):
        raise Refused(f"床位 {bed.number} 在 {on} 没有在用")
    audit.record(actor, "places.retire_bed", facility, {"bed": bed.pk, "on": str(on)})
