"""What is different between two versions of an item, in plain words.

A walk through both contents with a table of names: who writes a new key into the schema adds its
name here, and no other line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yingzhou.core.periods import Period, Unit
from yingzhou.kernel.exchange.providers import providers

from .called import REFERRING, Called
from .items.parts import ACTORS, CHANNELS, KINDS, REGISTERS, SUBJECTS

Content = Mapping[str, Any]
LONG = 40
"""Longer texts are cut where they are quoted."""

NAMES = {
    "name": "名称", "plain": "通俗说法", "pinyin": "拼音", "synonyms": "别名", "topics": "主题",
    "who": "谁可以办", "where": "在哪里办", "notes": "说明", "confidence": "核实情况",
    "from": "施行日期", "until": "截止日期", "decides": "判断规则", "benefit": "待遇规则",
    "rules": "规则", "guide.steps": "办事步骤", "guide.materials": "指南所列材料",
    "guide.time": "指南所写时限", "guide.fee": "指南所写费用", "guide.phone": "电话",
    "guide.department": "主管部门", "guide.address": "地址", "apply.subject": "申请主体",
    "apply.register": "户籍要求", "apply.channels": "办理渠道", "apply.data": "资料级别",
    "apply.many": "可以同时办几件", "apply.home": "按哪一问定归属",
    "apply.one_each": "一家同时只办一件", "apply.only.roll": "只给哪个名册上的家庭办",
    "apply.only.say": "不在名册时怎样说", "apply.only.instead": "不在名册时到哪里办",
    "apply.only.granted": "哪些事项批准后算在名册", "apply.only.ended": "哪些事项决定后不算",
    "apply.already.roll": "在哪个名册就先提醒", "apply.already.say": "已经在名册时怎样提醒",
    "apply.already.granted": "哪些事项批准后就提醒",
    "apply.already.ended": "哪些事项决定后不再提醒",
    "apply.already.instead": "已经在名册时到哪里办",
    "apply.apart.when": "由区里直接收下的情形", "apply.apart.who": "按哪一问看说的是谁",
    "apply.apart.words": "说到这些就由区里直接收下",
    "apply.apart.about": "按哪一问看说的是哪件事",
    "apply.secret": "报告人保密", "apply.about": "关于谁的问题",
    "apply.confidential_unless": "按哪一问公开申请人姓名",
    "apply.urgent.when": "哪些回答算紧急", "apply.urgent.say": "紧急时的提醒",
    "apply.result": "办理结果", "apply.decision.rule": "决定所用规则",
    "apply.decision.amount": "金额规则", "apply.decision.per": "发放周期",
    "apply.decision.beside": "同时算出的规则", "apply.decision.starts": "从何时起发",
    "apply.decision.paid": "按什么发放", "apply.decision.goes_out": "多久发一次",
    "apply.decision.hearing": "减发停发前由哪个事项听取意见",
    "apply.awards.ends": "批准后终止的待遇", "apply.awards.sets": "批准后改动的待遇",
    "apply.awards.gives_way": "批准后让位的待遇",
    "apply.slots.day": "按哪一问预约日期", "apply.slots.part": "按哪一问预约时段",
    "apply.slots.ahead": "可以提前几天预约", "apply.slots.capacity": "每个时段可约几个",
    "apply.slots.basis": "预约的依据", "apply.slots.confidence": "预约的核实情况",
    "apply.checks.at": "在哪个环节核对", "apply.checks.providers": "向哪些部门核对",
    "apply.checks.basis": "核对的依据", "apply.checks.confidence": "核对的核实情况",
    "apply.checks.suspends.clocks": "核对时停止计算的期限",
    "apply.checks.suspends.article": "停止计算的依据",
    "apply.assesses.at": "在哪个环节评估", "apply.assesses.instrument": "用哪张量表评估",
    "apply.publicity.days": "公示天数", "apply.publicity.show": "公示内容",
    "apply.publicity.basis": "公示依据", "apply.publicity.confidence": "公示的核实情况",
    "apply.fee.fen": "费用(分)", "apply.fee.basis": "收费依据",
    "apply.retention.years": "档案保存年数", "apply.retention.basis": "保存依据",
    "apply.retention.confidence": "保存年数的核实情况", "apply.process.name": "所用流程",
    "apply.process.start": "第一个环节",
}  # fmt: skip
ENTRY = {
    "ask": "问法", "label": "简称", "kind": "类型", "options": "选项", "required": "必填",
    "help": "提示", "when": "出现条件", "whom": "只问什么人",
    "known": "已有数据来源", "fact": "对应事实",
    "each": "每人问", "within": "是哪一项的一部分", "low": "最小值", "high": "最大值",
    "name": "名称", "basis": "依据", "on_site": "到场才看",
    "confidence": "核实情况", "holder": "责任方", "on_end": "期满后", "may_extend": "可延长",
    "promise": "对外承诺", "plain": "通俗说法", "by": "由谁办", "clocks": "期限",
    "pauses": "暂停的期限", "final": "办结", "from": "从哪里", "to": "到哪里",
    "permission": "所需权限", "needs": "条件", "starts": "开始的期限",
    "stops": "停止的期限", "letter": "信函", "message": "短信", "publicity": "公示",
    "consults": "征求部门意见", "corrects": "补正", "proposes": "拟办意见", "decides": "决定",
    "closes": "办结结果",
    "counts_from": "期限从何时起算", "excludes": "不再计入的", "says": "要写的话",
    "title": "标题", "paragraphs": "正文", "template": "版式", "facts": "写明的填写项",
    "question": "协办内容", "law": "法规", "article": "条款", "note": "备注", "source": "来源",
    "until": "截止日期", "past": "只能是过去的日子", "compared": "和登记对照",
    "weighs": "几种结果并列", "follow_up": "之后多久看一次", "shows": "给协办部门看什么",
    "report": "要写报告",
}  # fmt: skip
WORDS = {
    "seen": "已核对原文", "memory": "凭记忆",
    "derived": "推算", "unverified": "未核实", "personal": "个人", "sensitive": "敏感",
    "children": "未成年人", "grant": "同意", "refuse": "不同意", "show": "开始", "end": "结束",
    "withdraw": "撤下", "granted": "批准", "refused": "不批准", "withdrawn": "撤回",
    "not_accepted": "不予受理", "lapsed": "逾期终止", "done": "办好", "ended": "终止",
    "ask": "一次告知", "answer": "补齐", "lapse": "逾期", "household": "一家一件",
    "receipt": "收到之日", "next_month": "批准的下月", "applied": "申请当月",
    "award": "决定的金额", "registry": "登记在册的金额", "joint": "并联办理",
    "expert": "专家意见", "rating": "评价",
}  # fmt: skip
OF_KEY = {
    "channels": CHANNELS, "register": REGISTERS, "subject": SUBJECTS, "by": ACTORS,
    "holder": ACTORS, "kind": KINDS,
}  # fmt: skip
"""The same word means something else in another place: ``district`` is a channel, a register and
a desk."""
AS_IT_IS = {"rule", "fact", "pinyin"}
"""Names of rules and facts, and sounds, are quoted as they are."""


def differences(old: Content, new: Content) -> list[str]:
    """Every difference, one a line; empty where none is. ``old``, ``new``: contents of items."""
    if ("apply" in old) != ("apply" in new):
        yes = "apply" in new
        told = ["可以在线和窗口申请了" if yes else "不再受理申请, 只作办事指南"]
        bare = [{k: v for k, v in one.items() if k != "apply"} for one in (old, new)]
        return told + differences(*bare)
    return [*_scalars(old, new), *_collections(old, new)]


def _scalars(old: Content, new: Content) -> Iterator[str]:
    before, after = Called(old), Called(new)
    for path, name in NAMES.items():
        one, two, key = _at(old, path), _at(new, path), path.rpartition(".")[2]
        if str(one) != str(two):
            yield from _told(name, _said(one, key, before), _said(two, key, after))


def _at(content: Content, path: str) -> Any:
    found: Any = content
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


Said = str | list[str] | None
"""What people read of a value; of several, each."""


def _said(said: Any, key: str, called: Called) -> Said:
    if said is None:
        return None
    if isinstance(said, list):
        return [_value(one, key, called) for one in said]
    return _value(said, key, called)


def _told(name: str, one: Said, two: Said) -> Iterator[str]:
    if isinstance(one, list) or isinstance(two, list):
        yield from _lists(name, _listed(one), _listed(two))
    elif one is None:
        yield f"{name}: 现写明“{two}”"
    elif two is None:
        yield f"{name}: 不再写(原为“{one}”)"
    else:
        yield f"{name}由“{one}”改为“{two}”"


def _listed(said: Said) -> list[str]:
    return said if isinstance(said, list) else [] if said is None else [said]


def _lists(name: str, one: list[str], two: list[str]) -> Iterator[str]:
    more = [text for text in two if text not in one]
    less = [text for text in one if text not in two]
    if more:
        yield f"{name}增加: {'、'.join(more)}"
    if less:
        yield f"{name}去掉: {'、'.join(less)}"
    if not more and not less:
        yield f"{name}的顺序改了"


def _value(said: Any, key: str, called: Called) -> str:
    if said is None:
        return "没有"
    if isinstance(said, bool):
        return "是" if said else "否"
    if isinstance(said, list):
        return "、".join(_value(one, key, called) for one in said)
    if isinstance(said, Mapping):
        pairs = called.parts(said, key)
        return ", ".join(f"{name}: {_value(one, part, called)}" for name, part, one in pairs)
    text = str(said) if key in AS_IT_IS else _word(str(said), key, called)
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


def _word(said: str, key: str, called: Called) -> str:
    if key == "providers" and said in providers():
        return providers()[said].office
    named = called.word(said, key)
    if key in REFERRING and named != said:
        return named
    return OF_KEY.get(key, WORDS).get(said) or WORDS.get(said) or named


Group = tuple[str, Callable[[Content], dict[str, Content]], str, str, str]


def _by(path: str, *keys: str) -> Callable[[Content], dict[str, Content]]:
    """A list of entries by what tells them apart."""

    def found(content: Content) -> dict[str, Content]:
        entries = _at(content, path) or []
        return {" ".join(str(one[k]) for k in keys if k in one): one for one in entries}

    return found


def _named(path: str) -> Callable[[Content], dict[str, Content]]:
    return lambda content: _at(content, path) or {}


GROUPS: tuple[Group, ...] = (
    ("依据", _by("basis", "law", "article"), "依据增加 {}", "依据去掉 {}", ""),
    ("问题", _by("apply.form", "key"), "新增问题: {}", "不再问: {}", "ask"),
    ("材料", _by("apply.materials", "key"), "新要求: {}", "不再要求: {}", "name"),
    ("协办部门", _by("apply.departments", "unit"), "增加协办部门: {}", "不再协办: {}", "unit"),
    ("时限", _named("apply.process.clocks"), "新增时限: {}", "取消时限: {}", "name"),
    ("环节", _named("apply.process.stages"), "新增环节: {}", "取消环节: {}", "name"),
    ("动作", _named("apply.process.transitions"), "新增动作: {}", "取消动作: {}", "name"),
    ("信函", _named("apply.process.letters"), "新增信函: {}", "不再发信函: {}", "title"),
)
"""What it is; where; the sentences for more and fewer; the key that names an entry to people."""
ASKED: Group = ("填写项", _by("asks", "key"), "增加填写项: {}", "去掉填写项: {}", "ask")
"""What a step asks whoever takes it."""


def _collections(old: Content, new: Content) -> Iterator[str]:
    both = Called(old), Called(new)
    for group in GROUPS:
        yield from _entries(group, old, new, both)


def _entries(
    group: Group, old: Content, new: Content, both: tuple[Called, Called], of: str = ""
) -> Iterator[str]:
    """``of``: the step whose entries they are."""
    what, entries, more, less, name = group
    one, two = entries(old), entries(new)
    for key in two:
        if key not in one:
            yield of + more.format(_called(key, two[key], name)) + _length(two[key])
    for key in one:
        if key not in two:
            yield of + less.format(_called(key, one[key], name))
    for key in one:
        if key in two:
            called = f"“{_called(key, two[key], name)}”"
            yield from _within(f"{of}{what}{called}", one[key], two[key], both)


def _called(key: str, entry: Content, name: str) -> str:
    return str(entry.get(name, key)) if name else key


def _length(entry: Content) -> str:
    return f"({_period(entry)})" if "length" in entry else ""


def _period(entry: Content) -> str:
    """Of a clock (``unit``) or a department (``unit`` is its name, ``in`` the unit)."""
    unit = str(entry.get("unit", ""))
    unit = unit if unit in set(Unit) else entry.get("in", Unit.WORKDAYS)
    return str(Period(int(entry["length"]), Unit(unit)))


def _within(of: str, one: Content, two: Content, both: tuple[Called, Called]) -> Iterator[str]:
    if "length" in one and _period(one) != _period(two):
        name = "承诺时限" if two.get("promise") else f"{of}的时限"
        yield f"{name}由 {_period(one)}改为 {_period(two)}"
    yield from _entries(ASKED, one, two, both, of)
    for key, name in ENTRY.items():
        if str(one.get(key)) != str(two.get(key)):
            said = _said(one.get(key), key, both[0]), _said(two.get(key), key, both[1])
            yield from _told(f"{of}的{name}", *said)
