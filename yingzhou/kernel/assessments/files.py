"""Instruments as the files say: what is asked, who may assess, for how long it holds, and which
rule of the policy engine makes a result of the answers. Checked when the house starts.

``instruments/<key>.v<version>.yaml``; of several versions the one counts whose ``from`` came last.
An assessment keeps its questions as they were asked, so that it is read without the old file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yingzhou.core.periods import Period, Unit
from yingzhou.policy.faults import Faults
from yingzhou.policy.files.lines import line_of, read
from yingzhou.policy.files.schema import CONFIDENCE, DAY, TEXT, check, entry

HERE = Path(__file__).parent / "instruments"
PERSON, HOUSEHOLD = "person", "household"
CLASSES = ("personal", "sensitive", "children")
_KEY = {"type": "string", "pattern": "^[a-z][a-z_]*$"}
_COUNT = {"type": "integer", "minimum": 1}
_FLAG = {"type": "boolean"}
_SAID = {"basis": TEXT, "confidence": CONFIDENCE}
_PERIOD = entry(
    ["length", "unit", "basis"],
    {"length": _COUNT, "unit": {"enum": ["workdays", "days", "months"]}, **_SAID},
)
_OPTION = entry(
    ["say"], {"say": TEXT, "plain": TEXT, "fact": _FLAG, "need": _FLAG, "urgent": _FLAG}
)
_ITEM = entry(
    ["key", "ask", "label", "scale"],
    {"key": _KEY, "ask": TEXT, "label": TEXT, "scale": TEXT, "fact": TEXT, "help": TEXT},
)
_FILE = entry(
    ["key", "version", "from", "name", "of", "data", "basis", "assessors", "task", "valid", "renew",
     "dispute", "result", "scales", "items"],
    {
        "key": _KEY, "version": _COUNT, "from": DAY, "name": TEXT,
        "of": {"enum": [PERSON, HOUSEHOLD]}, "data": {"enum": list(CLASSES)}, **_SAID,
        "assessors": entry(
            ["count", "roles", "basis"],
            {"count": {"enum": [1, 2]}, "roles": {"type": "array", "items": TEXT, "minItems": 1},
             **_SAID},
        ),
        "task": _PERIOD, "valid": _PERIOD, "dispute": _PERIOD,
        "renew": entry(["days", "basis"], {"days": _COUNT, **_SAID}),
        "result": entry(
            ["label", "rule"], {"label": TEXT, "rule": TEXT, "needs": TEXT, "urgent": TEXT}
        ),
        "scales": {"type": "object", "minProperties": 1, "additionalProperties": {
            "type": "array", "items": _OPTION, "minItems": 2}},
        "items": {"type": "array", "items": _ITEM, "minItems": 1},
    },
)  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One answer. ``fact``: what it means for the rule; ``need``: that something is needed."""

    say: str
    plain: str = ""
    fact: bool | None = None
    need: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Item:
    """One question. ``fact``: the fact of the policy rules that it answers."""

    key: str
    ask: str
    label: str
    options: tuple[Option, ...]
    fact: str = ""
    help: str = ""

    def option(self, said: str) -> Option | None:
        return next((one for one in self.options if one.say == said), None)


@dataclass(frozen=True)
class Term:
    """A period, where it is written, and how sure that is."""

    period: Period
    basis: str
    confidence: str


@dataclass(frozen=True)
class Instrument:
    """``assessors``: how many sign; ``roles``: who may. ``valid``: for how long a result holds;
    ``renew_days``: so long before its end it is made anew. ``needs``, ``urgent``: the facts that
    count the answers which say so."""

    key: str
    version: int
    since: date
    name: str
    of: str
    data: str
    basis: str
    confidence: str
    assessors: int
    roles: tuple[str, ...]
    who: str
    task: Term
    valid: Term
    renew_days: int
    dispute: Term
    label: str
    rule: str
    needs: str
    urgent: str
    items: tuple[Item, ...]

    @property
    def facts(self) -> dict[str, str]:
        """Question → fact of the rules."""
        return {one.key: one.fact for one in self.items if one.fact}


@cache
def instruments() -> dict[str, tuple[Instrument, ...]]:
    """By key, the oldest version first. Raises PolicyError with every fault of every file."""
    return load(HERE)


def load(folder: Path) -> dict[str, tuple[Instrument, ...]]:
    faults = Faults()
    found: dict[str, list[Instrument]] = {}
    for path in sorted(folder.glob("*.yaml")):
        said = read(path)
        if check(said, _FILE, str(path), faults) and _fits(said, path, faults):
            found.setdefault(said["key"], []).append(_instrument(said))
    faults.check()
    return {key: tuple(sorted(some, key=lambda one: one.since)) for key, some in found.items()}


def _fits(said: dict[str, Any], path: Path, faults: Faults) -> bool:
    """What one line says of another."""
    problems = list(_problems(said, path))
    for place, problem in problems:
        faults.add(str(path), line_of(said, place), problem)
    return not problems


def _problems(said: dict[str, Any], path: Path) -> Iterator[tuple[list[Any], str]]:
    if path.name != f"{said['key']}.v{said['version']}.yaml":
        yield ["key"], f"文件名要写成 {said['key']}.v{said['version']}.yaml"
    keys = [one["key"] for one in said["items"]]
    for number, one in enumerate(said["items"]):
        options = said["scales"].get(one["scale"])
        if options is None:
            yield ["items", number, "scale"], f"没有分档“{one['scale']}”"
        elif "fact" in one and any("fact" not in option for option in options):
            yield ["items", number, "fact"], "对应事实的问题, 每一档都要写 fact"
        if keys.count(one["key"]) > 1:
            yield ["items", number, "key"], f"有同名的问题“{one['key']}”"


def _term(said: dict[str, Any]) -> Term:
    period = Period(said["length"], Unit(said["unit"]))
    return Term(period, said["basis"], said.get("confidence", "seen"))


def _instrument(said: dict[str, Any]) -> Instrument:
    scales = {
        key: tuple(Option(**one) for one in options) for key, options in said["scales"].items()
    }
    items = tuple(
        Item(**{key: value for key, value in one.items() if key != "scale"},
             options=scales[one["scale"]])
        for one in said["items"]
    )  # fmt: skip
    result = said["result"]
    return Instrument(
        **{key: said[key] for key in ("key", "version", "name", "of", "data", "basis")},
        since=said["from"],
        confidence=said.get("confidence", "seen"),
        assessors=said["assessors"]["count"],
        roles=tuple(said["assessors"]["roles"]),
        who=said["assessors"]["basis"],
        task=_term(said["task"]),
        valid=_term(said["valid"]),
        renew_days=said["renew"]["days"],
        dispute=_term(said["dispute"]),
        label=result["label"],
        rule=result["rule"],
        needs=result.get("needs", ""),
        urgent=result.get("urgent", ""),
        items=items,
    )


def instrument(key: str, day: date) -> Instrument | None:
    """The version that counts on ``day``; None where there is none (yet)."""
    some = [one for one in instruments().get(key, ()) if one.since <= day]
    return some[-1] if some else None
