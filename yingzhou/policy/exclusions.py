"""``exclusions.yaml``: which benefits are not given together. Data, applied as a rule of its own.

    - kind: 不得同时享受
      first: 人.特困供养金          # who has this ...
      then: [人.困难残疾人生活补贴]   # ... does not get these
      basis: 民发〔2021〕70号
      from: 2016-01-01
    - kind: 择高
      among: [人.甲, 人.乙]          # the highest is given; of equals the first named
      basis: ...

For every benefit X the book makes a rule 排除后X (what 不得同时享受 leaves of it) and a rule 应发X
(what 择高 then leaves): that is what is paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yingzhou.policy.faults import Faults, nearest
from yingzhou.policy.files import schema
from yingzhou.policy.files.lines import read
from yingzhou.policy.kinds import Kind
from yingzhou.policy.rules import FOREVER
from yingzhou.policy.tree import UP

LEFT, PAID = "排除后", "应发"
NEVER_BOTH, HIGHEST = "不得同时享受", "择高"
Kinds = Mapping[tuple[str, str], Kind]
_NAMES = {"type": "array", "items": schema.TEXT, "minItems": 1}
_FILE = {
    "type": "array",
    "items": schema.entry(
        ["kind", "basis"],
        {
            "kind": {"enum": [NEVER_BOTH, HIGHEST]},
            "first": schema.TEXT,
            "then": _NAMES,
            "among": _NAMES,
            "basis": schema.TEXT,
            "from": schema.DAY,
            "until": schema.DAY,
            "confidence": schema.CONFIDENCE,
            "note": schema.TEXT,
        },
    ),
}


@dataclass(frozen=True)
class Exclusion:
    """``losers`` lose to ``winner`` (不得同时享受), or all of ``among`` compete (择高)."""

    kind: str
    winner: tuple[str, str] | None
    losers: tuple[tuple[str, str], ...]
    basis: str
    since: date
    until: date
    confidence: str
    note: str
    file: str
    line: int

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until

    def concerns(self, benefit: tuple[str, str]) -> bool:
        return benefit in self.losers


def load(path: Path, faults: Faults) -> list[Exclusion]:
    content, file = read(path), str(path)
    if not schema.check(content, _FILE, file, faults):
        return []
    return [one for entry in content if (one := _one(entry, file, faults)) is not None]


def _one(entry: Any, file: str, faults: Faults) -> Exclusion | None:
    never = entry["kind"] == NEVER_BOTH
    wanted = {"first", "then"} if never else {"among"}
    if wanted != {"first", "then", "among"} & set(entry):
        faults.add(file, entry.line, f"{entry['kind']}要写 {'、'.join(sorted(wanted))}")
        return None
    names = [entry["first"], *entry["then"]] if never else entry["among"]
    if any("." not in name for name in names):
        faults.add(file, entry.line, "待遇要写成 人.名称 或 户.名称")
        return None
    pairs = [tuple(name.split(".", 1)) for name in names]
    return Exclusion(
        entry["kind"], pairs[0] if never else None, tuple(pairs[1:] if never else pairs),
        entry["basis"], entry.get("from", date.min), entry.get("until", FOREVER),
        entry.get("confidence", "seen"), entry.get("note", ""), file, entry.line,
    )  # fmt: skip


def check(exclusions: list[Exclusion], known: Kinds, faults: Faults) -> list[Exclusion]:
    """Those whose names exist."""
    good = []
    for one in exclusions:
        names = [*one.losers, *([one.winner] if one.winner else [])]
        missing = [name for name in names if name not in known]
        for entity, name in missing:
            remedy = nearest(f"{entity}.{name}", [f"{e}.{n}" for e, n in known])
            faults.add(one.file, one.line, f"没有“{entity}.{name}”", remedy)
        for entity, name in one.losers:
            rival = next((r for r in names if not _within_reach(entity, r[0])), None)
            if rival and not missing:
                missing.append(rival)
                faults.add(
                    one.file, one.line, f"“{entity}.{name}”看不到“{'.'.join(rival)}”",
                    f"先为{entity}写一条规则, 说明其中是否有人享受, 再写这条规则的名称",
                )  # fmt: skip
        if not missing:
            good.append(one)
    return good


def _within_reach(entity: str, other: str) -> bool:
    """An instance of ``entity`` has one of ``other``: itself, or the group it belongs to."""
    return entity == other or (entity, other) in UP
