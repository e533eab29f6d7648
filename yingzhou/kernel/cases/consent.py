"""What the registers know of other grown-ups is theirs: it is not shown to whoever applies, and it
is counted and looked at only where they agree (个人信息保护法 第十三条、第二十九条).

The question is one of the form, :data:`CONSENT`, asked of every member; where nobody but whoever
applies is looked at, of them alone (:func:`own_question`). That another grown-up
agrees the applicant only says: it counts when somebody of the staff has seen the paper that they
signed (``signed`` of the member, :func:`sign`). ``withheld`` among the
answers, {place: source}, names what a register knows and the applicant was not shown; such places
hold no value. The rules and the officers read the register itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from yingzhou.core import clock
from yingzhou.kernel.accounts.selectors import principals_of
from yingzhou.kernel.catalogue.items import Apply, Field
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.people.selectors import age_on

CONSENT = "consent"
WITHHELD = "withheld"
SIGNED = "signed"
PAPER = "本人签字的授权书"
OWN_WORD = "本人申请"
ONLINE = "本人网上重新同意"
REFUSED = "没有同意, 不核对"
ALONE = "申请人本人"
UNSEEN = "授权书上的签字还没有核对, 不给看"
ADULT = 18
SHARED = frozenset({"money", "vehicle", "premises", "homes", "floor_area"})
"""Sources that know what a household owns together."""
MONEY = SHARED | {
    "wage", "pension", "other_income", "medical_cost", "education_cost", "employed",
}  # fmt: skip
"""Sources that tell of income, what it is spent on, and property."""
PRIVATE = MONEY | {
    "schooling", "illness", "care_level", "disability", "disability_category", "disability_grade",
    "dibao", "left_behind",
}  # fmt: skip
"""Sources that tell of money, work, health and what somebody is given."""


def is_asked(apply: Apply) -> bool:
    return question(apply) is not None or own_question(apply) is not None


def question(apply: Apply) -> Field | None:
    return next((one for one in apply.form if one.each and one.key == CONSENT), None)


def own_question(apply: Apply) -> Field | None:
    """Of whoever applies, for themselves alone."""
    return next((one for one in apply.form if not one.each and one.key == CONSENT), None)


def refuses_alone(answers: Mapping[str, Any]) -> bool:
    """Whether whoever was asked for themselves alone does not agree."""
    return answers.get("values", {}).get(CONSENT) is False


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


def unsigned(answers: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Grown-ups who are said to agree, and whose signature nobody has seen, with their number."""
    day = clock.today()
    for number, member in enumerate(answers.get("members", ())):
        says_so = member.get("values", {}).get(CONSENT) is True
        if says_so and not member.get(SIGNED) and not is_child(member, day):
            yield number, member


def closed(answers: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Members of whom nobody looks up what the registers know, or not yet."""
    yield from refusing(answers)
    yield from unsigned(answers)


def signed_by(answers: Mapping[str, Any], person: int | None) -> dict[str, Any]:
    """``answers`` as ``person`` hands them in: that they do is their own word."""
    members = [
        {**one, SIGNED: OWN_WORD} if person is not None and one.get("person") == person else one
        for one in answers.get("members", ())
    ]
    return {**answers, "members": members}


def sign(answers: Mapping[str, Any], numbers: Collection[int], by: str) -> dict[str, Any]:
    """``answers`` with the papers that ``by`` has seen: of members, by number, who agree."""
    there = {number for number, _ in unsigned(answers)} & set(numbers)
    members = [
        {**one, SIGNED: by} if number in there else one
        for number, one in enumerate(answers.get("members", ()))
    ]
    return {**answers, "members": members}


def sign_again(
    answers: Mapping[str, Any], numbers: Collection[int], by: str, *, own: bool = False
) -> dict[str, Any]:
    """``answers`` after members, by number, who had not agreed or had taken it back, agree and
    signed anew (``own``: whoever was asked for themselves alone); of the children of the house
    whoever looks after them answers for all."""
    there = {number for number, _ in refusing(answers)} & set(numbers)
    if there & set(minors(answers)):
        there |= set(minors(answers))
    members = [
        {**one, SIGNED: by, "values": {**one["values"], CONSENT: True}} if number in there else one
        for number, one in enumerate(answers.get("members", ()))
    ]
    values = dict(answers.get("values", {}))
    if own and refuses_alone(answers):
        values[CONSENT] = True
    return {**answers, "members": members, "values": values}


def taken_at_word(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Before anything is handed in nobody can have seen what was signed."""
    everybody = range(len(answers.get("members", ())))
    return sign(answers, everybody, "还没有交")


def shut(apply: Apply, answers: Mapping[str, Any]) -> dict[str, str]:
    """Places of which nobody looks up what the registers know, and why: those of whoever does not
    agree or has not signed, and what is the household's."""
    found = {}
    for reason, members in ((UNSEEN, unsigned(answers)), (REFUSED, refusing(answers))):
        for number, _ in members:
            for one in apply.form:
                if one.known in PRIVATE:
                    found[f"m{number}-{one.key}" if one.each else one.key] = reason
    if refuses_alone(answers):
        found |= {one.key: REFUSED for one in apply.form if one.known in PRIVATE and not one.each}
    return found


def refusers(answers: Mapping[str, Any]) -> list[str]:
    alone = [ALONE] if refuses_alone(answers) else []
    return alone + [member["name"] for _, member in refusing(answers)]


def is_child(member: Mapping[str, Any], day: date) -> bool:
    """As the answers tell, or the register, or their number (``born``); of whom nobody knows when
    they were born is taken for grown up."""
    born = str(member["values"].get("birth_date") or member.get("born") or "")
    return born > day.replace(year=day.year - ADULT, day=min(day.day, 28)).isoformat()


def minors(answers: Mapping[str, Any]) -> list[int]:
    """Children of the household, by number: whoever looks after them answers once for all."""
    day = clock.today()
    members = answers.get("members", ())
    return [number for number, one in enumerate(members) if is_child(one, day)]


def answer_for_children(answers: Mapping[str, Any]) -> None:
    """What was said for the first of them is said for all, in place."""
    numbers = minors(answers)
    for number in numbers[1:]:
        said = answers["members"][numbers[0]]["values"].get(CONSENT)
        answers["members"][number]["values"][CONSENT] = said


def lines(apply: Apply, answers: Mapping[str, Any]) -> list[str]:
    """What is to be brought, worded as the questions of a form are."""
    alone = own_question(apply)
    if alone is not None:
        return [alone.label] if refuses_alone(answers) else []
    asked = question(apply)
    if asked is None:
        return []
    papers = [f"{member['name']}: {PAPER}" for _, member in unsigned(answers)]
    return [f"{name}: {asked.label}" for name in refusers(answers)] + papers


def lacking(answers: Mapping[str, Any]) -> list[str]:
    """Why the matter cannot be taken up yet."""
    return [
        f"{name}没有同意核对收入和财产: 请本人补签授权书, 签了再办这一步"
        for name in refusers(answers)
    ] + [
        f"{member['name']}: 还没有看到{PAPER}, 看过以后打勾登记" for _, member in unsigned(answers)
    ]
