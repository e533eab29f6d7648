"""The rules that apply the exclusions: 排除后X and 应发X of every benefit X.

Each has one version for every span of time in which the same exclusions hold.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from yingzhou.policy.exclusions import HIGHEST, LEFT, NEVER_BOTH, PAID, Exclusion, Kinds
from yingzhou.policy.kinds import FLAG, LABEL, Kind
from yingzhou.policy.rules import FOREVER, Heading, Rule
from yingzhou.policy.tree import (
    UP,
    Branch,
    Climb,
    Compare,
    Const,
    Input,
    Node,
    Ref,
    Return,
    Statement,
)

Benefit = tuple[str, str]
_DAY = timedelta(days=1)
_SAYS = {
    LEFT: "按“不得同时享受”的规定还剩多少",
    PAID: "按“择高”的规定实际发给多少",
}
_NONE = {LEFT: "没有排除它的待遇", PAID: "实际发给多少; 没有要和它择高的待遇"}


@dataclass(frozen=True)
class Payer:
    """``benefits``: lineage and heading; ``inputs``: names that are facts, not rules."""

    benefits: dict[Benefit, Heading]
    exclusions: list[Exclusion]
    kinds: Kinds
    inputs: Set[Benefit]

    def rules(self) -> list[Rule]:
        return [
            version
            for benefit in self.benefits
            for prefix, kind in ((LEFT, NEVER_BOTH), (PAID, HIGHEST))
            for version in self._versions(benefit, prefix, kind)
        ]

    def _versions(self, benefit: Benefit, prefix: str, kind: str) -> list[Rule]:
        mine = [e for e in self.exclusions if e.kind == kind and benefit in e.losers]
        edges = sorted(
            {
                date.min,
                *(e.since for e in mine),
                *(e.until + _DAY for e in mine if e.until < FOREVER),
            }
        )
        ends = [edge - _DAY for edge in edges[1:]] + [FOREVER]
        return [
            self._version(benefit, prefix, start, end, [e for e in mine if e.holds_on(start)])
            for start, end in zip(edges, ends, strict=True)
        ]

    def _version(
        self, benefit: Benefit, prefix: str, start: date, end: date, holding: list[Exclusion]
    ) -> Rule:
        heading = self.benefits[benefit]
        unverified = any(e.confidence == "unverified" for e in holding)
        first = holding[0] if holding else heading
        made = replace(
            heading,
            name=prefix + benefit[1],
            title=prefix + heading.shown,
            since=start,
            until=end,
            replaces="",
            basis="; ".join(dict.fromkeys(e.basis for e in holding)) or heading.basis,
            summary=_SAYS[prefix] if holding else _NONE[prefix],
            confidence="unverified" if unverified else "seen",
            note="; ".join(e.note for e in holding if e.note),
            file=first.file,
            line=first.line,
        )
        return Rule(made, made.name, self._body(benefit, prefix, holding), "")

    def _body(
        self, benefit: Benefit, prefix: str, holding: list[Exclusion]
    ) -> tuple[Statement, ...]:
        before = "" if prefix == LEFT else LEFT
        body: list[Statement] = []
        for one in holding:
            line = one.line
            mine = self._value(benefit[0], benefit, before, line)
            for rival in [one.winner] if one.winner else one.losers:
                if rival == benefit:
                    continue
                theirs = self._value(benefit[0], rival, LEFT, line)
                test = _has(theirs, line)
                if one.winner is None:
                    first = one.losers.index(rival) < one.losers.index(benefit)
                    test = Compare(FLAG, line, ">=" if first else ">", theirs, mine)
                nothing = Return(_nothing(self.kinds[benefit], line), line)
                body.append(Branch(test, (nothing,), (), line))
        body.append(Return(self._value(benefit[0], benefit, before, 0), 0))
        return tuple(body)

    def _value(self, entity: str, name: Benefit, prefix: str, line: int) -> Node:
        kind = self.kinds[name]
        made: Node
        if name in self.inputs:
            made = Input(kind, line, name[1], name[0])
        else:
            shown = prefix + name[1] if name in self.benefits else name[1]
            made = Ref(kind, line, shown, name[0])
        if name[0] != entity and (entity, name[0]) in UP:
            made = Climb(kind, line, name[0], made)
        return made


def _has(value: Node, line: int) -> Node:
    if value.kind == FLAG:
        return value
    return Compare(FLAG, line, ">", value, Const(Kind("number", literal="zero"), line, 0))


def _nothing(kind: Kind, line: int) -> Node:
    return Const(LABEL, line, "") if kind == LABEL else Const(kind, line, 0)
