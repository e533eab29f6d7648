"""What happened to a unit, and what a change would do, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.core.spells import FOREVER
from yingzhou.kernel.divisions import history as _history
from yingzhou.kernel.divisions.models import DivisionChange
from yingzhou.kernel.divisions.tree import Node, Tree, name_on

from .search import KINDS


@dataclass(frozen=True)
class Moment:
    """Something that happened to a unit, in words."""

    on: date
    what: str
    text: str
    document: str = ""


def timeline(division_id: int) -> list[Moment]:
    """What a unit was called, where it came from and where it went, the earliest first."""
    unit = _history.history().units[division_id]
    changes = list(DivisionChange.objects.filter(units=division_id).order_by("on", "id"))
    moments = [_told(change, unit) for change in changes]
    founded = any(
        change.on == unit.valid_from and change.kind != DivisionChange.Kind.RENAME
        for change in changes
    )
    if not founded:
        first = name_on(unit.id, unit.valid_from)
        moments.insert(0, Moment(unit.valid_from, "起始记录", f"以“{first}”列入区划名册"))
    return moments


def _told(change: DivisionChange, unit: _history.Unit) -> Moment:
    tell = {
        DivisionChange.Kind.FOUND: _founded,
        DivisionChange.Kind.RENAME: _renamed,
        DivisionChange.Kind.MOVE: _moved,
        DivisionChange.Kind.MERGE: _succeeded,
        DivisionChange.Kind.SPLIT: _succeeded,
    }[DivisionChange.Kind(change.kind)]
    return Moment(change.on, change.get_kind_display(), tell(change, unit), change.document)


def _quoted(ids: list[int], day: date) -> str:
    return "、".join(f"“{name_on(pk, day)}”" for pk in ids)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _founded(change: DivisionChange, unit: _history.Unit) -> str:
    return f"设立, 名为“{name_on(unit.id, change.on)}”"


def _renamed(change: DivisionChange, unit: _history.Unit) -> str:
    before = name_on(unit.id, _day_before(change.on))
    return f"由“{before}”更名为“{name_on(unit.id, change.on)}”"


def _parents(change: DivisionChange, unit: _history.Unit) -> tuple[str, str]:
    history = _history.history()
    named = (history.named(unit.id, _day_before(change.on)), history.named(unit.id, change.on))
    first, second = (
        name_on(row.parent_id, change.on) if row and row.parent_id else "" for row in named
    )
    return first, second


def _moved(change: DivisionChange, unit: _history.Unit) -> str:
    before, after = _parents(change, unit)
    return f"由“{before}”改属“{after}”"


def _succeeded(change: DivisionChange, unit: _history.Unit) -> str:
    history, eve = _history.history(), _day_before(change.on)
    out = [s.successor for s in history.forward.get(unit.id, ()) if s.on == change.on]
    came = [s.predecessor for s in history.backward.get(unit.id, ()) if s.on == change.on]
    if out and unit.valid_to == change.on:
        verb = "撤销, 并入" if change.kind == DivisionChange.Kind.MERGE else "撤销, 拆分为"
        return verb + _quoted(out, change.on)
    if out:
        return "析出" + _quoted(out, change.on)
    if came and unit.valid_from == change.on:
        verb = "合并设立, 由" if change.kind == DivisionChange.Kind.MERGE else "设立, 析自"
        return verb + _quoted(came, eve)
    if came:
        return _quoted(came, eve) + "并入"
    before, after = _parents(change, unit)
    return f"随上级变更, 由“{before}”改属“{after}”" if before != after else "随上级变更"


def differences(before: Tree, after: Tree) -> list[str]:
    """What a change does to the tree of its day, one sentence a unit (for the preview)."""
    lines = []
    for pk in sorted(before.nodes.keys() - after.nodes.keys()):
        home = after.nodes.get(after.home.get(pk, 0))
        taken = f", 名下登记的人口和设施计入“{home.name}”" if home else ""
        lines.append(f"“{before.nodes[pk].name}”撤销{taken}")
    for pk in sorted(after.nodes.keys() - before.nodes.keys()):
        node = after.nodes[pk]
        above = after.nodes[node.parent_id].name if node.parent_id else ""
        lines.append(f"设立“{node.name}”({KINDS[node.kind]}, 代码 {node.code}), 属“{above}”")
    for pk in sorted(before.nodes.keys() & after.nodes.keys()):
        lines += _altered(before, after, before.nodes[pk], after.nodes[pk])
    return lines


def _altered(before: Tree, after: Tree, old: Node, new: Node) -> list[str]:
    lines = []
    if old.name != new.name:
        lines.append(f"“{old.name}”更名为“{new.name}”")
    if old.parent_id != new.parent_id and old.parent_id and new.parent_id:
        above, below = before.nodes[old.parent_id].name, after.nodes[new.parent_id].name
        lines.append(f"“{new.name}”由“{above}”改属“{below}”")
    return lines


def lifetime(division_id: int) -> str:
    """``2016-01-01 起``, or ``2016-01-01 至 2024-06-30``."""
    unit = _history.history().units[division_id]
    if unit.valid_to == FOREVER:
        return f"{unit.valid_from} 起"
    return f"{unit.valid_from} 至 {_day_before(unit.valid_to)}"
