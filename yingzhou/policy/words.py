"""A node of a rule in Chinese, with the values it had: what a clerk reads aloud.

“低保标准 1,650.00 元/人/月 × 人数 2 人 − 家庭月收入 2,100.00 元/月”
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yingzhou.policy.kinds import DAY, SCALE
from yingzhou.policy.scalar.closures import Frame, closure
from yingzhou.policy.shown import shown
from yingzhou.policy.tree import (
    Arith,
    Calendar,
    Choose,
    Climb,
    Compare,
    Const,
    Gather,
    Input,
    Known,
    Local,
    Logic,
    Lookup,
    Node,
    Not,
    OneOf,
    Param,
    Pick,
    Ref,
    Rescale,
    Round,
)

SIGNS = {"+": "+", "-": "−", "*": "×"}
COMPARED = {
    "<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于", "==": "等于", "!=": "不等于",
}  # fmt: skip
_DAYS = {"<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def words(node: Node, frame: Frame) -> str:
    """``node`` with its leaves' values in ``frame``."""
    return _SAY[type(node)](node, frame)


def compared(node: Compare, op: str) -> str:
    """How ``op`` is said of what ``node`` compares: days are earlier or later, not lower."""
    return _DAYS.get(op, COMPARED[op]) if node.left.kind == DAY else COMPARED[op]


def value_of(node: Node, frame: Frame) -> str:
    """Only the value of ``node``, shown."""
    return shown(node.kind, closure(node)(frame))


def parameter_name(name: str) -> str:
    """低保.标准 as 低保标准."""
    return name.replace(".", "")


def _named(name: str, node: Node, frame: Frame) -> str:
    return f"{name} {value_of(node, frame)}"


