"""What may be done with a case now, by whoever looks, and what is still lacking for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.guards import GUARDS, Asked, missing_materials, says_how, unvisited
from yingzhou.kernel.cases.models import Correction, Document, Step
from yingzhou.kernel.cases.selectors.rights import Right, ways
from yingzhou.kernel.catalogue.items import Field, Material, Transition
from yingzhou.kernel.catalogue.items.parts import APPLICANT

from .fields import FORM, STEP, Ask, asks, plain
from .opening import Opened

BEFOREHAND = ("consultations", "publicity_over")
"""Guards that are asked as they are; others are worked out from what the page has read already.
Whether the rule can say yes or no (``computed``) stands in the explanation of the rules."""
REFUSALS = ("refused", "not_accepted", "ended", "withdrawn", "lapsed")


@dataclass(frozen=True)
class Way:
    """A button of who may press it. ``lacks``: why it cannot be pressed yet."""

    way: Transition
    right: Right
    lacks: tuple[str, ...]
    asks: tuple[Ask, ...]
    words: str = ""
    faults: tuple[str, ...] = ()
    adds_lines: bool = False

    @property
    def may(self) -> bool:
        return not self.lacks

    @property
    def needs_words(self) -> bool:
        return "reason" in self.way.needs or says_how(self.way) or self.right.instead

    @property
    def tone(self) -> str:
        """How the button looks: against the applicant, back, or on."""
        if self.way.decides == "refuse" or self.way.closes in REFUSALS:
            return "against"
        return "on"

    @property
    def is_plain(self) -> bool:
        """Nothing to fill in, and nothing that one click too many would end."""
        return self.tone == "on" and not self.asks and not self.needs_words and not self.adds_lines


@dataclass(frozen=True)
class Missing:
    """What a complete application lacks: in words, as questions, as papers."""

    lines: list[str]
    asks: list[Ask]
    members: list[tuple[str, list[Ask]]]
    papers: list[Material]

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True)
class Now:
    """``main``: the one obvious action; None where nobody here goes on, or an office below does."""

    ways: list[Way]
    main: Way | None
    missing: Missing
    correction: Correction | None
    documents: list[Document]
    papers: list[tuple[Material, str, bool]]
    may_complete: bool

    @property
    def to_do(self) -> str:
        """What the officer does here, in a sentence; empty where it is not theirs now."""
        if self.main is None:
            return ""
        if self.main.lacks:
            return f"先补上缺的, 再办“{self.main.way.name}”。"
        against = next((one for one in self.ways if one.may and one.way.decides == "refuse"), None)
        refuse = f"; 不符合的, 写明理由办“{against.way.name}”" if against else ""
        return f"核对填报和材料, 没有问题就办“{self.main.way.name}”{refuse}。"

    @property
    def others(self) -> list[Way]:
        return [one for one in self.ways if one is not self.main and not one.right.instead]

    @property
    def instead(self) -> list[Way]:
        """What an office below does, and whoever looks may do in its place."""
        return [one for one in self.ways if one.right.instead]


def now(
    opened: Opened,
    user: User,
    typed: Mapping[str, Any] | None = None,
) -> Now:
    """``typed``: what was filled in for a step that was refused, to be shown again: ``transition``,
    ``data``, ``words``, ``faults``."""
    case = opened.case
    documents = list(case.documents.filter(removed_at=None).order_by("material", "pk"))
    steps = list(case.steps.defer("data").order_by("seq"))
    missing = missing_of(opened, documents)
    found = [
        _way(opened, way, right, user, missing, steps, typed)
        for way, right in ways(user, case, opened.item)
        if right
    ]
    may_receive = user.may("cases.receive")
    is_early = case.is_open and case.accepted_at is None
    asked = case.by == APPLICANT and is_early
    return Now(
        ways=found,
        main=_main(found, case.by, bool(missing)),
        missing=missing,
        correction=case.corrections.filter(answered_at=None).last() if asked else None,
        documents=documents,
        papers=[(one, *_state(opened, one, documents)) for one in _wanted(opened, documents)],
        may_complete=may_receive and is_early,
    )


def _main(found: Sequence[Way], by: str, is_lacking: bool) -> Way | None:
    """The first that leads on and can be taken; asking for more only where nothing else can; else
    the first that leads on. Nobody has brought everything while something is missing."""
    ours = [way for way in found if way.way.by == by and not way.right.instead]
    on = [way for way in ours if way.tone == "on"]
    if is_lacking:
        on = [way for way in on if way.way.corrects != "answer"]
    can = [way for way in on if way.may]
    usual = [way for way in can if way.way.corrects != "ask"]
    return next(iter(usual or can or on), None)


def _way(
    opened: Opened,
    way: Transition,
    right: Right,
    user: User,
    missing: Missing,
    steps: Sequence[Step],
    typed: Mapping[str, Any] | None,
) -> Way:
    again = typed if typed and typed["transition"] == way.key else None
    return Way(
        way=way,
        right=right,
        lacks=tuple(_lacks(opened, way, user, missing, steps)),
        asks=tuple(
            asks(way.asks, STEP, {}, errors=again and again["errors"], raw=again and again["data"])
        ),
        words=again["words"] if again else "",
        faults=tuple(again["faults"]) if again else (),
        adds_lines=way.corrects == "ask",
    )


def _lacks(
    opened: Opened, way: Transition, user: User, missing: Missing, steps: Sequence[Step]
) -> list[str]:
    """What can be told beforehand, without the answers of the step."""
    found: list[str] = []
    for need in way.needs:
        name, _, of = need.partition(":")
        if name == "answers":
            found += [f"还没有填: {line}" for line in missing.lines if line not in _names(missing)]
        elif name == "materials":
            found += [f"还差: {one.name}" for one in missing.papers]
        elif name == "other_person":
            found += _four_eyes(of, user, steps)
        elif name == "staff_kin" and not way.decides:  # there it was asked on the way already
            found += unvisited(opened.case, [step.transition for step in steps], of)
        elif name in BEFOREHAND:
            asked = Asked(opened.case, opened.item, opened.apply, way, user, {}, "", opened.today)
            found += GUARDS[name](asked, of)
    return list(dict.fromkeys(found))


def _names(missing: Missing) -> set[str]:
    return {one.name for one in missing.papers}


def _four_eyes(of: str, user: User, steps: Sequence[Step]) -> list[str]:
    last = next((step for step in reversed(steps) if step.transition == of), None)
    if last is None or last.user_id != user.pk:
        return []
    return [f"“{last.name}”是您办的, 这一步要由另一个人办"]


def missing_of(opened: Opened, documents: Sequence[Document]) -> Missing:
    answers = opened.case.answers
    uploaded = {one.material for one in documents}
    papers = missing_materials(opened.apply, answers, uploaded)
    lines = [*forms.missing(opened.apply.form, answers), *(one.name for one in papers)]
    values = answers.get("values", {})
    lacking = _unanswered(opened.apply.form, values)
    members = []
    for number, member in enumerate(answers.get("members", ())):
        own = {**values, **member.get("values", {})}
        fields = _unanswered(opened.apply.form, own, each=True)
        if fields:
            members.append((member["name"], asks(fields, f"m{number}", {})))
    return Missing(lines, asks(lacking, FORM, {}), members, papers)


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
    fields: Sequence[Field], values: Mapping[str, Any], each: bool = False
) -> list[Field]:
    applying = {field.key for field in forms.asked(fields, values, each=each)}
    return [
        field for field in plain(fields, each)
        if field.key in applying and field.required and values.get(field.key) is None
    ]  # fmt: skip
