"""What a change of divisions must satisfy. Every refusal says why in Chinese; nothing is stored."""

from __future__ import annotations

import re
from datetime import date

from django.db.models import Max

from yingzhou.core import clock
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions.loading import LEVELS
from yingzhou.kernel.divisions.models import Division, DivisionName

_CODE = re.compile(r"[0-9]{12}")


def order(on: date, document: str) -> str:
    """The document number, stripped; refuses a missing one and a day still to come."""
    document = document.strip()
    if not document:
        raise Refused("没有填写批准文号, 区划变更须有批准文件")
    if len(document) > 120:
        raise Refused("批准文号过长, 最多120个字")
    if on > clock.today():
        raise Refused(f"生效日期 {on} 晚于今天, 只登记已经生效的变更, 请在生效当天或之后登记")
    return document


def name(text: str) -> str:
    """The name without spaces."""
    text = "".join(text.split())
    if not text:
        raise Refused("名称不能为空")
    if len(text) > 60:
        raise Refused("名称过长, 最多60个字")
    return text


def code(text: str) -> str:
    """A new unit's code: 12 figures that no unit of any day has had."""
    text = text.strip()
    if not _CODE.fullmatch(text):
        raise Refused(f"区划代码“{text}”应为12位数字")
    if Division.objects.filter(code=text).exists():
        raise Refused(f"区划代码 {text} 已被使用过, 新设单位须用新代码")
    return text


def kind(text: str, level: int) -> str:
    """A kind of unit of ``level``."""
    if text not in Division.Kind.values or LEVELS[Division.Kind(text)] != level:
        wanted = Division.Level(level).label
        raise Refused(f"类别与层级不符, 这里应是{wanted}一级的单位")
    return text


def label(unit: Division) -> str:
    """How messages call a unit: its latest name."""
    latest = unit.names.order_by("-valid_from").first()
    return f"“{latest.name}”" if latest else f"“{unit.code}”"


def existing(division_id: int, on: date) -> Division:
    """The unit, locked; refuses one that does not exist on the day or has a later change."""
    unit = Division.objects.select_for_update().filter(pk=division_id).first()
    if unit is None:
        raise Refused("没有这个区划单位, 请刷新页面后重新选择")
    if on < unit.valid_from:
        raise Refused(f"{label(unit)}自 {unit.valid_from} 起才有记录, {on} 时尚不存在")
    if on >= unit.valid_to:
        raise Refused(f"{label(unit)}已于 {unit.valid_to} 撤销, {on} 时已不存在")
    changed = unit.changes.aggregate(day=Max("on"))["day"]
    named = unit.names.aggregate(day=Max("valid_from"))["day"]
    latest = max((day for day in (changed, named) if day), default=on)
    if on < latest:
        raise Refused(f"{label(unit)}在 {latest} 已有后来的变更, 不能再登记更早({on})的变更")
    return unit


def changeable(division_id: int, on: date) -> Division:
    """As :func:`existing`, and the unit was there before the day."""
    unit = existing(division_id, on)
    if on == unit.valid_from:
        raise Refused(f"{label(unit)}就在 {on} 设立, 变更的生效日期须晚于设立当天")
    return unit


def upper(division_id: int | None) -> Division:
    """The unit chosen as a parent."""
    unit = Division.objects.filter(pk=division_id).first() if division_id else None
    if unit is None:
        raise Refused("没有这个上级单位, 请重新选择")
    return unit


def parent(division_id: int | None, on: date, level: int) -> Division:
    """A unit, still standing today, under which units of ``level`` may be."""
    unit = upper(division_id)
    if unit.level != level - 1:
        wanted = Division.Level(level - 1).label
        raise Refused(f"上级单位{label(unit)}层级不对, 应是{wanted}一级")
    if not unit.holds_on(on) or unit.valid_to != FOREVER:
        raise Refused(f"上级单位{label(unit)}在 {on} 不存在或后来已撤销, 请选择承接它的单位")
    return unit


def free_name(text: str, parent_id: int | None, on: date, besides: list[int]) -> None:
    """Refuses a name that another unit under the same parent has, on the day or later."""
    same = DivisionName.objects.filter(name=text, parent_id=parent_id, valid_to__gt=on)
    if same.exclude(division_id__in=besides).exists():
        raise Refused(f"同一上级之下已有名为“{text}”的单位, 请另取名称")


def children(unit: Division, on: date) -> list[DivisionName]:
    """The rows by which units belong to ``unit``; refuses where one of them changes later."""
    rows = DivisionName.objects.filter(parent=unit, valid_to__gt=on).select_related("division")
    found = list(rows.order_by("division__code"))
    for row in found:
        if row.valid_from > on or row.valid_to != FOREVER:
            raise Refused(f"下级单位“{row.name}”在 {on} 之后已有变更, 请先核对那次变更的日期")
    return found
