"""What may be done with a case now, by whoever looks, and what is still lacking for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import changed, consent
from yingzhou.kernel.cases import lines as asked_lines
from yingzhou.kernel.cases.acting import INSTEAD
from yingzhou.kernel.cases.guards import (
    AMOUNT,
    CAME,
    DEAD,
    GUARDS,
    Asked,
    died,
    missing_materials,
    rule_decides,
    said,
    says_how,
    to_weigh,
    unpublished,
    unvisited,
    weighed,
)
from yingzhou.kernel.cases.models import Correction, Document, Step
from yingzhou.kernel.cases.selectors.rights import ABOUT_YOU, RATED, Right, ways
from yingzhou.kernel.cases.services.consequences import OBJECTED, answers_objections
from yingzhou.kernel.cases.undone import undone
from yingzhou.kernel.cases.whom import Whose, whose
from yingzhou.kernel.catalogue.items import Field, Material, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.kernel.disclosure.models import Objection

from .about import with_child
from .choosing import Way, choices, in_words, usual, waits_for_word
from .fields import FORM, STEP, Ask, asks, plain
from .opening import Opened

BEFOREHAND = (
    "assessed",
    "consultations",
    "other_hands",
)
"""Guards that are asked as they are; others are worked out from what the page has read already.
Whether the rule can say yes or no (``computed``) stands in the explanation of the rules."""
WEIGHED = "看了各部门的答复, 为什么仍可以这样办"
WORD = "等本人说解决了没有; 本人来说了的才登记, 写明本人的话"
APART = {RATED, ABOUT_YOU}
"""Reasons that shut out somebody whose desk it is."""


@dataclass(frozen=True)
class Missing:
    """What a complete application lacks: in words, as questions, as papers."""

    lines: list[str]
    asks: list[Ask]
    members: list[tuple[str, list[Ask]]]
    papers: list[Material]
    refused: list[str]

    @property
    def is_refused(self) -> bool:
        """Something was typed that cannot be read."""
        every = [*self.asks, *(one for _, asks in self.members for one in asks)]
        return any(one.error for one in every)

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True)
class Now:
    """``main``: the one obvious action; None where nobody here goes on, an office below does, or it
    depends on what was found: then it is one of ``choices``."""

    ways: list[Way]
    main: Way | None
    choices: list[Way]
    missing: Missing
    correction: Correction | None
    objections: list[Objection]
    documents: list[Document]
    papers: list[tuple[Material, str, bool]]
    may_complete: bool
    why_not: str
    waits_for_word: bool

    @property
    def to_do(self) -> str:
        """What the officer does here, in a sentence; empty where it is not theirs now."""
        if self.waits_for_word:
            return WORD
        return in_words(self.main, self.choices, self.ways)

    @property
    def others(self) -> list[Way]:
        return [one for one in self.ways if one is not self.main and not one.right.instead]

    @property
    def instead(self) -> list[Way]:
        """What an office below does, and whoever looks may do in its place."""
        return [one for one in self.ways if one.right.instead]


@dataclass(frozen=True)
class Requests:
    """What the applicant was asked for; ``is_left``: whether some of the last has not come."""

    rows: Sequence[Correction]
    is_left: bool


def now(
    opened: Opened,
    user: User,
    typed: Mapping[str, Any] | None = None,
) -> Now:
    """``typed``: what was filled in for a step that was refused, to be shown again: ``transition``,
    ``data``, ``words``, ``faults``."""
    case = opened.case
    documents = list(case.documents.filter(removed_at=None).order_by("material", "pk"))
    asked_for = asked_lines.asked_for(case.pk, documents)
    for one in documents:
        one.asked_for = asked_for.get(one.material, "")  # type: ignore[attr-defined]
    steps = list(case.steps.defer("data").order_by("seq"))
    requests = _requests(opened, documents)
    missing = missing_of(opened, documents)
    possible = list(ways(user, case, opened.item))
    found = [
        _way(opened, way, right, user, missing, steps, requests, typed)
        for way, right in possible
        if right
    ]
    found = _weighing(opened, found)
    shut = {right.why_not for _, right in possible} & APART
    may_receive = user.may("cases.receive")
    is_early = case.is_open and case.accepted_at is None
    asked = case.by == APPLICANT and is_early
    main = usual(found, opened.stage, opened.apply.process, steps, is_lacking=bool(missing))
    return Now(
        ways=found,
        main=main,
        choices=choices(found, case.by) if main is None else [],
        missing=missing,
        correction=_waiting(requests.rows) if asked else None,
        objections=_objections(opened, steps),
        documents=documents,
        papers=[(one, *_state(opened, one, documents)) for one in _wanted(opened, documents)],
        may_complete=may_receive and is_early,
        why_not="; ".join(sorted(shut)),
        waits_for_word=case.is_open and waits_for_word(opened.stage, opened.apply.process),
    )


def _weighing(opened: Opened, found: list[Way]) -> list[Way]:
    """With what departments said, where somebody may go on in the face of it: they say why."""
    if not any({"opinions", "disagreed"} & set(one.way.needs) for one in found):
        return found
    rows = weighed(opened.case)
    return [
        replace(
            one, heard=tuple((row.unit, said(row)) for row in heard), wanted=one.wanted or WEIGHED
        )
        if (heard := to_weigh(one.way, rows)) else one
        for one in found
    ]  # fmt: skip


def _corrections(opened: Opened) -> list[Correction]:
    """Where the stage has to do with them."""
    ways_on = opened.apply.process.ways_from(opened.case.stage)
    if not any(way.corrects for way in ways_on):
        return []
    return list(opened.case.corrections.order_by("pk"))


def _requests(opened: Opened, documents: Sequence[Document]) -> Requests:
    rows = _corrections(opened)
    waiting = _waiting(rows)
    left = undone(opened.apply, opened.case, waiting, documents) if waiting else []
    return Requests(rows, bool(left))


def _waiting(corrections: Sequence[Correction]) -> Correction | None:
    return next((one for one in reversed(corrections) if one.answered_at is None), None)


def _objections(opened: Opened, steps: Sequence[Step]) -> list[Objection]:
    """To what was shown, with what became of them; asks nothing where nobody objected."""
    if not opened.case.is_open or all(step.transition != OBJECTED for step in steps):
        return []
    rows = Objection.objects.filter(notice__about=f"case:{opened.case.pk}")
    return list(rows.order_by("pk"))


def _way(
    opened: Opened,
    way: Transition,
    right: Right,
    user: User,
    missing: Missing,
    steps: Sequence[Step],
    requests: Requests,
    typed: Mapping[str, Any] | None,
) -> Way:
    again = typed if typed and typed["transition"] == way.key else None
    asked = [
        one for one in changed.asked(way, is_waiting=_is_to_correct(opened, way, steps))
        if one.key != AMOUNT or not rule_decides(opened.apply, opened.case)
    ]  # fmt: skip
    asked = with_child(opened, asked)
    return Way(
        way=way,
        right=right,
        lacks=tuple(_lacks(opened, way, user, missing, steps)),
        asks=tuple(
            asks(asked, STEP, {}, errors=again and again["errors"], raw=again and again["data"])
        ),
        words=again["words"] if again else "",
        instead=str(again["data"].get(INSTEAD) or "") if again else "",
        faults=tuple(again["faults"]) if again else (),
        noted=_unchanged(opened, way, steps),
        adds_lines=way.corrects == "ask",
        wanted=_wanted_words(opened, way, requests),
    )


def _is_to_correct(opened: Opened, way: Transition, steps: Sequence[Step]) -> bool:
    taken = [(step.seq, step.transition) for step in steps]
    process, answers = opened.apply.process, opened.case.answers
    return "corrected" in way.needs and changed.waits_since(process, taken, answers) is not None


def _unchanged(opened: Opened, way: Transition, steps: Sequence[Step]) -> str:
    """Whoever decides reads why an objection that was right in part changed no number."""
    if not way.decides or all(step.transition != OBJECTED for step in steps):
        return ""
    ways_ = opened.apply.process.transitions.values()
    again = {one.key for one in ways_ if "corrected" in one.needs}
    last = opened.case.steps.filter(transition__in=again).order_by("-seq").first()
    return str(((last.data if last else None) or {}).get(changed.UNCHANGED) or "")


def _wanted_words(
    opened: Opened,
    way: Transition,
    requests: Requests,
) -> str:
    """What whoever takes this step must write down; empty where a reason, or nothing, is asked."""
    if way.says:
        return way.says
    asked = {
        f"{CAME}(要写明“到场”)": says_how(way),
        "补正只能一次告知: 为什么上次没有说": way.corrects == "ask" and bool(requests.rows),
        "要补的还没有都交来: 为什么现在就交回办理": way.corrects == "answer" and requests.is_left,
        DEAD: bool(died(opened.case)) and "grant" in (way.decides, way.proposes),
        "调查到什么(会作为对异议的答复)": answers_objections(opened.apply.process, way),
    }
    return next((words for words, is_asked in asked.items() if is_asked), "")


def _lacks(
    opened: Opened, way: Transition, user: User, missing: Missing, steps: Sequence[Step]
) -> list[str]:
    """What can be told beforehand, without the answers of the step."""
    found: list[str] = []
    for need in way.needs:
        name, _, of = need.partition(":")
        if name == "answers":
            found += [f"还没有填: {line}" for line in missing.lines if line not in _names(missing)]
        elif name == "consent":
            found += consent.lacking(opened.case.answers)
        elif name == "materials":
            found += [f"还差: {one.name}" for one in missing.papers]
        elif name == "other_person":
            found += _four_eyes(of, user, steps)
        elif name == "staff_kin" and not way.decides:  # there it was asked on the way already
            found += unvisited(opened.case, [step.transition for step in steps], of)
        elif name == "publicity_over":
            taken = [(step.transition, step.target) for step in steps]
            found += unpublished(opened.apply.process, taken, of)
        elif name in BEFOREHAND:
            asked = Asked(opened.case, opened.item, opened.apply, way, user, {}, "", opened.today)
            found += GUARDS[name](asked, of)
    return list(dict.fromkeys(found))


def _names(missing: Missing) -> set[str]:
    """Of what is no question that nobody answered: papers, and consent that was not given."""
    return {one.name for one in missing.papers} | set(missing.refused)


def _four_eyes(of: str, user: User, steps: Sequence[Step]) -> list[str]:
    last = next((step for step in reversed(steps) if step.transition == of), None)
    if last is None or last.user_id != user.pk:
        return []
    return [f"“{last.name}”是您办的, 这一步要由另一个人办"]


def missing_of(opened: Opened, documents: Sequence[Document]) -> Missing:
    answers = opened.case.answers
    uploaded = {one.material for one in documents}
    papers = missing_materials(opened.apply, answers, uploaded)
    refused = consent.lines(opened.apply, answers)
    lines = [*forms.missing(opened.apply.form, answers), *refused]
    lines += [one.name for one in papers]
    held = answers.get(consent.WITHHELD, {})
    values = dict(answers.get("values", {}))
    if consent.refuses_alone(answers):  # to be asked again
        values[consent.CONSENT] = None
    form = opened.apply.form
    lacking = [one for one in _unanswered(form, values, whose(answers)) if one.key not in held]
    members = []
    for number, member in enumerate(answers.get("members", ())):
        own = {**values, **member.get("values", {})}
        if own.get(consent.CONSENT) is False:  # to be asked again
            own[consent.CONSENT] = None
        fields = [
            one for one in _unanswered(form, own, whose(answers, number), each=True)
            if f"m{number}-{one.key}" not in held
        ]  # fmt: skip
        if fields:
            members.append((member["name"], asks(fields, f"m{number}", {})))
    return Missing(lines, asks(lacking, FORM, {}), members, papers, refused)


def _wanted(opened: Opened, documents: Sequence[Document]) -> list[Material]:
    """Papers that the answers call for, and whatever was handed in all the same."""
    values = opened.case.answers.get("values", {})
    there = {one.material for one in documents}
    return [
        one for one in opened.apply.materials
        if one.key in there or forms.applies(one.when, values)
    ]  # fmt: skip


def _state(opened: Opened, paper: Material, documents: Sequence[Document]) -> tuple[str, bool]:
    """How a paper stands, in words, and whether it is there."""
    answers = opened.case.answers
    uploaded = sum(one.material == paper.key for one in documents)
    if uploaded:
        return f"已交 {uploaded} 个文件", True
    if paper.key in answers.get("papers", ()):
        return "窗口看过原件", True
    source = answers.get("known", {}).get(f"material:{paper.key}")
    if source:
        return f"不用交, {source}里有", True
    return "还没有交", False


def _unanswered(
    fields: Sequence[Field], values: Mapping[str, Any], who: Whose, each: bool = False
) -> list[Field]:
    applying = {field.key for field in forms.asked(fields, values, each=each, who=who)}
    return [
        field for field in plain(fields, each)
        if field.key in applying and field.required and values.get(field.key) is None
    ]  # fmt: skip
