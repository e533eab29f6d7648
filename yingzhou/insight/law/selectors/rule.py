"""One rule as a page: its versions, its words, its surroundings, its examples, its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yingzhou.kernel.catalogue.book import book, folders
from yingzhou.kernel.catalogue.items import Item, item_of
from yingzhou.policy.book import Key
from yingzhou.policy.exclusions import NEVER_BOTH, Exclusion
from yingzhou.policy.law import uses
from yingzhou.policy.prose import Said, told
from yingzhou.policy.rules import FOREVER, Rule

from . import source_text, usage, worked
from .things import (
    Link,
    Thing,
    benefit_of,
    is_made,
    link,
    paid_of,
    parameter_of,
    rule_of,
    span,
    summary,
    version,
)

CONFIDENCE = {
    "seen": "已见原文",
    "memory": "凭记忆, 待核对",
    "derived": "由已知数推出",
    "unverified": "未核实",
}


@dataclass(frozen=True)
class Version:
    """``state``: 现行, 已停用 or 尚未施行."""

    rule: Rule
    span: str
    state: str
    lines: list[source_text.TextLine]
    prose: list[Said]

    @property
    def confidence(self) -> str:
        return CONFIDENCE[self.rule.heading.confidence]


@dataclass(frozen=True)
class Touch:
    """An exclusion that concerns the rule, as a sentence with links in it."""

    before: str
    winners: list[Link]
    between: str
    losers: list[Link]
    after: str
    exclusion: Exclusion
    span: str
    holds: bool


@dataclass(frozen=True)
class Page:
    """``folder``: the code of the folder in which the rule stands (relief/dibao)."""

    key: Key
    folder: str
    summary: str
    shown: Version
    versions: list[Version]
    item: Item | None
    is_made: bool
    parameters: list[Link]
    doubts: list[Link]
    exclusions: list[Touch]
    paid: Link | None
    kept_of: Link | None


def find(entity: str, name: str) -> Key | None:
    """The lineage that has a rule of this name, old names included."""
    lineage = book().names.get((entity, name))
    return (entity, lineage) if lineage is not None else None


def page(key: Key, day: date) -> Page:
    versions = list(_versions(key, day))
    now = version(key, day)
    shown = next(one for one in versions if one.rule is now)
    paid = paid_of(key)
    base = benefit_of(key)
    return Page(
        key,
        _folder(base),
        summary(key, day),
        shown,
        versions[::-1],
        item_of(base),
        is_made(key),
        [link(parameter_of(name), day) for name in uses(now).parameters],
        _doubts(key, day),
        [_touch(one, day) for one in book().exclusions if _concerns(one, base)],
        link(rule_of(paid), day) if paid and not is_made(key) else None,
        link(rule_of(base), day) if base != key else None,
    )


def _folder(key: Key) -> str:
    place = Path(book().rules[key][-1].heading.file).parent
    top = next(one for one in folders() if one == place or one in place.parents)
    return worked.code_of(top, place)


def _versions(key: Key, day: date) -> Iterator[Version]:
    before: Rule | None = None
    for one in book().rules[key]:
        head = one.heading
        state = "现行" if head.holds_on(day) else "已停用" if head.until < day else "尚未施行"
        lines = source_text.lines(one, day, before) if one.text else []
        yield Version(one, span(head), state, lines, list(told(one.body)))
        before = one if one.text else None


def _doubts(key: Key, day: date) -> list[Link]:
    """Unverified figures and rules of today that the result rests on, however deep."""
    found = [link(one, day) for one in usage.everything_below(rule_of(key), day)]
    return [one for one in found if one.is_unverified and one.holds]


def _concerns(one: Exclusion, key: Key) -> bool:
    return key in one.losers or one.winner == key


def _touch(one: Exclusion, day: date) -> Touch:
    never = one.kind == NEVER_BOTH
    winners = [_link(one.winner, day)] if one.winner else []
    until = f"至 {one.until}" if one.until < FOREVER else ""
    since = f"{one.since} 起" if one.since.year > 1949 else ""
    return Touch(
        "有" if never else "",
        winners,
        "的, 不再发" if never else "",
        [_link(key, day) for key in one.losers],
        "" if never else "只发最高的一项",
        one,
        ", ".join(part for part in (since, until) if part) or "一直有效",
        one.holds_on(day),
    )


def _link(key: Key, day: date) -> Link:
    if key in book().inputs:
        return link(Thing("fact", *key), day)
    return link(rule_of((key[0], book().names.get(key, key[1]))), day)
