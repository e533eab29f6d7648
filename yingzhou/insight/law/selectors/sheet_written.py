"""The sheet as YAML in the form of ``cases.yaml``. Numbers are brought into the form that means the
same to YAML; what is no number is quoted as it was typed, so that the engine can refuse it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.kinds import DAY, FLAG, LABEL
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

from .sheet import Facts, Sheet

_PLAIN = re.compile(r"[\u4e00-\u9fff][\w\u4e00-\u9fff·]*")
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,6})?")


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
