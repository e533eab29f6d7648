"""What officials found out about what was declared. It stands beside the answers and never in their
place: ``verified`` among them, {place: entry}; the rules count with it.

A place is the key of a question (``savings``), of a member's (``m0-wage``), what a member is called
(``m0-called``), or a person: ``m0`` (named, and not in the registered household) and ``p17``
(registered, and not named), whose value says whether they are counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import checking, consent, known
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.whom import Whose, says_nothing, whose
from yingzhou.kernel.catalogue.items import Apply, Field

VERIFIED = "verified"
DECLARED, REGISTER, OUTSIDE, VISIT = "declared", "register", "outside", "visit"
ASSESSED = "assessed"
NAME = "called"
"""Ends the place of what a member is called, ``m1-called``."""
CALLED = Field(NAME, "姓名", "text", "姓名")
BY = {
    REGISTER: "按核对",
    OUTSIDE: "按外部核对",
    VISIT: "按入户",
    DECLARED: "按申报",
    ASSESSED: "按评估",
}
"""Where a value that somebody decided on comes from; nobody chooses that it was assessed."""


@dataclass(frozen=True)
class Place:
    """Something the rules count with. ``field`` is None for a person; ``declared``, ``known`` (by
    our registers), ``found`` (by authorities outside): raw values, None where nothing is said;
    ``is_name``: what somebody is called, whose number the register has under another name."""

    key: str
    label: str
    field: Field | None
    declared: Any
    known: Any
    found: Any = None
    is_name: bool = False

    @property
    def differs(self) -> bool:
        """What was declared is not what is known; or what is told from outside is neither."""
        if self.declared is not None and self.known is not None and self.declared != self.known:
            return True
        before = self.known if self.declared is None else self.declared
        return self.found is not None and before is not None and self.found != before

    def is_settled_by(self, entry: Mapping[str, Any] | None) -> bool:
        """Whether somebody decided on it as things are told now. Whose name it is, a desk does not
        decide against the register: there it waits for whoever keeps that."""
        if entry is None or entry["known"] != self.known:
            return False
        if self.is_name and entry["by"] != REGISTER:
            return False
        return self.found is None or entry.get("found") == self.found

    @property
    def told(self) -> str:
        """What each says, in one line."""
        said = (("申报", self.declared), ("登记", self.known), ("外部核对", self.found))
        return ", ".join(f"{by}{self.shown(one)}" for by, one in said if one is not None)

    def shown(self, value: Any) -> str:
        if self.field is not None:
            return forms.shown(self.field, value)
        return "算家里人" if value else "不算家里人"


def registers(apply: Apply, case: Case, day: date, at: datetime | None = None) -> dict[str, Any]:
    """What they know today, and what authorities outside told (``outside``, by place)."""
    who = case.applicant
    ours = known.beside(apply, who, day, case.answers) if who is not None else forms.empty()
    return {**ours, "outside": checking.found_on(case, apply, at or clock.now())}


@dataclass(frozen=True)
class Told:
    """``shut``: places that nobody looks up; ``outside``: what others told, by place."""

    shut: Collection[str]
    outside: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """Whose answers: ``of`` begins the places of a member, whose ``name`` it is."""

    of: str
    name: str
    own: Mapping[str, Any]
    who: Whose


def places(apply: Apply, answers: Mapping[str, Any], today: Mapping[str, Any]) -> Iterator[Place]:
    """Whatever applies, of the household and of each member; ``today``: :func:`registers`."""
    told = Told(consent.shut(apply, answers), today.get("outside", {}))
    own, who = answers.get("values", {}), whose(answers)
    yield from _asked(apply, Asked("", "", own, who), today["values"], {}, told)
    book = {one["person"]: one for one in today["members"]}
    members, is_named = answers.get("members", ()), today.get("named", False)
    names = today.get("names", {})
    for number, one in enumerate(members):
        there = book.get(one.get("person"), {"values": {}})["values"]
        of = f"m{number}-"
        above = answers.get("values", {})
        asked = Asked(of, one["name"], one.get("values", {}), whose(answers, number))
        if number in names:
            label = f"{one['name']}: 姓名"
            yield Place(f"{of}{NAME}", label, CALLED, one["name"], names[number].name, is_name=True)
        yield from _asked(apply, asked, there, above, told)
        if book and not is_named and one.get("person") not in book:
            yield Place(f"m{number}", f"{one['name']}(户籍户里没有)", None, True, False)
    named = {one.get("person") for one in members}
    for pk, one in book.items():
        if members and not is_named and pk not in named:
            yield Place(f"p{pk}", f"{one['name']}(户籍里有, 没有列入)", None, False, True)


def _asked(
    apply: Apply,
    asked: Asked,
    there: Mapping[str, Any],
    above: Mapping[str, Any],
    told: Told,
) -> Iterator[Place]:
    of, own = asked.of, asked.own
    for field in forms.asked(apply.form, {**there, **above, **own}, each=bool(of)):
        if field.fact or field.compared:
            key = f"{of}{field.key}"
            value = None if key in told.shut else there.get(field.key)
            label = f"{asked.name}: {field.label}" if asked.name else field.label
            made = Place(key, label, field, own.get(field.key), value, told.outside.get(key))
            if not says_nothing(field, asked.who, made.declared, made.known, made.found):
                yield made


def unsettled(apply: Apply, answers: Mapping[str, Any], today: Mapping[str, Any]) -> list[Place]:
    """Differences that nobody has decided on, or that the register has told anew since."""
    done = answers.get(VERIFIED, {})
    return [
        one for one in places(apply, answers, today)
        if one.differs and not one.is_settled_by(done.get(one.key))
    ]  # fmt: skip


def contradicted(
    apply: Apply, answers: Mapping[str, Any], today: Mapping[str, Any]
) -> list[tuple[Place, Any]]:
    """What was declared and was found to be something else, with what counts now."""
    done = answers.get(VERIFIED, {})
    return [
        (one, done[one.key]["value"]) for one in places(apply, answers, today)
        if one.key in done and one.declared is not None and done[one.key]["value"] != one.declared
        and done[one.key]["by"] != ASSESSED  # to be mistaken of oneself there is no contradiction
    ]  # fmt: skip


def applied(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers with what was found out in the place of what was declared; ``sources`` (of each
    member, too) tell of which questions."""
    done: Mapping[str, Any] = answers.get(VERIFIED, {})
    if not done:
        return answers
    members = []
    for number, one in enumerate(answers.get("members", ())):
        if done.get(f"m{number}", {"value": True})["value"]:
            members.append(_with(one, done, f"m{number}-"))
    members += [
        {"person": int(key[1:]), "name": entry["name"], "relation": "", "values": {}}
        for key, entry in done.items() if key[0] == "p" and key[1:].isdigit() and entry["value"]
    ]  # fmt: skip
    return {**_with(answers, done, ""), "members": members}


def _with(whole: Mapping[str, Any], done: Mapping[str, Any], of: str) -> dict[str, Any]:
    found = {
        key.removeprefix(of): entry for key, entry in done.items()
        if key.startswith(of) and ("-" in key) == bool(of)
    }  # fmt: skip
    called = found.pop(NAME, None)
    if called is not None and called["by"] == REGISTER:
        whole = {**whole, "name": called["value"]}
    values = {**whole.get("values", {}), **{key: one["value"] for key, one in found.items()}}
    sources = {**whole.get("sources", {}), **{key: one["by"] for key, one in found.items()}}
    return {**whole, "values": values, "sources": sources}
