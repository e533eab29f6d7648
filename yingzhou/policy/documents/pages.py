"""The page of a rule: each version with clause and text, what it rests on, examples."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.policy.book import Key
from yingzhou.policy.exclusions import NEVER_BOTH, Exclusion
from yingzhou.policy.law import Uses, uses
from yingzhou.policy.prose import told
from yingzhou.policy.rules import FOREVER, Rule

from .examples import Told, examples_of
from .figures import value_of
from .links import SURE, Links, cell, until

OFTEN = {"月": "按月", "季": "按季", "年": "按年", "次": "按次"}


def rule_page(links: Links, key: Key) -> str:
    versions = links.book.rules[key]
    return "\n".join(_page(links, key, versions)) + "\n"


def _page(links: Links, key: Key, versions: tuple[Rule, ...]) -> Iterator[str]:
    head = versions[-1].heading
    yield f"# {head.shown}"
    yield ""
    often = f", {OFTEN[head.benefit]}给付" if head.benefit else ""
    yield f"{key[0]}.{key[1]} · 结果是{head.kind}{often}"
    yield ""
    for rule in reversed(versions):
        yield from _version(rule)
    yield from _excluded(links, key)
    yield from _basis(links, [uses(rule) for rule in versions])
    users = [one for one in links.users.get(key, []) if one != key]
    yield "## 哪些规则用到它"
    yield ""
    yield "、".join(links.rule(one) for one in users) or "没有别的规则用到它。"
    yield ""
    yield from _examples(examples_of(links.book, key))
    yield f"写在 `{links.place(head.file)}`。[回到目录](../README.md)"


def _version(rule: Rule) -> Iterator[str]:
    head = rule.heading
    yield f"## {head.shown}, {until(rule)}"
    yield ""
    yield f"依据: {head.basis}。确信: {SURE[head.confidence]}。"
    if head.note:
        yield f"备注: {head.note}。"
    yield ""
    if head.summary:
        yield f"> {cell(head.summary)}"
        yield ""
    for said in told(rule.body):
        yield f"{'  ' * said.depth}- {said.text}"
    yield ""
    yield "```python"
    yield rule.text
    yield "```"
    yield ""


def _excluded(links: Links, key: Key) -> Iterator[str]:
    found = [one for one in links.book.exclusions if key in one.losers or key == one.winner]
    if not found:
        return
    yield "## 不能同时享受的"
    yield ""
    for one in found:
        yield f"- {_exclusion(links, one)}"
    yield ""


def _exclusion(links: Links, one: Exclusion) -> str:
    def said(key: Key) -> str:
        return links.rule(key) if key in links.book.rules else ".".join(key)

    losers = "、".join(said(key) for key in one.losers)
    if one.kind == NEVER_BOTH and one.winner:
        text = f"有 {said(one.winner)} 的, 不发 {losers}"
    else:
        text = f"{losers} 只发最高的一项"
    span = [f"自 {one.since}" if one.since.year > 1 else ""]
    span += [f"至 {one.until}" if one.until < FOREVER else ""]
    details = [*filter(None, span), f"依据: {one.basis}", SURE[one.confidence], one.note]
    return f"{text}({'; '.join(filter(None, details))})"


def _basis(links: Links, used: list[Uses]) -> Iterator[str]:
    rules = dict.fromkeys(key for one in used for key in one.rules)
    facts = dict.fromkeys(key for one in used for key in one.inputs)
    names = dict.fromkeys(name for one in used for name in one.parameters)
    yield "## 依据什么算"
    yield ""
    if rules:
        yield "规则: " + "、".join(links.rule(key) for key in rules)
        yield ""
    if facts:
        yield "事实: " + "、".join(f"[{'.'.join(key)}](../事实.md)" for key in facts)
        yield ""
    if names:
        yield "| 参数 | 最近的值 | 自 | 确信 |"
        yield "|---|---|---|---|"
        for name in names:
            one = links.book.parameters[name]
            last = one.history[-1]
            value = value_of(one, last)
            yield f"| {links.parameter(name)} | {value} | {last.since} | {SURE[last.confidence]} |"
        yield ""
    if not (rules or facts or names):
        yield "只看日期。"
        yield ""


def _examples(found: list[Told]) -> Iterator[str]:
    if not found:
        return
    yield "## 算例"
    yield ""
    yield "| 情形 | 时间 | 结果 | 怎样算 |"
    yield "|---|---|---|---|"
    for one in found:
        cells = (one.name, one.at, one.expected, one.because)
        yield f"| {' | '.join(map(cell, cells))} |"
    yield ""
