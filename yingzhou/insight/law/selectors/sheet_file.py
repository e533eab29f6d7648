"""A case that is pasted or loaded becomes a sheet; faults name the line and the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import yaml

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.book import Book
from yingzhou.policy.faults import Fault, Faults, PolicyError
from yingzhou.policy.files import schema
from yingzhou.policy.files.lines import Lined, line_of, parse
from yingzhou.policy.given.facts import UNKNOWN, case_of
from yingzhou.policy.kinds import FLAG, Kind
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

from .sheet import MOST_MEMBERS, MOST_OBLIGORS, Member, Sheet

PASTED = "粘贴的 YAML"
LARGEST = 60_000
"""Characters of a pasted case."""
_OBJECTS = {"type": "array", "items": {"type": "object"}}
_FORM = {
    "type": "object",
    "required": ["members"],
    "properties": {
        "name": {},
        "at": {},
        "because": {},
        "needs": {},
        "expect": {"type": "object"},
        "household": {"type": ["object", "null"]},
        "members": {
            "type": ["array", "null"],
            "items": {"type": "object", "properties": {"obligors": _OBJECTS}},
        },
        "registers": {"type": "object", "additionalProperties": {"type": ["object", "null"]}},
    },
    "additionalProperties": False,
}


def read(text: str) -> tuple[Sheet, Mapping[str, Any]]:
    """The sheet of a pasted or loaded case, and what it expects. Raises PolicyError."""
    entry = _entry(text)
    faults = Faults()
    if schema.check(entry, _FORM, PASTED, faults):
        members = entry.get("members") or []
        if len(members) > MOST_MEMBERS:
            faults.add(PASTED, line_of(entry, ["members"]), f"试算最多 {MOST_MEMBERS} 个人")
        if any(len(one.get("obligors") or ()) > MOST_OBLIGORS for one in members):
            faults.add(PASTED, line_of(entry, ["members"]), f"每人最多 {MOST_OBLIGORS} 个义务人")
        case_of(book(), only_case(entry), PASTED, faults)
    faults.check()
    return sheet_of(entry), entry.get("expect") or {}


def only_case(entry: Any) -> Lined:
    """Without what an example has besides its household."""
    kept = Lined(entry.line)
    for key in ("household", "members", "registers"):
        if key in entry:
            kept[key], kept.lines[key] = entry[key], entry.lines[key]
    return kept


def _entry(text: str) -> Lined:
    if len(text) > LARGEST:
        raise PolicyError(Fault(PASTED, 0, "太长了", f"只粘贴一户, 最多 {LARGEST:,} 字"))
    _no_references(text)
    content = parse(text, PASTED)
    if isinstance(content, list) and len(content) > 1:
        remedy = "只留要试算的那一户"
        raise PolicyError(
            Fault(PASTED, line_of(content[1], []), f"有 {len(content)} 个例子", remedy)
        )
    entry = content[0] if isinstance(content, list) and content else content
    if not isinstance(entry, Lined):
        remedy = "至少写 members: 和一个成员, 如 - {name: 本人, 出生日期: 1950-05-01}"
        raise PolicyError(Fault(PASTED, 0, "这里应是一户: household 和 members", remedy))
    return entry


def _no_references(text: str) -> None:
    """``&`` and ``*`` could make a few lines into millions."""
    try:
        for token in yaml.scan(text):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
                line = token.start_mark.line + 1
                raise PolicyError(Fault(PASTED, line, "这里不能用 & 和 *", "把值照写一遍"))
    except yaml.YAMLError:
        return  # the parser says it better


def sheet_of(entry: Mapping[str, Any]) -> Sheet:
    """``entry`` as it would be typed; it has been checked."""
    members = [
        Member(
            str(one.get("name", f"成员{n}")),
            str(one.get("register", "")),
            dict(_typed(book(), PERSON, one)),
            [dict(_typed(book(), OBLIGOR, each)) for each in one.get("obligors") or []],
        )
        for n, one in enumerate(entry["members"], 1)
    ]
    registers = {
        str(name): dict(_typed(book(), REGISTERED, facts or {}))
        for name, facts in (entry.get("registers") or {}).items()
    }
    household = dict(_typed(book(), HOUSEHOLD, entry.get("household") or {}))
    at = str(entry.get("at", ""))
    return Sheet("", at, str(entry.get("name", "试算")), household, members, registers)


def _typed(book: Book, entity: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each known fact as it would be typed."""
    for name, raw in facts.items():
        spec = book.inputs.get((entity, str(name)))
        if spec is not None and raw is not None and raw != UNKNOWN:
            yield spec.name, said(spec.kind, raw)


def said(kind: Kind, raw: Any) -> str:
    if kind == FLAG:
        return "是" if raw in (True, "是") else "否"
    return format(raw, "f") if isinstance(raw, Decimal) else str(raw)
