"""What somebody has typed on the workbench: kept as typed until it is read as a case.

Nothing is stored: the whole sheet travels with the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Facts = dict[str, str]
MOST_MEMBERS, MOST_OBLIGORS = 12, 4
LONGEST = 200


@dataclass
class Member:
    name: str = ""
    register: str = ""
    facts: Facts = field(default_factory=dict)
    obligors: list[Facts] = field(default_factory=list)


@dataclass
class Sheet:
    """``title``: the name of the case in a file. ``registers``: facts of 户籍户, by name."""

    rule: str = ""
    at: str = ""
    title: str = "试算"
    household: Facts = field(default_factory=dict)
    members: list[Member] = field(default_factory=lambda: [Member("本人")])
    registers: dict[str, Facts] = field(default_factory=dict)

    def register_names(self) -> list[str]:
        """Names of registered households, in the order of the members; "" is the common one."""
        return list(dict.fromkeys(one.register for one in self.members))


_SLOT = re.compile(r"(h|m(\d{1,2})|m(\d{1,2})o(\d)|r(\d{1,2})):(.+)", re.DOTALL)
"""h:货币财产, m0:月养老金, m0:_name, m0o1:年收入, r0:… (facts of a registered household)."""


def posted(data: Mapping[str, str]) -> Sheet:
    """The sheet in a posted form. Numbers of members and obligors come with it."""
    sheet = Sheet(
        rule=_text(data, "rule"),
        at=_text(data, "at"),
        title=_text(data, "title") or "试算",
        members=[Member() for _ in range(_count(data.get("members", ""), MOST_MEMBERS))],
    )
    for n, member in enumerate(sheet.members):
        member.name = _text(data, f"m{n}:_name") or f"成员{n + 1}"
        member.register = _text(data, f"m{n}:_register")
        many = _count(data.get(f"m{n}:_obligors", ""), MOST_OBLIGORS)
        member.obligors = [{} for _ in range(many)]
    names = sheet.register_names()
    for key, raw in data.items():
        found = _SLOT.fullmatch(key)
        value = str(raw).strip()[:LONGEST]
        if found is None or not value or found[6].startswith("_"):
            continue
        place = _place(sheet, names, found)
        if place is not None:
            place[found[6]] = value
    return sheet


def _text(data: Mapping[str, str], key: str) -> str:
    return str(data.get(key, "")).strip()[:LONGEST]


def _count(text: str, most: int) -> int:
    return min(int(text), most) if text.isdecimal() and len(text) < 4 else 0


def _place(sheet: Sheet, names: list[str], found: re.Match[str]) -> Facts | None:
    if found[1] == "h":
        return sheet.household
    if found[5] is not None:
        at = int(found[5])
        return sheet.registers.setdefault(names[at], {}) if at < len(names) else None
    member = int(found[2] or found[3])
    if member >= len(sheet.members):
        return None
    one = sheet.members[member]
    if found[4] is None:
        return one.facts
    return one.obligors[int(found[4])] if int(found[4]) < len(one.obligors) else None


def changed(sheet: Sheet, action: str) -> Sheet:
    """Adds or removes a member (add, drop:1) or an obligor (owe:0, free:0:1); else as it was."""
    what, *rest = action.split(":")
    numbers = [int(one) for one in rest if one.isdecimal()]
    members = sheet.members
    if what == "add" and len(members) < MOST_MEMBERS:
        members.append(Member(f"成员{len(members) + 1}", members[-1].register if members else ""))
    elif numbers and numbers[0] < len(members):
        one = members[numbers[0]]
        if what == "drop":
            members.pop(numbers[0])
        elif what == "owe" and len(one.obligors) < MOST_OBLIGORS:
            one.obligors.append({})
        elif what == "free" and len(numbers) > 1 and numbers[1] < len(one.obligors):
            one.obligors.pop(numbers[1])
    return sheet
