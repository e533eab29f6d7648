"""The index by programme, and the page of all facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from yingzhou.policy.book import Key
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.kinds import DAY, FLAG, LABEL
from yingzhou.policy.shown import shown

from .links import Links, cell


@dataclass(frozen=True)
class Item:
    """What one folder holds, under the name that people know it by."""

    title: str
    folder: Path


@dataclass(frozen=True)
class Chapter:
    """A programme."""

    title: str
    items: tuple[Item, ...]


HEAD = """# 政策规则

这里的每一页都由规则文件生成, 不要手改: 改了规则以后运行 `yingzhou policy docs --to docs/policy`。
标“未核实”的, 数字或写法还没有人对照原文核实, 计算照常进行, 凡用到它的结果都会注明。

- [全部事实](事实.md): 规则要问的每一项, 从哪里来, 没有记录时怎样认定
- [怎样写一户的情况](../policy-cases.md)"""


def index_page(links: Links, chapters: list[Chapter]) -> str:
    return "\n".join(_index(links, chapters)) + "\n"


def _index(links: Links, chapters: list[Chapter]) -> Iterator[str]:
    yield HEAD
    for chapter in chapters:
        found = [part for item in chapter.items for part in _rules_of(links, item)]
        if found:  # a programme of services alone has no law to show
            yield from ("", f"## {chapter.title}", *found)


def _rules_of(links: Links, item: Item) -> Iterator[str]:
    book = links.book
    rules = [k for k in book.folders.get(str(item.folder), ()) if book.rules[k][-1].text]
    figures = [
        name for name, one in book.parameters.items() if Path(one.file).parent == item.folder
    ]
    if rules or figures:
        yield ""
        yield from _item(links, item.title, rules, sorted(figures))


def _item(links: Links, title: str, rules: list[Key], figures: list[str]) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    for key in rules:
        versions = links.book.rules[key]
        head = versions[-1].heading
        given = " · 待遇" if head.benefit else ""
        doubt = " · **未核实**" if any(one.heading.is_unverified for one in versions) else ""
        many = f" · {len(versions)} 个版本" if len(versions) > 1 else ""
        summary = f": {cell(head.summary)}" if head.summary else ""
        yield f"- {links.rule(key, '')}{given}{many}{doubt}{summary}"
    for name in figures:
        one = links.book.parameters[name]
        doubt = " · **未核实**" if any(dated.is_unverified for dated in one.history) else ""
        yield f"- 参数 {links.parameter(name, '')}{doubt}: {cell(one.meaning)}"


def facts_page(links: Links) -> str:
    return "\n".join(_facts(links)) + "\n"


def _facts(links: Links) -> Iterator[str]:
    yield "# 全部事实"
    yield ""
    yield "没有记录又没有认定办法的是未知: 要用到它的结果也是未知, 并说明还要知道什么。"
    yield ""
    yield "| 事实 | 是什么 | 含义 | 来源 | 没有记录时 | 用到它的规则 |"
    yield "|---|---|---|---|---|---|"
    for key, spec in sorted(links.book.inputs.items()):
        users = "、".join(links.rule(one, "") for one in links.users.get(key, []))
        cells = (spec.key, type_of(spec), spec.meaning, spec.source, assumed(spec))
        yield f"| {' | '.join(map(cell, cells))} | {users} |"
    yield ""
    yield "[回到目录](README.md)"


def type_of(spec: InputSpec) -> str:
    if spec.kind == LABEL:
        return "、".join(spec.labels)
    words = {FLAG: "是否", DAY: "日期"}
    return words.get(spec.kind) or str(spec.kind.unit)


def assumed(spec: InputSpec) -> str:
    if spec.assume is None:
        return "未知"
    return f"按 {shown(spec.kind, spec.assume)}: {spec.because}"
