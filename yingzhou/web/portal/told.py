"""What was filled in, as whoever applied reads it afterwards. What only a register told of another
grown-up is not theirs to read (see ``cases.consent``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.whom import says_nothing, whose
from yingzhou.kernel.catalogue.items import Apply, Field

KEPT = "区里有登记, 经本人同意后由工作人员核对"


@dataclass(frozen=True)
class Group:
    """Of the whole application (no ``title``), or of one member: question, answer, source."""

    title: str
    lines: list[tuple[str, str, str]]


def told_of(apply: Apply, case: Case, today: date) -> list[Group]:
    answers = case.answers
    values, members = answers.get("values", {}), answers.get("members", [])
    others = [
        number for number, one in enumerate(members)
        if one.get("person") != case.applicant_id and not consent.is_child(one, today)
    ]  # fmt: skip
    hidden = _hidden(apply, answers, others)
    groups = [Group("", list(_lines(apply, values, values, answers, "", hidden)))]
    if members:
        names = "、".join(_called(one) for one in members)
        label = next((one.label for one in apply.form if one.kind == "members"), "家里人")
        groups[0].lines.insert(0, (label, names, ""))
    for number, one in enumerate(members):
        own = one.get("values", {})
        lines = list(_lines(apply, {**values, **own}, own, answers, f"m{number}-", hidden))
        groups.append(Group(_called(one), lines))
    return [one for one in groups if one.lines]


def _called(member: Mapping[str, Any]) -> str:
    relation = member.get("relation")
    return f"{member['name']}({relation})" if relation else str(member["name"])


def _hidden(apply: Apply, answers: Mapping[str, Any], others: list[int]) -> set[str]:
    """Places that a register filled in where the applicant did not see it: at a counter, and by
    the district itself. A portal's own answers hold nothing that was not shown."""
    if consent.WITHHELD in answers:
        return set(answers[consent.WITHHELD])
    private = [one for one in apply.form if one.known in consent.PRIVATE]
    found = {f"m{number}-{one.key}" for number in others for one in private if one.each}
    if others:
        known = answers.get("known", {})
        found |= {
            one.key for one in private
            if not one.each and one.known in consent.SHARED and one.key in known
        }  # fmt: skip
    return found


def _lines(
    apply: Apply,
    applying: Mapping[str, Any],
    own: Mapping[str, Any],
    answers: Mapping[str, Any],
    of: str,
    hidden: set[str],
) -> Iterator[tuple[str, str, str]]:
    number = int(of[1:-1]) if of else None
    who = whose(answers, number)
    known = answers["known"]
    if number is not None:  # what a counter took in before says it for all members together
        known = answers["members"][number].get("known", known)
    for field in forms.asked(apply.form, applying, each=bool(of)):
        if field.kind == "members" or says_nothing(field, who, own.get(field.key)):
            continue
        if f"{of}{field.key}" in hidden:
            yield field.label, KEPT, ""
        elif own.get(field.key) is not None:
            yield field.label, _said(field, own[field.key]), known.get(field.key, "")


def _said(field: Field, value: Any) -> str:
    return forms.shown(field, value)
