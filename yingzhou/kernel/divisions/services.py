"""Changes of divisions: by an approved document, from a day on, never touching what was before.

Records of people and places are not moved: :mod:`.tree` tells what the unit they were made under
counts towards on any day. Every service refuses with :class:`~yingzhou.core.timeline.Refused`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, events
from yingzhou.core.audit import Actor
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import checks, tree
from yingzhou.kernel.divisions.events import DivisionsChanged
from yingzhou.kernel.divisions.models import (
    Division,
    DivisionChange,
    DivisionName,
    DivisionSuccession,
)

Kind = DivisionChange.Kind


@dataclass(frozen=True)
class NewUnit:
    """A unit to be. ``parent_id`` None: the parent of the unit it comes from."""

    code: str
    name: str
    kind: str
    parent_id: int | None = None


@dataclass(frozen=True)
class Part:
    """What becomes of a split unit: a new unit, or (``unit`` None) the old one, which goes on.

    ``children``: ids of the lower units that go there; those named in no part go to the default.
    ``is_default``: records of the old unit count here. Where the old unit goes on, it is that one.
    """

    unit: NewUnit | None
    children: frozenset[int] = frozenset()
    is_default: bool = False


@transaction.atomic
def found(
    *, new: NewUnit, on: date, document: str, actor: Actor, at: datetime
) -> tuple[Division, DivisionChange]:
    """设立: a unit that comes from no other."""
    document = checks.order(on, document)
    above = checks.upper(new.parent_id)
    unit = _create(new, above.level + 1, above.pk, None, on)
    change = _change(Kind.FOUND, on, document, at, [unit.pk])
    _finish(change, actor, {"name": new.name, "code": new.code})
    return unit, change


@transaction.atomic
def rename(
    *, division_id: int, name: str, on: date, document: str, actor: Actor, at: datetime
) -> DivisionChange:
    """更名: the same unit under another name."""
    document, name = checks.order(on, document), checks.name(name)
    unit = checks.changeable(division_id, on)
    current = _current(unit)
    if current.name == name:
        raise Refused(f"新名称与现名称相同, 都是“{name}”")
    checks.free_name(name, current.parent_id, on, [unit.pk])
    old = current.name
    _set(unit, on, name=name)
    change = _change(Kind.RENAME, on, document, at, [unit.pk])
    _finish(change, actor, {"from": old, "to": name})
    return change


@transaction.atomic
def move(
    *, division_id: int, parent_id: int, on: date, document: str, actor: Actor, at: datetime
) -> DivisionChange:
    """隶属调整: the same unit under another parent."""
    document = checks.order(on, document)
    unit = checks.changeable(division_id, on)
    if unit.level == Division.Level.DISTRICT:
        raise Refused("区本身不能调整隶属")
    current = _current(unit)
    if current.parent_id == parent_id:
        raise Refused(f"{checks.label(unit)}现在就属于这个上级单位")
    parent = checks.parent(parent_id, on, unit.level)
    checks.free_name(current.name, parent.pk, on, [unit.pk])
    old = current.parent_id
    _set(unit, on, parent_id=parent.pk)
    change = _change(Kind.MOVE, on, document, at, [unit.pk])
    _finish(change, actor, {"from": old, "to": parent.pk})
    return change


@transaction.atomic
def merge(
    *,
    division_ids: Sequence[int],
    into: int | NewUnit,
    on: date,
    document: str,
    actor: Actor,
    at: datetime,
) -> DivisionChange:
    """合并: units end; an existing unit or a new one takes their people, places and lower units.

    One unit into a new one is 改制 (a village that becomes a neighbourhood).
    """
    document = checks.order(on, document)
    if not division_ids:
        raise Refused("没有选择要合并的单位")
    if len(set(division_ids)) != len(division_ids):
        raise Refused("同一个单位选了两次")
    if into in division_ids:
        raise Refused("不能把单位并入它自己")
    units = [checks.changeable(pk, on) for pk in division_ids]
    level = units[0].level
    if level == Division.Level.DISTRICT or any(unit.level != level for unit in units):
        raise Refused("合并的单位须是同一层级(同为乡镇, 或同为村居)")
    parent_id = _current(units[0]).parent_id
    moved = [row for unit in units for row in checks.children(unit, on)]
    for unit in units:
        _end(unit, on)
    target = _target(into, units[0], parent_id, on)
    _adopt(moved, target, on)
    touched = [*division_ids, target.pk, *(row.division_id for row in moved)]
    change = _change(Kind.MERGE, on, document, at, touched)
    for unit in units:
        _succeed(change, unit, target, True)
    _finish(change, actor, {"units": list(division_ids), "into": target.pk})
    return change


def _target(into: int | NewUnit, origin: Division, parent_id: int | None, on: date) -> Division:
    if isinstance(into, NewUnit):
        return _create(into, origin.level, parent_id, origin, on)
    target = checks.existing(into, on)
    if target.level != origin.level:
        raise Refused(f"{checks.label(target)}与要合并的单位层级不同, 不能承接")
    return target


@transaction.atomic
def split(
    *,
    division_id: int,
    parts: Sequence[Part],
    on: date,
    document: str,
    actor: Actor,
    at: datetime,
) -> DivisionChange:
    """拆分: new units come out of one, which ends or goes on as one of the parts."""
    document = checks.order(on, document)
    unit = checks.changeable(division_id, on)
    goes_on = _check_parts(unit, parts)
    parent_id = _current(unit).parent_id
    below = checks.children(unit, on)
    shares = _shares(parts, below, goes_on)
    if not goes_on:
        _end(unit, on)
    change = _change(Kind.SPLIT, on, document, at, [unit.pk, *(row.division_id for row in below)])
    for part, rows in zip(parts, shares, strict=True):
        if part.unit is None:
            continue
        made = _create(part.unit, unit.level, parent_id, unit, on)
        _adopt(rows, made, on)
        change.units.add(made)
        _succeed(change, unit, made, part.is_default and not goes_on)
    _finish(change, actor, {"unit": unit.pk, "parts": len(parts)})
    return change


def _check_parts(unit: Division, parts: Sequence[Part]) -> bool:
    if unit.level == Division.Level.DISTRICT:
        raise Refused("区本身不能拆分")
    if len(parts) < 2:
        raise Refused("拆分后至少要有两个单位")
    kept = sum(part.unit is None for part in parts)
    if kept > 1:
        raise Refused("原单位只能保留一次")
    if not kept and sum(part.is_default for part in parts) != 1:
        raise Refused("请选定一个单位承接未另行指定的人口和设施")
    return kept == 1


def _shares(
    parts: Sequence[Part], below: list[DivisionName], goes_on: bool
) -> list[list[DivisionName]]:
    """The lower units of each part."""
    named = [pk for part in parts for pk in part.children]
    if len(set(named)) != len(named):
        raise Refused("同一个下级单位分给了两个单位")
    if set(named) - {row.division_id for row in below}:
        raise Refused("所选的下级单位中有不属于被拆分单位的, 请刷新页面重选")
    shares = []
    for part in parts:
        default = part.unit is None if goes_on else part.is_default
        shares.append(
            [
                row
                for row in below
                if row.division_id in part.children or (default and row.division_id not in named)
            ]
        )
    return shares


def preview(act: Callable[[], object], on: date) -> tuple[tree.Tree, tree.Tree]:
    """Do it, look at the trees of ``on`` before and after, and undo it: nothing is kept."""
    before = tree.tree_on(on)
    with transaction.atomic():
        act()
        after = tree.tree_on(on)
        transaction.set_rollback(True)
    return before, after


def _current(unit: Division) -> DivisionName:
    return unit.names.order_by("-valid_from")[0]


def _create(
    new: NewUnit, level: int, parent_id: int | None, origin: Division | None, on: date
) -> Division:
    """``origin`` gives the place on the map until somebody measures a better one."""
    code, name, kind = checks.code(new.code), checks.name(new.name), checks.kind(new.kind, level)
    parent = checks.parent(new.parent_id or parent_id, on, level)
    checks.free_name(name, parent.pk, on, [])
    unit = Division.objects.create(
        code=code,
        kind=kind,
        level=level,
        lon=origin.lon if origin else None,
        lat=origin.lat if origin else None,
        valid_from=on,
    )
    DivisionName.objects.create(division=unit, name=name, parent=parent, valid_from=on)
    return unit


def _set(unit: Division, on: date, name: str = "", parent_id: int | None = None) -> None:
    """From ``on`` the unit has another name or parent; a row that began that day is rewritten."""
    row = _current(unit)
    if row.valid_from < on:
        row.valid_to = on
        row.save(update_fields=["valid_to"])
        row = DivisionName(division=unit, name=row.name, parent_id=row.parent_id, valid_from=on)
    row.name = name or row.name
    row.parent_id = parent_id or row.parent_id
    row.save()


def _adopt(rows: list[DivisionName], parent: Division, on: date) -> None:
    for row in rows:
        checks.free_name(row.name, parent.pk, on, [row.division_id])
        _set(row.division, on, parent_id=parent.pk)


def _end(unit: Division, on: date) -> None:
    row = _current(unit)
    if row.valid_from == on:
        row.delete()
    else:
        row.valid_to = on
        row.save(update_fields=["valid_to"])
    unit.valid_to = on
    unit.save(update_fields=["valid_to"])


def _change(
    kind: str, on: date, document: str, at: datetime, touched: Sequence[int]
) -> DivisionChange:
    change = DivisionChange.objects.create(kind=kind, on=on, document=document, made_at=at)
    change.units.set(dict.fromkeys(touched))
    return change


def _succeed(change: DivisionChange, old: Division, new: Division, is_default: bool) -> None:
    DivisionSuccession.objects.create(
        change=change, predecessor=old, successor=new, is_default=is_default
    )


def _finish(change: DivisionChange, actor: Actor, detail: dict) -> None:
    detail = {"on": change.on.isoformat(), "document": change.document, **detail}
    audit.record(actor, f"divisions.{change.kind}", change, detail)
    tree.forget()
    touched = tuple(change.units.order_by("pk").values_list("pk", flat=True))
    events.publish(DivisionsChanged(change.pk, change.kind, change.on, touched))
