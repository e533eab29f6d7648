"""``inputs.yaml``: the facts that rules may ask for, their kind, range and where they come from.

    人.月劳动收入:
      type: 元/月
      meaning: 扣除个人缴纳的社会保险费和税以后, 每月到手的工资或经营收入
      source: 社会保险、税务核对; 本人申报
      ask: 每月工资或做生意的收入有多少?

``type`` is 是否, 日期, 类别 (with ``labels``) or a unit. A fact that is not known is 未知;
``assume`` names what holds where nothing is recorded, with the reason in ``because``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yingzhou.core.money import parse_yuan
from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.kinds import DAY, FLAG, LABEL, Kind, unit
from yingzhou.policy.tree import ENTITIES

from . import schema
from .lines import Lined, read

MOST_FEN = 10**11
"""No single fact of money is above ten thousand million yuan (in fen); sums stay in int64."""
MOST_COUNT = 10_000
UNITS = {
    "元",
    "元/月",
    "元/年",
    "岁",
    "级",
    "人",
    "月",
    "天",
    "次",
    "套",
    "项",
    "平方米",
    "小时/周",
    "小时/月",
}
_BASES = {"是否": FLAG, "日期": DAY, "类别": LABEL}
_ENTRY = schema.entry(
    ["type", "meaning", "source"],
    {
        "type": schema.TEXT,
        "meaning": schema.TEXT,
        "source": schema.TEXT,
        "labels": {"type": "array", "items": schema.TEXT, "minItems": 2},
        "least": {"type": "integer"},
        "most": {"type": "integer"},
        "assume": {"type": ["boolean", "number", "string"]},
        "because": schema.TEXT,
        "ask": schema.TEXT,
        "hint": schema.TEXT,
    },
)
_FILE = {"type": "object", "additionalProperties": _ENTRY, "minProperties": 1}


@dataclass(frozen=True)
class InputSpec:
    """One fact of an entity. ``least`` and ``most`` are inclusive, money in fen.

    ``assume`` is None where an unrecorded fact is unknown.
    """

    entity: str
    name: str
    kind: Kind
    meaning: str
    source: str
    labels: tuple[str, ...]
    least: int
    most: int
    assume: int | str | None
    because: str
    ask: str
    hint: str
    file: str
    line: int

    @property
    def key(self) -> str:
        return f"{self.entity}.{self.name}"


def load(path: Path, faults: Faults) -> list[InputSpec]:
    content = read(path)
    if not schema.check(content, _FILE, str(path), faults):
        return []
    made = [
        _spec(key, entry, content.lines[key], str(path), faults) for key, entry in content.items()
    ]
    return [spec for spec in made if spec is not None]


def _spec(key: str, entry: Lined, line: int, file: str, faults: Faults) -> InputSpec | None:
    entity, _, name = str(key).partition(".")
    if entity not in ENTITIES or not name.isidentifier():
        faults.add(
            file,
            line,
            f"“{key}”不是事实的名称",
            f"应如 人.出生日期; 前面只能是 {'、'.join(ENTITIES)}",
        )
        return None
    kind = _kind(entry["type"], line, file, faults)
    if kind is None:
        return None
    labels = tuple(entry.get("labels", ()))
    if (kind == LABEL) != bool(labels):
        faults.add(file, line, f"{key}: 类别要列出 labels, 其他类型不写 labels")
        return None
    if ("assume" in entry) != ("because" in entry):
        faults.add(
            file, line, f"{key}: assume 和 because 要一起写", "写明没有记录时为什么可以这样认定"
        )
    factor = 100 if kind.is_money else 1
    most = entry.get("most")
    return InputSpec(
        entity, name, kind, entry["meaning"], entry["source"], labels,
        entry.get("least", 0) * factor,
        (MOST_FEN if kind.is_money else MOST_COUNT) if most is None else most * factor,
        _assumed(entry, kind), entry.get("because", ""), entry.get("ask", ""),
        entry.get("hint", ""), file, line,
    )  # fmt: skip


def _kind(text: str, line: int, file: str, faults: Faults) -> Kind | None:
    if text in _BASES:
        return _BASES[text]
    if text not in UNITS:
        known = [*_BASES, *sorted(UNITS)]
        faults.add(
            file, line, f"没有“{text}”这种类型", nearest(text, known) or f"可用: {'、'.join(known)}"
        )
        return None
    return Kind("number", unit(text))


def _assumed(entry: Lined, kind: Kind) -> int | str | None:
    value: Any = entry.get("assume")
    if value is None or isinstance(value, str):
        return value
    return parse_yuan(str(value)) if kind.is_money else int(value)
