"""``parameters.yaml``: the law's figures by date, each with unit, source and how sure it is.

    低保.标准:
      unit: 元/人/月
      meaning: 城乡居民最低生活保障标准
      basis: 上海市社会救助条例 第十条
      values:
        - {from: 2025-07-01, value: 1650, source: 沪民规 2025, confidence: seen}

A table names its steps (from which number on) or labels in ``by`` and has ``cells`` instead of
``value``. ``value: null`` ends a parameter. Confidence: seen (read in the source), memory,
derived (computed from seen figures), unverified (nobody has checked it yet).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.kinds import FLAG, RATIO, SCALE, Kind, unit

from . import schema
from .inputs import UNITS
from .lines import Lined, read

UNIT_NAMES = UNITS | {
    "比例",
    "是否",
    "元/人/月",
    "元/人/年",
    "元/人",
    "元/小时",
    "元/天",
    "月/年",
    "年",
    "项",
    "周/月",
    "枚",
    "平方米/人",
}
_KEY = schema.entry(
    ["key"],
    {
        "key": schema.TEXT,
        "steps": {"type": "array", "items": {"type": "integer"}, "minItems": 1},
        "labels": {"type": "array", "items": schema.TEXT, "minItems": 1},
    },
)
_VALUE = schema.entry(
    ["from", "source", "confidence"],
    {
        "from": schema.DAY,
        "value": {"type": ["number", "boolean", "null"]},
        "cells": {"type": "array", "minItems": 1},
        "source": schema.TEXT,
        "confidence": schema.CONFIDENCE,
        "note": schema.TEXT,
    },
)
_ENTRY = schema.entry(
    ["unit", "meaning", "basis", "values"],
    {
        "unit": schema.TEXT,
        "meaning": schema.TEXT,
        "basis": schema.TEXT,
        "by": {"type": "array", "items": _KEY, "minItems": 1},
        "values": {"type": "array", "items": _VALUE, "minItems": 1},
    },
)
FILE = {"type": "object", "additionalProperties": _ENTRY, "minProperties": 1}


@dataclass(frozen=True)
class Axis:
    """One way into a table: ``steps`` (the first number of each row) or ``labels``."""

    key: str
    steps: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.steps or self.labels)


@dataclass(frozen=True)
class Dated:
    """What held from ``since``: one number, or the cells of a table row by row. None: no more."""

    since: date
    value: tuple[int, ...] | None
    source: str
    confidence: str
    note: str
    line: int

    @property
    def is_unverified(self) -> bool:
        return self.confidence == "unverified"


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: Kind
    meaning: str
    basis: str
    axes: tuple[Axis, ...]
    history: tuple[Dated, ...]
    file: str
    line: int

    def on(self, day: date) -> Dated | None:
        """What holds on ``day``, or None before the first value and after the last."""
        place = bisect_right([one.since for one in self.history], day)
        found = self.history[place - 1] if place else None
        return found if found is not None and found.value is not None else None


def load(path: Path, faults: Faults) -> list[Parameter]:
    content = read(path)
    if not schema.check(content, FILE, str(path), faults):
        return []
    made = [
        _one(name, entry, content.lines[name], str(path), faults) for name, entry in content.items()
    ]
    return [parameter for parameter in made if parameter is not None]


def _one(name: str, entry: Lined, line: int, file: str, faults: Faults) -> Parameter | None:
    if not all(part.isidentifier() for part in str(name).split(".")):
        faults.add(file, line, f"“{name}”不是参数的名称", "应如 低保.标准")
        return None
    kind = kind_of(entry["unit"])
    if kind is None:
        remedy = nearest(entry["unit"], UNIT_NAMES) or f"可用: {'、'.join(sorted(UNIT_NAMES))}"
        faults.add(file, entry.lines["unit"], f"{name}: 没有“{entry['unit']}”这个单位", remedy)
        return None
    axes = tuple(
        Axis(one["key"], tuple(one.get("steps", ())), tuple(one.get("labels", ())))
        for one in entry.get("by", ())
    )
    if any(
        bool(axis.steps) == bool(axis.labels) or sorted(axis.steps) != list(axis.steps)
        for axis in axes
    ):
        faults.add(file, line, f"{name}: by 的每一项写 steps 或 labels 之一, steps 从小到大")
        return None
    history = [_dated(name, one, kind, axes, file, faults) for one in entry["values"]]
    days = [one.since for one in history if one]
    if days != sorted(set(days)):
        faults.add(file, line, f"{name}: 各值的 from 应从早到晚, 不重复")
    kept = tuple(one for one in history if one is not None)
    return Parameter(name, kind, entry["meaning"], entry["basis"], axes, kept, file, line)


def kind_of(text: str) -> Kind | None:
    if text not in UNIT_NAMES:
        return None
    return {"比例": RATIO, "是否": FLAG}.get(text) or Kind("number", unit(text))


def _dated(
    name: str, entry: Lined, kind: Kind, axes: tuple[Axis, ...], file: str, faults: Faults
) -> Dated | None:
    if ("value" in entry) == ("cells" in entry) or ("cells" in entry) != bool(axes):
        faults.add(file, entry.line, f"{name}: 有 by 的写 cells, 没有的写 value")
        return None
    raw = _flat(entry["cells"]) if axes else [entry["value"]]
    if axes and not _fits(entry["cells"], axes):
        faults.add(file, entry.line, f"{name}: cells 的行列数和 by 不符")
        return None
    value: tuple[int, ...] | None = None
    if raw != [None]:
        try:
            value = tuple(figure(one, kind) for one in raw)
        except ValueError as error:
            faults.add(file, entry.line, f"{name}: {error}")
            return None
    confidence = entry["confidence"]
    return Dated(
        entry["from"], value, entry["source"], confidence, entry.get("note", ""), entry.line
    )


def figure(value: Any, kind: Kind) -> int:
    """A figure of the law as a whole number; ValueError (in Chinese) where it cannot be one."""
    made = whole(value, kind)
    if made < 0:
        raise ValueError(f"“{value}”不能是负数")
    return made


def whole(value: Any, kind: Kind) -> int:
    """A written figure as the whole number of its kind; ValueError (in Chinese) where it is not."""
    if kind == FLAG:
        if not isinstance(value, bool):
            raise ValueError(f"“{value}”应是 true 或 false")
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(f"“{value}”应是数字")
    factor = 100 if kind.is_money else SCALE if kind == RATIO else 1
    exact = Decimal(value) * factor
    if exact != int(exact):
        digits = {100: "两位小数", SCALE: "四位小数"}.get(factor, "整数")
        raise ValueError(f"“{value}”太细, 最多到{digits}")
    return int(exact)


def _flat(cells: Any) -> list[Any]:
    return [x for one in cells for x in _flat(one)] if isinstance(cells, list) else [cells]


def _fits(cells: Any, axes: tuple[Axis, ...]) -> bool:
    if not axes:
        return not isinstance(cells, list)
    return (
        isinstance(cells, list)
        and len(cells) == axes[0].size
        and all(_fits(c, axes[1:]) for c in cells)
    )
