"""One application opens every line the household qualifies for (B8): what else the rules give on
what was told and looked up for one matter, and that nobody has to tell it twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.reckoning import Registered, evaluated, facts_of
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.items import Apply, Field, Item, Material, items
from yingzhou.kernel.people.models import Person
from yingzhou.policy.scalar import Evaluation
from yingzhou.policy.scalar.unknown import Unknown
from yingzhou.policy.tree import HOUSEHOLD, PERSON

ALONGSIDE = "一并申请"
"""How a case that was opened so stands to the one it was opened beside."""
ONCE = "次"
"""What is given for something that happened (a bill, an accident), not for how a family lives."""
REACHED = ("account", "bank", "phone")
"""Kinds of questions whose answer is good for every matter of a household."""


@dataclass(frozen=True)
class Line:
    """What a rule gives. ``whom``: who would be the applicant; ``is_theirs``: the applicant of the
    first matter may ask for it as they stand there, for themselves or a child of the house.
    ``amount`` in fen a ``per``; None where the rule names none, or needs to know more."""

    item: Item
    whom: int
    name: str
    is_own: bool
    is_theirs: bool
    amount: int | None
    per: str
    papers: tuple[Material, ...]
    facts: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.item.code}:{self.whom}"

    @property
    def is_of_event(self) -> bool:
        return bool(self.papers) or self.per == ONCE

    @property
    def comes_by_itself(self) -> bool:
        """Paid straight from the registers: nobody has to ask for it."""
        apply = self.item.apply
        return apply is not None and apply.decision.get("paid") == "registry"

    @property
    def what(self) -> str:
        return f"每{self.per} {format_fen(self.amount)} 元" if self.amount else ""


def lines(
    first: Item | None,
    answers: Mapping[str, Any],
    applicant: Person,
    day: date,
    channel: str,
    known: Registered,
) -> list[Line]:
    """What the rules give beside ``first`` (None: as the registers stand), whoever has it already:
    of the household to the applicant, of a person to each of them. No query beyond ``known``."""
    form = first.apply.form if first is not None and first.apply is not None else ()
    inputs = facts_of(form, applicant, answers, known)
    evaluation, _ = evaluated(inputs, day)
    children = _children(answers, known, day)
    found: list[Line] = []
    for item in items(day).values():
        if _can_follow(item, channel):
            given = _given(item, evaluation, inputs, applicant, children)
            found += [
                one
                for one in given
                if not (one.is_own and first is not None and item.code == first.code)
            ]
    return sorted(
        found, key=lambda one: (one.is_of_event, not one.is_own, -(one.amount or 0), one.item.name)
    )


def _can_follow(item: Item, channel: str) -> bool:
    """What is for those on a roll (低保复核) is no line to qualify for."""
    apply = item.apply
    if apply is None or apply.subject == "organisation" or apply.only is not None:
        return False
    return channel in apply.channels and "rule" in apply.decision


def _children(answers: Mapping[str, Any], known: Registered, day: date) -> set[int]:
    told = [one for one in answers.get("members", ()) if consent.is_child(one, day)]
    found = {one["person"] for one in told if one.get("person")}
    for one in known.household["members"]:
        born = str(one.get("birth") or "")
        is_told = len(born) == len("19500101")
        dashed = f"{born[:4]}-{born[4:6]}-{born[6:]}"
        if is_told and consent.is_child({"values": {}, "born": dashed}, day):
            found.add(one["person_id"])
    return found


def _given(
    item: Item,
    evaluation: Evaluation,
    inputs: Mapping[str, Any],
    applicant: Person,
    children: set[int],
) -> Iterator[Line]:
    assert item.apply is not None  # noqa: S101 - asked before
    decision = item.apply.decision
    key, case = book().find(decision["rule"]), evaluation.case
    of_household = key[0] == HOUSEHOLD
    for at, member in enumerate(inputs["members"]):
        person = member["person"]
        if person is None or (of_household and person != applicant.pk):
            continue
        value = evaluation.value(key, case.household if of_household else case.members[at])
        if isinstance(value, Unknown) or not value:
            continue
        amount, is_own = _amount(decision, evaluation, at), person == applicant.pk
        papers = tuple(one for one in item.apply.materials if _is_due(one))
        facts = _named(HOUSEHOLD, inputs["household"]) | _named(PERSON, member["facts"])
        line = Line(
            item, person, member["name"], is_own, is_own or person in children, amount,
            decision.get("per", ""), papers, facts,
        )  # fmt: skip
        if amount != 0 and (is_own or not line.is_of_event):
            yield line


def _is_due(paper: Material) -> bool:
    return paper.required and not paper.known and not paper.when


def _named(entity: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{entity}.{name}": value for name, value in facts.items()}


def _amount(decision: Mapping[str, str], evaluation: Evaluation, at: int) -> int | None:
    if "amount" not in decision:
        return None
    key, case = book().find(decision["amount"]), evaluation.case
    value = evaluation.value(key, case.household if key[0] == HOUSEHOLD else case.members[at])
    return value if isinstance(value, int) else None


def carry(
    first: Apply, told: Mapping[str, Any], applicant: int | None, apply: Apply,
    answers: Mapping[str, Any], whom: int, *, agreed: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """``answers`` to another matter, of ``whom``, with what was told for the first one: the same
    fact of the same person, the same account and telephone. ``agreed``: that they may be looked up,
    and what they signed, holds for this matter, too, for both were asked for together."""
    is_own = whom == applicant
    members = {one["person"]: one for one in told.get("members", ()) if one.get("person")}
    own = _facts(first, told, members.get(whom), is_own)
    said = told.get("values", {})
    of_before = {(one.key, one.kind): one for one in first.form if not one.each}
    values = dict(answers["values"])
    agrees = said.get(consent.CONSENT) if is_own else None
    if members.get(whom):
        agrees = members[whom]["values"].get(consent.CONSENT)
    for field in apply.form:
        if field.each or values.get(field.key) is not None:
            continue
        if field.key == consent.CONSENT:
            values |= {field.key: agrees} if agreed and agrees is not None else {}
            continue
        same = (field.key, field.kind) in of_before and (is_own or field.kind in REACHED)
        value = own.get(field.fact) if field.fact else None
        if value is None and same:
            value = said.get(field.key)
        if value is not None:
            values[field.key] = value
    made = {**answers, "values": values}
    each = {one.key: one for one in apply.form if one.each}
    made["members"] = [_told(one, members.get(one["person"]), first, each, agreed)
                       for one in answers["members"]]  # fmt: skip
    papers = {one.key for one in apply.materials} if is_own else set()
    made["papers"] = [key for key in told.get("papers", ()) if key in papers]
    return made


def _facts(
    first: Apply, told: Mapping[str, Any], member: Mapping[str, Any] | None, is_own: bool
) -> dict[str, Any]:
    """What was told of one person and of the household, by fact."""
    said, own = told.get("values", {}), member["values"] if member else {}
    found = {}
    for field in first.form:
        holder = own if field.each else said
        is_theirs = field.each or is_own or field.fact.startswith(HOUSEHOLD)
        if field.fact and is_theirs and holder.get(field.key) is not None:
            found[field.fact] = holder[field.key]
    return found


def _told(
    row: Mapping[str, Any], before: Mapping[str, Any] | None, first: Apply,
    each: Mapping[str, Field], agreed: bool,
) -> dict[str, Any]:  # fmt: skip
    """What a member was asked before goes before what their register says; whoever agreed did so
    for one matter, where it was not asked for together (``agreed``)."""
    if before is None:
        return dict(row)
    facts = {one.fact: one.key for one in first.form if one.each and one.fact}
    values = dict(row["values"])
    for key, field in each.items():
        if key == consent.CONSENT and not agreed:
            continue
        value = before["values"].get(facts.get(field.fact, key) if field.fact else key)
        if value is not None:
            values[key] = value
    made = {**row, "values": values}
    if agreed and before.get(consent.SIGNED):
        made[consent.SIGNED] = before[consent.SIGNED]
    return made


def still_asked(
    line: Line, first: Item | None, told: Mapping[str, Any], applicant: int
) -> list[Field]:
    """What a form would ask, as far as that can be told before the registers are read for it."""
    apply = line.item.apply
    assert apply is not None  # noqa: S101 - a guide gives nothing
    made = forms.empty()
    if first is not None and first.apply is not None:
        made = carry(first.apply, told, applicant, apply, made, line.whom)
    values = {one.key: line.facts[one.fact] for one in apply.form if one.fact in line.facts}
    values |= made["values"]
    return [
        one for one in forms.asked(apply.form, values)
        if one.required and not one.known and one.kind != "members"
        and one.key != consent.CONSENT and values.get(one.key) is None
    ]  # fmt: skip