def _const(node: Const, frame: Frame) -> str:
    if node.kind.base == "number" and node.kind.scale:
        return str(int(node.value) // SCALE**node.kind.scale)
    if node.kind.base == "number":
        return str(node.value)
    return value_of(node, frame)


def _lookup(node: Lookup, frame: Frame) -> str:
    keys = "、".join(words(key, frame) for key in node.keys)
    return f"{parameter_name(node.name)}({keys}) {value_of(node, frame)}"


def _climb(node: Climb, frame: Frame) -> str:
    return words(node.inner, frame.at(frame.instance.up[node.to]))


def short(node: Node) -> str:
    """What ``node`` is called, without values."""
    say = _SHORT.get(type(node))
    return say(node) if say else "是否已知"


_SHORT: dict[type, Callable[[Any], str]] = {
    Input: lambda node: node.name,
    Ref: lambda node: node.name,
    Local: lambda node: node.name,
    Param: lambda node: parameter_name(node.name),
    Lookup: lambda node: parameter_name(node.name),
    Climb: lambda node: short(node.inner),
    Rescale: lambda node: short(node.inner),
    Calendar: lambda node: node.how,
    Logic: lambda node: ("且" if node.op == "and" else "或").join(short(n) for n in node.items),
    Not: lambda node: f"不是{short(node.inner)}",
    Compare: lambda node: f"{short(node.left)}{compared(node, node.op)}{short(node.right)}",
    OneOf: lambda node: f"{short(node.inner)}为{'、'.join(node.labels)}",
    Arith: lambda node: f"{short(node.left)}{SIGNS[node.op]}{short(node.right)}",
    Pick: lambda node: f"{short(node.left)}和{short(node.right)}中{node.how}的",
    Const: lambda node: str(node.value),
    Round: lambda node: short(node.above),
    Gather: lambda node: f"{short(node.inner)}的{node.how}",
    Choose: lambda node: f"{short(node.then)}或{short(node.other)}",
}


def _gather(node: Gather, frame: Frame) -> str:
    value = value_of(node, frame)
    who = "义务人" if node.members == "赡养义务人" else "成员"
    if node.how == "数" and isinstance(node.inner, Const):
        return f"{'人数' if node.where is None else short(node.where) + '的人数'} {value}"
    what = short(node.inner)
    which = f"({short(node.where)})" if node.where else ""
    match node.how:
        case "数":
            return f"{what}的{who}{which} {value}"
        case "任一":
            return f"有{who}{which}{what}: {value}"
        case "全部":
            return f"{who}{which}都{what}: {value}"
        case _:
            return f"各{who}{which}{what}{node.how} {value}"


def _arith(node: Arith, frame: Frame) -> str:
    left, right = words(node.left, frame), words(node.right, frame)
    if isinstance(node.left, Const) and node.left.value == 0 and node.op == "-":
        return f"−{right}"
    if node.op == "*":
        left, right = _bracketed(node.left, left), _bracketed(node.right, right)
    elif node.op == "-":
        right = _bracketed(node.right, right)
    return f"{left} {SIGNS[node.op]} {right}"


def _bracketed(node: Node, text: str) -> str:
    while isinstance(node, Rescale):
        node = node.inner
    is_sum = isinstance(node, Choose) or (isinstance(node, Arith) and node.op != "*")
    return f"({text})" if is_sum else text


def side(node: Node, frame: Frame) -> str:
    """One side of a comparison, with its total where it is computed."""
    text = words(node, frame)
    inner = node.inner if isinstance(node, Rescale) else node
    if isinstance(inner, Arith | Choose | Pick | Round):
        return f"{text} = {value_of(node, frame)}"
    return text


def _compare(node: Compare, frame: Frame) -> str:
    return f"{side(node.left, frame)} {compared(node, node.op)} {side(node.right, frame)}"


def _logic(node: Logic, frame: Frame) -> str:
    joint = ", 并且 " if node.op == "and" else ", 或者 "
    return joint.join(_within(one, node, frame) for one in node.items)


def _within(one: Node, around: Logic, frame: Frame) -> str:
    """“A 并且 (B 或者 C)”: without brackets nobody could tell which belong together."""
    text = words(one, frame)
    return f"({text})" if isinstance(one, Logic) and one.op != around.op else text


def _choose(node: Choose, frame: Frame) -> str:
    found = closure(node.test)(frame)
    if isinstance(found, bool | int):
        return words(node.then if found else node.other, frame)
    return f"要看{words(node.test, frame)}"


def _pick(node: Pick, frame: Frame) -> str:
    left, right = words(node.left, frame), words(node.right, frame)
    return f"{node.how}者({left}, {right})"


def _round(node: Round, frame: Frame) -> str:
    text = words(node.above, frame)
    if node.below_ is not None:
        above = _bracketed(node.above, text)
        text = f"{above} ÷ {_bracketed(node.below_, words(node.below_, frame))}"
    return f"{text}, {node.name}"


def _calendar(node: Calendar, frame: Frame) -> str:
    if not node.args:
        return f"{node.how} {value_of(node, frame)}"
    inside = "、".join(words(one, frame) for one in node.args)
    return f"{node.how} {value_of(node, frame)}({inside})"


def _one_of(node: OneOf, frame: Frame) -> str:
    return f"{words(node.inner, frame)} 属于 {'、'.join(node.labels)}"


_SAY: dict[type, Callable[[Any, Frame], str]] = {
    Const: _const,
    Input: lambda node, frame: _named(node.name, node, frame),
    Ref: lambda node, frame: _named(_title(node, frame), node, frame),
    Param: lambda node, frame: _named(parameter_name(node.name), node, frame),
    Lookup: _lookup,
    Local: lambda node, frame: _named(node.name, node, frame),
    Climb: _climb,
    Gather: _gather,
    Arith: _arith,
    Rescale: lambda node, frame: words(node.inner, frame),
    Compare: _compare,
    OneOf: _one_of,
    Logic: _logic,
    Not: lambda node, frame: f"不是({words(node.inner, frame)})",
    Choose: _choose,
    Pick: _pick,
    Round: _round,
    Calendar: _calendar,
    Known: lambda node, frame: f"{short(node.inner)}是否已知: {value_of(node, frame)}",
}


def _title(node: Ref, frame: Frame) -> str:
    """The name that the law uses on the day: 低收入困难家庭 until 2024-12-30."""
    rule = frame.run.law.rules.get((node.entity, node.name))
    return rule.heading.shown if rule is not None else node.name
