"""A rule in plain Chinese, without values: for readers who do not read the source.

“如果不是符合低保: 结果是 0; 算出 差额: 低保标准 × 核算人数 − 家庭月收入; 结果是 …”
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yingzhou.policy.kinds import FLAG, LABEL, SCALE
from yingzhou.policy.tree import (
    OBLIGOR,
    Arith,
    Assign,
    Branch,
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
    Statement,
)
from yingzhou.policy.words import OPPOSITE, SIGNS, compared, parameter_name

_COMPOSED = (Arith, Choose, Logic, Compare, Pick, Round)
JOINTS = {"and": ", 并且", "or": ", 或者"}


@dataclass(frozen=True)
class Said:
    """One line; ``depth`` 0 is the outermost."""

    depth: int
    text: str


def told(body: tuple[Statement, ...], depth: int = 0) -> Iterator[Said]:
    """The body of a rule, line by line."""
    for one in body:
        if isinstance(one, Assign):
            yield Said(depth, f"先算“{one.name}”: {plain(one.value)}")
        elif isinstance(one, Branch):
            yield from _branch(one, depth)
        else:
            yield from _result(one.value, depth)


def _branch(one: Branch, depth: int) -> Iterator[Said]:
    yield Said(depth, f"如果{plain(one.test)}:")
    yield from told(one.then, depth + 1)
    if one.other:
        yield Said(depth, "否则:")
        yield from told(one.other, depth + 1)


def _result(value: Node, depth: int) -> Iterator[Said]:
    if isinstance(value, Logic):
        every = value.op == "and"
        yield Said(depth, "以下都满足才是“是”:" if every else "以下满足一项就是“是”:")
        for one in value.items:
            yield Said(depth + 1, plain(one))
        return
    yield Said(depth, f"结果: {plain(value)}")


def plain(node: Node) -> str:
    """One expression in words."""
    return _SAY[type(node)](node)


def _const(node: Const) -> str:
    if node.kind == FLAG:
        return "是" if node.value else "否"
    if node.kind == LABEL:
        return f"“{node.value}”" if node.value else "没有"
    if node.kind.base == "number":
        return str(int(node.value) // SCALE**node.kind.scale)
    return str(node.value)


def _gather(node: Gather) -> str:
    who = "义务人" if node.members == "赡养义务人" else "成员"
    which = f"{plain(node.where)}的" if node.where else ""
    if node.how == "数" and isinstance(node.inner, Const):
        return f"{which}{who}人数" if which else "人数"
    what = plain(node.inner)
    match node.how:
        case "数":
            return f"{which}{who}中{what}的人数"
        case "任一":
            return f"有{which}{who}{what}"
        case "全部":
            return f"{which}{who}全都{what}"
        case "合计":
            return f"各{which}{who}的{_wrapped(node.inner)}之和"
    return f"各{which}{who}的{_wrapped(node.inner)}中{node.how}的"


def _wrapped(node: Node) -> str:
    """In brackets where it has parts of its own."""
    inner = node
    while isinstance(inner, Rescale):
        inner = inner.inner
    text = plain(node)
    return f"({text})" if isinstance(inner, _COMPOSED) else text


def _arith(node: Arith) -> str:
    if isinstance(node.left, Const) and node.left.value == 0 and node.op == "-":
        return f"−{_wrapped(node.right)}"
    left = _factor(node.left) if node.op == "*" else plain(node.left)
    right = plain(node.right) if node.op == "+" else _factor(node.right)
    return f"{left} {SIGNS[node.op]} {right}"


def _factor(node: Node) -> str:
    inner = node
    while isinstance(inner, Rescale):
        inner = inner.inner
    is_product = isinstance(inner, Arith) and inner.op == "*"
    return plain(node) if is_product else _wrapped(node)


def _logic(node: Logic) -> str:
    parts = [
        f"({plain(one)})" if isinstance(one, Logic) and one.op != node.op else plain(one)
        for one in node.items
    ]
    return f"{JOINTS[node.op]} ".join(parts)


def _not(node: Not) -> str:
    inner = node.inner
    if isinstance(inner, Compare):
        return f"{plain(inner.left)} {compared(inner, OPPOSITE[inner.op])} {plain(inner.right)}"
    if isinstance(inner, Gather) and inner.how == "任一":
        return f"没{plain(inner)}"
    if isinstance(inner, OneOf):
        return f"{plain(inner.inner)}不是 {'、'.join(inner.labels)}"
    if isinstance(inner, Known):
        return f"还不知道{plain(inner.inner)}"
    text = plain(inner)
    return f"不是({text})" if isinstance(inner, Logic) else f"不是“{text}”"


def _round(node: Round) -> str:
    if node.below_ is None:
        return f"{plain(node.above)}, {node.name}"
    return f"{_factor(node.above)} ÷ {_wrapped(node.below_)}, {node.name}"


def _calendar(node: Calendar) -> str:
    inside = "、".join(plain(one) for one in node.args)
    return f"{node.how}({inside})" if inside else node.how


def _climb(node: Climb) -> str:
    inner = plain(node.inner)
    if node.to == "人":
        return f"本人的{inner}"
    return f"本户的{inner}" if node.to == "户" else f"{node.to}的{inner}"


_SAY: dict[type, Callable[[Any], str]] = {
    Const: _const,
    Input: lambda node: ("义务人的" if node.entity == OBLIGOR else "") + node.name,
    Ref: lambda node: node.name,
    Param: lambda node: parameter_name(node.name),
    Lookup: lambda node: (
        f"{parameter_name(node.name)}表(按{'、'.join(plain(key) for key in node.keys)}查)"
    ),
    Local: lambda node: node.name,
    Climb: _climb,
    Gather: _gather,
    Arith: _arith,
    Rescale: lambda node: plain(node.inner),
    Compare: lambda node: f"{plain(node.left)} {compared(node, node.op)} {plain(node.right)}",
    OneOf: lambda node: f"{plain(node.inner)}是 {'、'.join(node.labels)} 之一",
    Logic: _logic,
    Not: _not,
    Choose: lambda node: (
        f"如果{plain(node.test)}就是{_wrapped(node.then)}, 否则是{_wrapped(node.other)}"
    ),
    Pick: lambda node: f"{_wrapped(node.left)}和{_wrapped(node.right)}中{node.how}的",
    Round: _round,
    Calendar: _calendar,
    Known: lambda node: f"已经知道{plain(node.inner)}",
}
