"""What the applicant declared beside what the registers know today; differences stand out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import checking, consent, known, verified
from yingzhou.kernel.cases.newcomers import ANOTHER, BY_REGISTER, WORDS
from yingzhou.kernel.cases.services.naming import REGISTERED_IN
from yingzhou.kernel.cases.verified import CALLED, NAME, Place
from yingzhou.kernel.cases.whom import Whose, says_nothing, whose
from yingzhou.kernel.catalogue.items import Field
from yingzhou.kernel.people.models import Person

from .opening import Opened
from .settling import Decided, decided

HELD = "没有让申请人填, 按登记核对"
MONEY = "登记的收入、财产等"
REACHES = ("phone", "identity", "account")
"""Kinds of answers by which somebody who reported in confidence is found."""


@dataclass(frozen=True)
class Line:
    """``known``: as the register says, empty where it says nothing; ``found``: as an authority
    outside says; ``shut``: why it is not looked at; ``of``: what the register tells of, as
    ``known`` of a question names it."""

    label: str
    declared: str
    known: str
    source: str
    differs: bool
    shut: str = ""
    found: str = ""
    decided: Decided | None = None
    of: str = ""


@dataclass(frozen=True)
class Marks:
    """By place: what the applicant was not shown, what nobody looks at, what was decided on, what
    authorities outside told."""

    held: Mapping[str, str]
    shut: Mapping[str, str]
    done: Mapping[str, Any]
    outside: Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """Of the whole application, or of one member (``person``)."""

    title: str
    lines: list[Line]
    person: int | None = None
    is_whole: bool = False

    @property
    def differences(self) -> int:
        return sum(line.differs for line in self.lines)


@dataclass(frozen=True)
class Compared:
    groups: list[Group]
    left_out: list[str]
    added: list[str]
    named: list[tuple[str, str, str]]
    today: Mapping[str, Any]

    @property
    def differences(self) -> int:
        found = sum(group.differences for group in self.groups)
        return found + len(self.left_out) + len(self.added)

    def told_of(self, applicant: int | None) -> dict[str, set[int]]:
        """What it shows of whom out of registers, and what authorities outside told: by fact, the
        persons. What a household owns is everybody's; what nobody looks at is not shown."""
        family = {group.person for group in self.groups if group.person}
        found: dict[str, set[int]] = {}
        for group in self.groups:
            own = {group.person} if not group.is_whole else {applicant}
            for line in group.lines:
                if line.known or line.found:
                    whom = own | family if line.of in consent.SHARED else own
                    fact = MONEY if line.of in consent.MONEY else f"登记的{line.label}"
                    there = found.setdefault(fact[: known.FACT], set())
                    there.update(one for one in whom if one is not None)
        return found


def compared(opened: Opened) -> Compared:
    case = opened.case
    today: dict[str, Any] = forms.empty()
    if opened.hides_name:
        pass  # what the registers know of whoever reported is nobody's business
    elif case.applicant is not None:
        today = known.beside(opened.apply, case.applicant, opened.today, case.answers)
    elif case.organisation is not None:
        today = known.prefill_unit(opened.apply, case.organisation)
    answers = case.answers
    values = answers.get("values", {})
    held = answers.get(consent.WITHHELD, {})
    done = answers.get(verified.VERIFIED, {})
    outside = checking.found_on(case, opened.apply, clock.now())
    today = {**today, "outside": outside}
    marks = Marks(held, consent.shut(opened.apply, answers), done, outside)
    form = [one for one in opened.apply.form if not (opened.hides_name and one.kind in REACHES)]
    groups = [
        Group(
            "申请内容",
            list(_lines(form, _applying(values, held, today["values"]), values, today["values"],
                        today["known"], "", marks, whose(answers))),
            is_whole=True,
        )
    ]  # fmt: skip
    registered = {one["person"]: one for one in today["members"]}
    members = answers.get("members", ())
    for number, member in enumerate(members):
        own = member.get("values", {})
        theirs = registered.get(member.get("person"), {"values": {}})["values"]
        of = f"m{number}-"
        who, above = whose(answers, number), {**values, **own}
        names = today.get("names", {})
        lines = [_called(member, names[number], done.get(f"{of}{NAME}"))] if number in names else []
        lines += _lines(form, above, own, theirs, today["known"], of, marks, who)
        relation = f"({member['relation']})" if member.get("relation") else ""
        person = names[number].pk if number in names else member.get("person")
        groups.append(Group(f"{member['name']}{relation}", lines, person))
    left_out, added = ([], []) if today.get("named") else _members(members, registered)
    named = list(_named(members))
    return Compared([group for group in groups if group.lines], left_out, added, named, today)


def _called(member: Mapping[str, Any], registered: Person, entry: Mapping[str, Any] | None) -> Line:
    """What somebody is called whose number the register has under another name."""
    return Line(
        CALLED.label,
        member["name"],
        registered.name,
        REGISTERED_IN,
        differs=member["name"] != registered.name,
        decided=decided(CALLED, entry) if entry else None,
    )


def _named(members: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Who was named beyond the registered household: who, the number in part, what is known."""
    for one in members:
        if "register" in one:
            who = f"{one['name']}({one['relation']})" if one.get("relation") else one["name"]
            is_settled = one["register"] == ANOTHER and one.get("person")
            note = BY_REGISTER if is_settled else WORDS[one["register"]]
            yield who, one.get("number", ""), note


def _members(
    declared: Sequence[Mapping[str, Any]], registered: Mapping[int, Mapping[str, Any]]
) -> tuple[list[str], list[str]]:
    """Names: in the register and not declared, and the other way round."""
    if not declared or not registered:
        return [], []
    named = {one.get("person") for one in declared}
    left_out = [one["name"] for pk, one in registered.items() if pk not in named]
    added = [one["name"] for one in declared if one.get("person") not in registered]
    return left_out, added


def _applying(
    values: Mapping[str, Any], held: Mapping[str, str], register: Mapping[str, Any]
) -> dict[str, Any]:
    """What leads to further questions; where the applicant was not asked, the register says."""
    return {**{key: register.get(key) for key in held if "-" not in key}, **values}


def _lines(
    form: Sequence[Field],
    applying: Mapping[str, Any],
    own: Mapping[str, Any],
    register: Mapping[str, Any],
    sources: Mapping[str, str],
    of: str,
    marks: Marks,
    who: Whose,
) -> Iterator[Line]:
    """Questions that apply, and what the registers know although it was not asked for; ``of``: how
    places of the member begin."""
    for field in forms.asked(form, applying, each=bool(of)):
        if field.kind == "members":
            continue
        said, there = own.get(field.key), register.get(field.key)
        is_shut = f"{of}{field.key}" in marks.shut
        if is_shut:
            there = None
        found = marks.outside.get(f"{of}{field.key}")
        if says_nothing(field, who, said, there, found):
            continue
        differs = Place("", "", field, said, there, found).differs
        yield Line(
            field.label or field.ask,
            HELD if said is None and f"{of}{field.key}" in marks.held else forms.shown(field, said),
            forms.shown(field, there) if there is not None else "",
            sources.get(field.key, ""),
            differs,
            marks.shut.get(f"{of}{field.key}", ""),
            forms.shown(field, found) if found is not None else "",
            decided(field, marks.done[f"{of}{field.key}"])
            if f"{of}{field.key}" in marks.done
            else None,
            field.known,
        )
