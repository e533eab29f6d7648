"""What may help with which need, as ``data/needs.yaml`` says; checked when it is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yingzhou.core.periods import Period, Unit
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.catalogue.items import items
from yingzhou.policy.faults import Faults
from yingzhou.policy.files.lines import line_of, read
from yingzhou.policy.files.schema import CONFIDENCE, TEXT, check, entry

FILE = Path(__file__).parent / "data" / "needs.yaml"
INSTRUMENT = "needs"
OTHER = "other"
"""What the family wants beside the subjects of the instrument."""
_LIST = {"type": "array", "items": TEXT}
_FILE = entry(
    ["referral", "needs"],
    {
        "referral": entry(
            ["length", "unit", "basis"],
            {"length": {"type": "integer", "minimum": 1}, "unit": {"enum": ["workdays", "days"]},
             "basis": TEXT, "confidence": CONFIDENCE},
        ),
        "needs": {"type": "object", "additionalProperties": entry(
            ["items", "units"], {"items": _LIST, "units": _LIST})},
    },
)  # fmt: skip


@dataclass(frozen=True)
class Need:
    """``items``: codes of the catalogue; ``units``: to whom a family may be referred."""

    key: str
    label: str
    items: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True)
class Referral:
    period: Period
    basis: str
    confidence: str


@cache
def _said() -> dict[str, Any]:
    said, faults = read(FILE), Faults()
    if check(said, _FILE, str(FILE), faults):
        known = {one.key for one in instruments()[INSTRUMENT][-1].items}
        for key, one in said["needs"].items():
            if key not in known:
                faults.add(str(FILE), line_of(said, ["needs", key]), f"评估里没有“{key}”这一样")
            for code in one["items"]:
                if code not in items():
                    line = line_of(said, ["needs", key, "items"])
                    faults.add(str(FILE), line, f"没有事项“{code}”")
    faults.check()
    return dict(said)


def needs() -> dict[str, Need]:
    """In the order of the instrument."""
    said = _said()["needs"]
    return {
        one.key: Need(one.key, one.label, tuple(found["items"]), tuple(found["units"]))
        for one in instruments()[INSTRUMENT][-1].items
        if (found := said.get(one.key, {"items": [], "units": []}))
    }


def referral() -> Referral:
    said = _said()["referral"]
    period = Period(said["length"], Unit(said["unit"]))
    return Referral(period, said["basis"], said.get("confidence", "seen"))


def units() -> list[str]:
    """Everybody to whom a family may be referred."""
    return list(dict.fromkeys(unit for one in needs().values() for unit in one.units))
