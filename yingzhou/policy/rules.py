"""What a rule is once it has been read: its heading, and the tree of its body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.policy.kinds import Kind
from yingzhou.policy.tree import Statement

FOREVER = date.max
BENEFITS = ("月", "季", "年", "次")


@dataclass(frozen=True)
class Heading:
    """What stands above a rule's body.

    ``since`` and ``until`` are inclusive. ``benefit`` is how often it is given (empty: it is no
    benefit, only a step). ``replaces`` names the rule that it takes the place of.
    ``may_be_absent``: on days on which it does not hold it means 0 or 否 (未施行="无").
    """

    name: str
    entity: str
    kind: Kind
    basis: str
    since: date
    until: date
    benefit: str
    replaces: str
    title: str
    confidence: str
    note: str
    may_be_absent: bool
    summary: str
    file: str
    line: int

    @property
    def shown(self) -> str:
        return self.title or self.name

    @property
    def is_unverified(self) -> bool:
        return self.confidence == "unverified"

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, eq=False)
class Rule:
    """One version of a rule. ``lineage`` is the name by which all versions and replaced rules are
    found; ``text`` is the author's own source."""

    heading: Heading
    lineage: str
    body: tuple[Statement, ...]
    text: str

    @property
    def name(self) -> str:
        return self.heading.name

    @property
    def entity(self) -> str:
        return self.heading.entity

    @property
    def kind(self) -> Kind:
        return self.heading.kind
