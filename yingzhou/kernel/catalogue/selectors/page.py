"""Everything about one item, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from yingzhou.kernel.catalogue.differences import differences
from yingzhou.kernel.catalogue.health import Problem, problems
from yingzhou.kernel.catalogue.items import Item, wordings
from yingzhou.kernel.catalogue.items.parts import (
    KINDS,
    REGISTERS,
    SUBJECTS,
    Field,
    Letter,
    Material,
    Transition,
)
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.catalogue.versions import digest_of, kept_content

from . import drawing, words
from .steps import Step, steps, withdrawal


@dataclass(frozen=True)
class Question:
    field: Field
    kind: str
    options: str
    when: str
    source: str


@dataclass(frozen=True)
class Paper:
    material: Material
    when: str
    source: str


@dataclass(frozen=True)
class Sent:
    """A letter, and the steps that send it."""

    letter: Letter
    after: tuple[str, ...]


@dataclass(frozen=True)
class Version:
    """``name``: 第 2 版, or 将来. ``changes``: against the one before; None for the first."""

    name: str
    since: date
    note: str
    is_present: bool
    changes: list[str] | None


@dataclass(frozen=True)
class Page:
    item: Item
    programme: str
    facts: list[tuple[str, str]]
    problems: list[Problem]
    questions: list[Question]
    papers: list[Paper]
    steps: list[Step]
    withdrawal: str
    drawing: SafeString | str
    letters: list[Sent]
    versions: list[Version]


def page(item: Item, day: date) -> Page:
    """One query."""
    apply, labels = item.apply, {}
    if apply:
        labels = {one.key: one.label for one in apply.form}
    walked = steps(apply.process) if apply else []
    return Page(
        item=item,
        programme=words.programme_of(item.code),
        facts=[(name, text) for name, text in _facts(item) if text],
        problems=problems(item, day),
        questions=[_question(one, labels) for one in apply.form] if apply else [],
        papers=[_paper(one, labels) for one in apply.materials] if apply else [],
        steps=walked,
        withdrawal=withdrawal(apply.process) if apply else "",
        drawing=drawing.draw(walked, f"{item.name}的办理流程") if walked else "",
        letters=_letters(item),
        versions=_versions(item, day),
    )


def _facts(item: Item) -> list[tuple[str, str]]:
    clock, apply = words.promise(item), item.apply
    doubt = "(未核实)" if clock and clock.confidence == "unverified" else ""
    said = [("谁可以办", item.who), ("在哪里办", item.where)]
    said += [("办理渠道", "、".join(words.channels(item)))]
    said += [("承诺时限", f"{words.promised(item)}{doubt}"), ("费用", words.fee(item))]
    if apply:
        said += [("谁来申请", f"{SUBJECTS[apply.subject]}, {REGISTERS[apply.register]}")]
        said += [("办成什么", apply.result)]
        if apply.publicity:
            said += [("公示", f"{apply.publicity.days} 天, {apply.publicity.basis}")]
        said += [("档案保存", f"{apply.retention['years']} 年")]
        said += [("按哪条规则", "、".join(_rules(apply.decision)))]
    said += [("主管部门", str(item.guide.get("department", "")))]
    said += [("电话", str(item.guide.get("phone", "")))]
    said += [("主题", "、".join(item.topics)), ("大家怎么叫", "、".join(item.synonyms))]
    return [*said, ("核实情况", words.CONFIDENCE[item.confidence])]


def _rules(decision: dict[str, str]) -> list[str]:
    return [decision[key] for key in ("rule", "amount") if key in decision]


def _question(one: Field, labels: dict[str, str]) -> Question:
    when = "; ".join(filter(None, (words.condition(one.when, labels), words.of_whom(one.whom))))
    return Question(one, KINDS[one.kind], words.options(one), when, words.source(one.known))


def _paper(one: Material, labels: dict[str, str]) -> Paper:
    return Paper(one, words.condition(one.when, labels), words.source(one.known))


def _letters(item: Item) -> list[Sent]:
    if item.apply is None:
        return []
    ways: Sequence[Transition] = list(item.apply.process.transitions.values())
    found = []
    for key, letter in item.apply.process.letters.items():
        after = tuple(dict.fromkeys(way.name for way in ways if way.letter == key))
        if after:
            found.append(Sent(letter, after))
    return found


def _versions(item: Item, day: date) -> list[Version]:
    """Kept ones, the present one even if nobody was served under it, those to come; newest
    first."""
    made: list[Version] = []
    before = None
    digest = digest_of(item)
    kept = list(ItemVersion.objects.filter(code=item.code).order_by("number"))
    for row in kept:
        changes = differences(before, row.content) if before else None
        note = f"{row.seen_at:%Y-%m-%d} 首次使用"
        is_present = row.digest == digest
        made.append(Version(f"第 {row.number} 版", row.valid_from, note, is_present, changes))
        before = row.content
    if not any(row.digest == digest for row in kept):
        content = kept_content(item)
        changes = differences(before, content) if before else None
        since = max((one for one, _ in wordings(item.code) if one <= day), default=day)
        made.append(Version("现行", since, "还没有人按这一版办过", True, changes))
        before = content
    present = kept_content(item)
    for since, later in wordings(item.code):
        if since > day:
            changes = differences(present, kept_content(later))
            made.append(Version("将来", since, "到那天自动生效", False, changes))
            present = kept_content(later)
    return made[::-1]
