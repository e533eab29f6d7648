"""Who can be asked, and what they tell: ``data/providers.yaml``, checked when it is first read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from yingzhou.policy.faults import Faults
from yingzhou.policy.files.lines import read
from yingzhou.policy.files.schema import CONFIDENCE, TEXT, check, entry

FILE = Path(__file__).parent / "data" / "providers.yaml"
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 1}
_TELLS = entry(
    ["field", "label", "kind"],
    {
        "field": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "label": TEXT,
        "kind": {"enum": ["yesno", "number", "money", "choice"]}, "unit": TEXT,
        "high": {"type": "integer", "minimum": 0},
        "options": {"type": "array", "items": TEXT, "minItems": 2},
    },
)  # fmt: skip
_PROVIDER = entry(
    ["name", "office", "tells", "valid"],
    {
        "name": TEXT, "office": TEXT, "note": TEXT,
        "tells": {"type": "array", "items": _TELLS, "minItems": 1},
        "valid": entry(
            ["days", "source"], {"days": _COUNT, "source": TEXT, "confidence": CONFIDENCE}
        ),
        "timeout": _COUNT,
        "retry": entry(
            ["first", "factor", "most"], {"first": _COUNT, "factor": _COUNT, "most": _COUNT}
        ),
    },
)  # fmt: skip
SCHEMA = {"type": "object", "minProperties": 1, "additionalProperties": _PROVIDER}


@dataclass(frozen=True)
class Tells:
    """One field of an answer. Money in fen; ``high``: more is a mistake of whoever tells it."""

    field: str
    label: str
    kind: str
    unit: str = ""
    high: int | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Retry:
    """The first time to wait, by how much longer each time, and no longer than ``most``."""

    first: timedelta = timedelta(seconds=30)
    factor: int = 2
    most: timedelta = timedelta(minutes=30)


@dataclass(frozen=True)
class Provider:
    """``timeout``: seconds for one answer; ``valid``: for how long an answer may be used."""

    code: str
    name: str
    office: str
    tells: tuple[Tells, ...]
    valid: timedelta
    note: str = ""
    timeout: int = 8
    retry: Retry = field(default_factory=Retry)
    confidence: str = "seen"

    def of(self, name: str) -> Tells | None:
        return next((one for one in self.tells if one.field == name), None)


@cache
def providers() -> Mapping[str, Provider]:
    """By code, in the order of the file. Raises PolicyError with file and line."""
    faults = Faults()
    content = read(FILE)
    check(content, SCHEMA, FILE.name, faults)
    faults.check()
    return {code: _provider(code, said) for code, said in content.items()}


def _provider(code: str, said: Mapping[str, Any]) -> Provider:
    retry = Retry()
    if "retry" in said:
        first, factor, most = (said["retry"][name] for name in ("first", "factor", "most"))
        retry = Retry(timedelta(seconds=first), factor, timedelta(seconds=most))
    tells = (Tells(**{**one, "options": tuple(one.get("options", ()))}) for one in said["tells"])
    return Provider(
        code=code,
        name=said["name"],
        office=said["office"],
        note=said.get("note", ""),
        tells=tuple(tells),
        valid=timedelta(days=said["valid"]["days"]),
        timeout=said.get("timeout", 8),
        retry=retry,
        confidence=said["valid"].get("confidence", "seen"),
    )


def provider_of(field_name: str) -> Provider | None:
    """Who tells a field."""
    return next((one for one in providers().values() if one.of(field_name)), None)
