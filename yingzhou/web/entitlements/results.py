"""The answer in three parts: probably yes, not yet certain, at present not. Words for residents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yingzhou.core.money import format_fen
from yingzhou.kernel.catalogue.items import Item, item_of
from yingzhou.policy.book import Key
from yingzhou.policy.explain import doubts_of, line_of
from yingzhou.policy.rules import Heading
from yingzhou.policy.scalar import Step, Unknown
from yingzhou.policy.tree import HOUSEHOLD

from .household import Found, Outcome
from .plainly import Reason, missing, plain_reasons, rivals

PERIODS = {"月": "每月", "季": "每季", "年": "每年", "次": "一次"}
FAMILY = "全家"
IN_KIND = frozenset({"养老服务补贴", "养老服务消费补贴", "长护险基金支付"})
"""Pays for services and never reaches the resident's hand (the rules' own notes say so)."""
_BEFORE = re.compile(r"\([^()]*前: [^()]*\)")


@dataclass(frozen=True)
class Part:
    """What one person (or the whole family) gets, lacks or fails."""

    of: str
    amount: str = ""
    reasons: tuple[Reason, ...] = ()
    rivals: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    note: str = ""

    @property
    def is_near(self) -> bool:
        """Worth reading although it comes to nothing."""
        if self.of != FAMILY:
            return bool(self.rivals and self.amount)
        return bool(self.rivals) or any(one.is_money for one in self.reasons)


@dataclass
class Entry:
    """One benefit. ``doubts``: figures and rules behind it that nobody has verified."""

    name: str
    item: Item | None
    clause: str
    period: str
    summary: str
    in_kind: bool
    parts: list[Part] = field(default_factory=list)
    doubts: dict[str, None] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)

    @property
    def is_near(self) -> bool:
        """A family's margin in money, or an amount that something excludes: read first."""
        return any(part.is_near for part in self.parts)

    @property
    def is_same_for_all(self) -> bool:
        """Everybody fails for the same reasons, in the same words."""
        said = {(part.reasons, part.rivals, part.note) for part in self.parts}
        return len(said) == 1


@dataclass
class Results:
    """``yes``, ``unsure`` and ``no`` hold each benefit once, with the people it is about."""

    yes: list[Entry]
    unsure: list[Entry]
    no: list[Entry]
    monthly: int
    in_kind: int
    once: int
    others: list[str]

    @property
    def unsure_alike(self) -> list[list[Entry]]:
        """Benefits that lack the same things stand together."""
        groups: dict[object, list[Entry]] = {}
        for entry in self.unsure:
            noted = entry.name if any(part.note for part in entry.parts) else ""
            lack = (tuple(entry.missing), tuple(entry.offices), noted)
            groups.setdefault(lack, []).append(entry)
        return list(groups.values())

    @property
    def near(self) -> list[Entry]:
        return [entry for entry in self.no if entry.is_near]

    @property
    def far(self) -> list[Entry]:
        return [entry for entry in self.no if not entry.is_near]

    @property
    def monthly_shown(self) -> str:
        return format_fen(self.monthly)

    @property
    def in_kind_shown(self) -> str:
        return format_fen(self.in_kind)

    @property
    def once_shown(self) -> str:
        return format_fen(self.once)

    @property
    def has_doubts(self) -> bool:
        return any(entry.doubts for entry in self.yes)


def results(found: Found) -> Results:
    """Everything the page shows, each benefit in the part that its people belong to."""
    made: dict[str, dict[Key, Entry]] = {"yes": {}, "unsure": {}, "no": {}}
    sums = {"月": 0, "kind": 0, "次": 0, "季": 0, "年": 0}
    for one in found.outcomes:
        heading = _heading(found, one.benefit)
        if heading is None:
            continue
        where = "unsure" if one.value is None else "yes" if one.value else "no"
        entry = made[where].setdefault(one.benefit, _entry(one.benefit, heading))
        if one.value:
            doubts = doubts_of(found.evaluation, found.evaluation.step(one.key, one.instance))
            entry.doubts.update(dict.fromkeys(doubt.name for doubt in doubts))
        entry.outcomes.append(one)
        entry.parts.append(_part(found, one, heading))
        if one.value:
            kind = entry.in_kind and heading.benefit == "月"
            sums["kind" if kind else heading.benefit] += one.value
    for entry in made["unsure"].values():
        entry.missing, entry.offices = missing(found, entry.outcomes)
    others = [f"{PERIODS[p]} {format_fen(sums[p])} 元" for p in ("季", "年") if sums[p]]
    parts = {name: list(entries.values()) for name, entries in made.items()}
    return Results(
        **parts, monthly=sums["月"], in_kind=sums["kind"], once=sums["次"], others=others
    )


def _heading(found: Found, benefit: Key) -> Heading | None:
    """As the law has it this month; None for a benefit that is not given (any more)."""
    rule = found.evaluation.law.rules.get(benefit)
    return rule.heading if rule is not None else None


def _entry(benefit: Key, heading: Heading) -> Entry:
    clause = _BEFORE.sub("", heading.basis)
    return Entry(
        name=heading.shown,
        item=item_of(benefit),
        clause=clause,
        period=PERIODS[heading.benefit],
        summary=heading.summary,
        in_kind=benefit[1] in IN_KIND,
    )


def _part(found: Found, one: Outcome, heading: Heading) -> Part:
    of = FAMILY if one.instance.entity == HOUSEHOLD else one.instance.label
    own = found.evaluation.step(one.benefit, one.instance)
    if one.value:
        amount = f"{PERIODS[heading.benefit]} {format_fen(one.value)} 元"
        return Part(of, amount, steps=tuple(_steps(found, own)))
    if one.value is None:
        note = ""
        if not isinstance(own.value, Unknown) and own.value:
            names = "、".join(rivals(found, one))
            note = (
                f"本身符合, {PERIODS[heading.benefit]} {format_fen(own.value)} 元; 要先确定{names}"
            )
        return Part(of, note=note)
    if isinstance(own.value, Unknown) or own.value:
        amount = "" if isinstance(own.value, Unknown) else f"{format_fen(own.value)} 元"
        return Part(of, amount, rivals=tuple(rivals(found, one)))
    reasons = tuple(plain_reasons(found, one))
    if any(reason.is_too_little for reason in reasons):  # poor enough for something better
        better = tuple(rivals(found, one))
        reasons = () if better else reasons
        return Part(of, reasons=reasons, rivals=better)
    return Part(of, reasons=reasons)


def _steps(found: Found, own: Step) -> Iterator[str]:
    """How the amount came about: the benefit's own lines."""
    for sentence in line_of(found.evaluation, own).sentences:
        if not sentence.startswith("条件"):
            yield sentence
