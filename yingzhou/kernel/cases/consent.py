"""What the registers know of other grown-ups is theirs: it is not shown to whoever applies, and it
is counted and looked at only where they agree (个人信息保护法 第十三条、第二十九条).

The question is one of the form, :data:`CONSENT`, asked of every member. ``withheld`` among the
answers, {place: source}, names what a register knows and the applicant was not shown; such places
hold no value. The rules and the officers read the register itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from yingzhou.kernel.accounts.selectors import principals_of
from yingzhou.kernel.catalogue.items import Apply, Field
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.people.selectors import age_on

CONSENT = "consent"
WITHHELD = "withheld"
ADULT = 18
SHARED = frozenset({"money", "vehicle", "premises", "homes", "floor_area"})
"""Sources that know what a household owns together."""
PRIVATE = SHARED | {
    "wage", "pension", "other_income", "medical_cost", "education_cost", "employed", "schooling",
    "illness", "care_level", "disability", "disability_category", "disability_grade", "dibao",
    "left_behind",
}  # fmt: skip
"""Sources that tell of money, work, health and what somebody is given."""


def is_asked(apply: Apply) -> bool:
    return question(apply) is not None


def question(apply: Apply) -> Field | None:
    return next((one for one in apply.form if one.each and one.key == CONSENT), None)


def hold_back(apply: Apply, answers: dict[str, Any], person: Person, day: date) -> dict[str, Any]:
    """``answers`` as the registers filled them, without what is not for ``person`` to read: of the
    members' private facts only their own and those of children for whom they act; of what the
    household owns together nothing, while another grown-up is in it. Three queries."""
    mine = {person.pk} | {
        one.person.pk for one in principals_of(person, day) if age_on(one.person, day) < ADULT
    }
    held: dict[str, str] = {}
    known, private = answers["known"], [one for one in apply.form if one.known in PRIVATE]
    for number, member in enumerate(answers["members"]):
        for field in private if member["person"] not in mine else ():
            if field.each and member["values"].pop(field.key, None) is not None:
                held[f"m{number}-{field.key}"] = known[field.key]
    if not _household(person, day) <= mine:
        for field in private:
            is_theirs = field.known in SHARED and not field.each
            if is_theirs and answers["values"].pop(field.key, None) is not None:
                held[field.key] = known[field.key]
    return {**answers, WITHHELD: held}


def lives_with_others(person: Person, day: date) -> bool:
    """Whether what the household owns together is other grown-ups', too. Two queries."""
    rows = Person.objects.filter(pk__in=_household(person, day) - {person.pk})
    return any(age_on(one, day) >= ADULT for one in rows)


def _household(person: Person, day: date) -> set[int]:
    own = Membership.objects.on(day).filter(person=person).values("household")
    rows = Membership.objects.on(day).filter(household__in=own)
    return {person.pk, *rows.values_list("person", flat=True)}


def is_no(place: str, value: Any) -> bool:
    """Whether an answer says that somebody does not agree: as good as none."""
    return place.rpartition("-")[2] == CONSENT and value is False


def refusing(answers: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Members who do not agree, with their number."""
    for number, member in enumerate(answers.get("members", ())):
        if member.get("values", {}).get(CONSENT) is False:
            yield number, member


def shut(apply: Apply, answers: Mapping[str, Any]) -> set[str]:
    """Places of which nobody looks up what the registers know: those of whoever does not agree,
    and what the household owns together."""
    found = {
        f"m{number}-{one.key}"
        for number, _ in refusing(answers)
        for one in apply.form
        if one.each and one.known in PRIVATE
    }
    if found:
        found |= {one.key for one in apply.form if not one.each and one.known in SHARED}
    return found


def refusers(answers: Mapping[str, Any]) -> list[str]:
    return [member["name"] for _, member in refusing(answers)]


def declared(answers: Mapping[str, Any], applicant: int | None, day: date) -> list[str]:
    """Grown-ups for whom the applicant said that they agree."""
    return [
        one["name"]
        for one in answers.get("members", ())
        if one["values"].get(CONSENT) and one["person"] != applicant and not is_child(one, day)
    ]


def is_child(member: Mapping[str, Any], day: date) -> bool:
    """As the answers tell; who does not say when they were born is taken for grown up."""
    born = str(member["values"].get("birth_date") or "")
    return born > day.replace(year=day.year - ADULT, day=min(day.day, 28)).isoformat()


def lines(apply: Apply, answers: Mapping[str, Any]) -> list[str]:
    """What is to be brought, worded as the questions of a form are."""
    asked = question(apply)
    return [f"{name}: {asked.label}" for name in refusers(answers)] if asked else []


def lacking(answers: Mapping[str, Any]) -> list[str]:
    """Why the matter cannot be taken up yet."""
    return [
        f"{name}没有同意核对收入和财产: 请本人补签授权书, 签了再办这一步"
        for name in refusers(answers)
    ]
