"""What an item rests on: rules with examples, figures that hold today, words that are verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from yingzhou.kernel.catalogue.book import book, folders
from yingzhou.kernel.catalogue.items.parts import Item
from yingzhou.policy.book import Key
from yingzhou.policy.exclusions import LEFT, PAID
from yingzhou.policy.faults import PolicyError
from yingzhou.policy.files.lines import read
from yingzhou.policy.law import uses

from .problem import BAD, DOUBT, Problem

SHOWN = 4
"""So many doubts are named, the rest are counted."""


def resting(item: Item, day: date) -> Iterator[Problem]:
    yield from _shown_by_example(item)
    yield from _figures(item, day)
    doubts = list(_doubts(item, day))
    if doubts:
        more = f"等 {len(doubts)} 处" if len(doubts) > SHOWN else ""
        yield Problem(
            DOUBT, f"{'、'.join(doubts[:SHOWN])}{more}还没有核对原文", "核对原文以后改成“已核实”"
        )


def _shown_by_example(item: Item) -> Iterator[Problem]:
    known = _with_example(tuple(folders()))
    for key in _deciding(item):
        if key not in known:
            yield Problem(BAD, f"规则“{key[1]}”没有算例", "在 cases.yaml 里写一户, 写明应得多少")


def _deciding(item: Item) -> list[Key]:
    """Rules whose answer somebody is told: of the decision, and every benefit of the folder."""
    said = item.apply.decision if item.apply else {}
    benefit = item.content.get("benefit", ())
    named = [said.get("rule"), said.get("amount"), item.content.get("decides")]
    named += [benefit] if isinstance(benefit, str) else list(benefit)
    found = []
    for name in filter(None, named):
        try:
            found.append(_lineage(str(name)))
        except KeyError:
            continue
    return list(dict.fromkeys([*found, *(key for key in book().benefits if key in item.rules)]))


def _lineage(name: str) -> Key:
    """Of a rule; what is paid of a benefit, or left of it, is that benefit."""
    entity, short = book().find(name)
    for made in (LEFT, PAID):
        if short.startswith(made) and (entity, short.removeprefix(made)) in book().rules:
            return entity, short.removeprefix(made)
    return entity, short


@lru_cache(maxsize=4)
def _with_example(places: tuple[Path, ...]) -> frozenset[Key]:
    """Every rule of which some example says what comes out, by lineage."""
    found = set()
    for path in (path for place in places for path in place.rglob("cases.yaml")):
        try:
            entries = read(path) or []
        except PolicyError:
            continue
        for name in {name for entry in entries for name in entry.get("expect", ())}:
            try:
                found.add(_lineage(str(name)))
            except KeyError:
                continue
    return frozenset(found)


def _figures(item: Item, day: date) -> Iterator[Problem]:
    """A rule that holds names a figure that holds no more, or not yet."""
    for key in item.rules:
        rule = book().version(key, day)
        for name in uses(rule).parameters if rule else ():
            parameter = book().parameters.get(name)
            if parameter is not None and parameter.on(day) is None:
                last = parameter.history[-1].since if parameter.history else day
                when = f"{last} 起停用" if last <= day else f"{last} 起才有"
                yield Problem(BAD, f"“{key[1]}”用到的“{name}”今天没有数值({when})", "补上现行数值")


def _doubts(item: Item, day: date) -> Iterator[str]:
    if item.confidence == "unverified":
        yield "全文"
    yield from (f"《{one['law']}》" for one in item.basis if one.get("confidence") == "unverified")
    if item.apply:
        for clock in item.apply.process.clocks.values():
            if clock.confidence == "unverified":
                yield f"期限“{clock.name}”"
        if item.apply.publicity and item.apply.publicity.confidence == "unverified":
            yield "公示天数"
        if item.apply.slots and item.apply.slots.confidence == "unverified":
            yield "预约名额"
        if item.apply.retention.get("confidence") == "unverified":
            yield "档案保存年数"
    yield from _doubtful_rules(item, day)


def _doubtful_rules(item: Item, day: date) -> Iterator[str]:
    here = str(item.folder)
    for key in item.rules:
        rule = book().version(key, day)
        if rule and rule.heading.is_unverified and str(Path(rule.heading.file).parent) == here:
            yield f"规则“{key[1]}”"
    for parameter in book().parameters.values():
        held = parameter.on(day)
        if held and held.is_unverified and str(Path(parameter.file).parent) == here:
            yield f"数值“{parameter.name}”"
