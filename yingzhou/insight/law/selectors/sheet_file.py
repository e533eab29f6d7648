"""The sheet as YAML in the form of ``cases.yaml``, and back; faults name line and remedy."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.book import Book
from yingzhou.policy.faults import Fault, Faults, PolicyError
from yingzhou.policy.files import schema
from yingzhou.policy.files.facts import UNKNOWN, case_of
from yingzhou.policy.files.lines import Lined, line_of, parse
from yingzhou.policy.kinds import DAY, FLAG, LABEL, Kind
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

from .sheet import MOST_MEMBERS, MOST_OBLIGORS, Facts, Member, Sheet

PASTED = "粘贴的 YAML"
LARGEST = 60_000
"""Characters of a pasted case."""
_PLAIN = re.compile(r"[\u4e00-\u9fff][\w\u4e00-\u9fff·]*")
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,6})?")
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


@dataclass
class Written:
    """``slots``: which input of the form a line came from."""

    lines: list[str] = field(default_factory=list)
    slots: dict[int, str] = field(default_factory=dict)

    def add(self, text: str, slot: str = "") -> None:
        self.lines.append(text)
        if slot:
            self.slots[len(self.lines)] = slot

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def written(sheet: Sheet) -> Written:
    """One case; a wrong number is quoted as it was typed, so that the engine can refuse it."""
    made = Written()
    made.add(f"- name: {_word(sheet.title)}")
    made.add(f"  at: {_word(sheet.at)}", "at")
    if sheet.household:
        made.add("  household:")
        _facts(made, HOUSEHOLD, sheet.household, "    ", "h")
    made.add("  members:" if sheet.members else "  members: []", "members")
    for n, member in enumerate(sheet.members):
        made.add(f"    - name: {_word(member.name)}", f"m{n}:_name")
        _facts(made, PERSON, member.facts, "      ", f"m{n}")
        if member.register:
            made.add(f"      register: {_word(member.register)}", f"m{n}:_register")
        if member.obligors:
            made.add("      obligors:")
        for k, obligor in enumerate(member.obligors):
            _listed(made, OBLIGOR, obligor, "        ", f"m{n}o{k}")
    registers = [
        (n, name) for n, name in enumerate(sheet.register_names()) if sheet.registers.get(name)
    ]
    if registers:
        made.add("  registers:")
    for n, name in registers:
        made.add(f"    {_word(name)}:")
        _facts(made, REGISTERED, sheet.registers[name], "      ", f"r{n}")
    return made


def _facts(made: Written, entity: str, facts: Facts, margin: str, slot: str) -> None:
    for name, value in facts.items():
        if value:
            made.add(f"{margin}{_word(name)}: {_value(entity, name, value)}", f"{slot}:{name}")


def _listed(made: Written, entity: str, facts: Facts, margin: str, slot: str) -> None:
    """One of a list: its first fact stands behind the dash."""
    if not facts:
        made.add(f"{margin}- {{}}")
    for n, (name, value) in enumerate(facts.items()):
        dash = "- " if n == 0 else "  "
        made.add(f"{margin}{dash}{_word(name)}: {_value(entity, name, value)}", f"{slot}:{name}")


def _word(text: str) -> str:
    """Quoted unless nothing else than a word can be read in it. A month needs no quotes."""
    is_month = re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text)
    return text if _PLAIN.fullmatch(text) or is_month else json.dumps(text, ensure_ascii=False)


def _value(entity: str, name: str, text: str) -> str:
    spec = book().inputs.get((entity, name))
    quoted = json.dumps(text, ensure_ascii=False)
    if spec is None or spec.kind == LABEL:
        return text if _PLAIN.fullmatch(text) else quoted
    if spec.kind == FLAG:
        return {"是": "true", "否": "false"}.get(text, quoted)
    if spec.kind == DAY:
        return _day(text) or quoted
    return _number(text) or quoted


def _day(text: str) -> str:
    """1950.5.1, 1950年5月1日 and 19500501 as 1950-05-01; empty where it is no day."""
    bare = unicodedata.normalize("NFKC", text)
    found = re.fullmatch(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?", bare)
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _number(text: str) -> str:
    """１,２００ 元 as 1200; empty where it is no number. No leading nought: YAML reads octal."""
    bare = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removesuffix("元")
    return format(Decimal(bare), "f") if _NUMBER.fullmatch(bare) else ""


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
    try:
        _no_references(text)
        content = parse(text, PASTED)
    except RecursionError:
        raise PolicyError(Fault(PASTED, 0, "一层套一层, 套得太深")) from None
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
