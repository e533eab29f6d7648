"""One expression of a rule as a typed tree. What the law's arithmetic does not need is refused."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from yingzhou.policy.faults import nearest
from yingzhou.policy.kinds import FLAG, LABEL, MOST_SCALE, SCALE, Kind, agree
from yingzhou.policy.tree import (
    Arith,
    Choose,
    Climb,
    Compare,
    Const,
    Input,
    Local,
    Logic,
    Node,
    Not,
    OneOf,
    Rescale,
)
from yingzhou.policy.vocabulary import WORDS

from .scope import Scope, attribute, chain

_ARITH: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
_COMPARE: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip


def read(scope: Scope, node: ast.expr) -> Node:
    """The tree of ``node``. Raises PolicyError."""
    if isinstance(node, ast.Name) and node.id in scope.values:
        return Local(scope.values[node.id], node.lineno, node.id)
    reader = READERS.get(type(node))
    if reader is None:
        remedy = f"可用: 四则运算、比较、and/or/not 和 {'、'.join(WORDS[-10:])} 等"
        raise scope.fault(node, "这种写法不能用在规则里", remedy)
    return reader(scope, node)


def logic(scope: Scope, node: ast.BoolOp) -> Node:
    items = tuple(flag(scope, one) for one in node.values)
    return Logic(FLAG, node.lineno, "and" if isinstance(node.op, ast.And) else "or", items)


def choice(scope: Scope, node: ast.IfExp) -> Node:
    test = flag(scope, node.test)
    then, other = alike(scope, node, read(scope, node.body), read(scope, node.orelse))
    return Choose(joined(then, other), node.lineno, test, then, other)


def constant(scope: Scope, node: ast.Constant) -> Const:
    value = node.value
    if isinstance(value, bool):
        return Const(FLAG, node.lineno, int(value))
    if isinstance(value, int):
        return Const(_literal(value), node.lineno, value)
    if isinstance(value, str):
        return Const(LABEL, node.lineno, value)
    if isinstance(value, float):
        raise scope.fault(node, f"规则里不能写小数 {value}", "放进 parameters.yaml, 写明来源")
    raise scope.fault(node, f"“{value!r}”不能用在规则里")


def _literal(value: int) -> Kind:
    return Kind("number", literal="whole" if value else "zero")


def flag(scope: Scope, node: ast.expr) -> Node:
    made = read(scope, node)
    if made.kind.base != "flag":
        raise scope.fault(node, f"这里要的是“是或否”, 得到的是{made.kind}", "写成比较, 如 … > 0")
    return made


def number(scope: Scope, node: ast.expr) -> Node:
    made = read(scope, node)
    if made.kind.base != "number":
        raise scope.fault(node, f"这里要的是数, 得到的是{made.kind}")
    return made


def unary(scope: Scope, node: ast.UnaryOp) -> Node:
    if isinstance(node.op, ast.Not):
        return Not(FLAG, node.lineno, flag(scope, node.operand))
    if isinstance(node.op, ast.USub):
        inner = number(scope, node.operand)
        nought = Const(_literal(0), node.lineno, 0)
        return Arith(inner.kind, node.lineno, "-", nought, inner)
    raise scope.fault(node, "这种写法不能用在规则里")


def arithmetic(scope: Scope, node: ast.BinOp) -> Node:
    if isinstance(node.op, ast.Div | ast.FloorDiv | ast.Mod):
        raise scope.fault(
            node, "除法要写明怎样取整", "如 四舍五入到分(甲 / 乙); 比较大小时改写成乘法"
        )
    op = _ARITH.get(type(node.op))
    if op is None:
        raise scope.fault(node, "只能用 + - * 和带取整的除法")
    left, right = number(scope, node.left), number(scope, node.right)
    if op == "*":
        scale = left.kind.scale + right.kind.scale
        unit = left.kind.unit.times(right.kind.unit)
        if scale > MOST_SCALE or (left.kind.is_money and right.kind.is_money):
            raise scope.fault(node, f"{left.kind}乘{right.kind}没有意义或太细", "先取整再乘")
        literal = _literal(1).literal if left.kind.literal and right.kind.literal else ""
        return Arith(Kind("number", unit, scale, literal), node.lineno, "*", left, right)
    left, right = alike(scope, node, left, right)
    return Arith(joined(left, right), node.lineno, op, left, right)


def comparison(scope: Scope, node: ast.Compare) -> Node:
    parts: list[Node] = []
    sides = [node.left, *node.comparators]
    for op, one, other in zip(node.ops, sides, sides[1:], strict=False):
        if isinstance(op, ast.In | ast.NotIn):
            parts.append(_one_of(scope, node, one, other, isinstance(op, ast.NotIn)))
            continue
        sign = _COMPARE.get(type(op))
        if sign is None:
            raise scope.fault(node, "只能用 < <= > >= == != 和 in 比较")
        left, right = alike(scope, node, read(scope, one), read(scope, other))
        if left.kind.base in ("label", "flag") and sign not in ("==", "!="):
            raise scope.fault(node, f"{left.kind}不能比大小")
        if left.kind == LABEL:
            _check_labels(scope, node, left, right)
        parts.append(Compare(FLAG, node.lineno, sign, left, right))
    return parts[0] if len(parts) == 1 else Logic(FLAG, node.lineno, "and", tuple(parts))


def _one_of(scope: Scope, node: ast.Compare, one: ast.expr, other: ast.expr, negated: bool) -> Node:
    inner = read(scope, one)
    labels = [getattr(item, "value", None) for item in getattr(other, "elts", [])]
    if inner.kind != LABEL or not labels or not all(isinstance(x, str) for x in labels):
        raise scope.fault(node, "in 只用于类别", '如 人.残疾类别 in ("智力", "精神")')
    for label in labels:
        _check_labels(scope, node, inner, Const(LABEL, node.lineno, str(label)))
    made = OneOf(FLAG, node.lineno, inner, tuple(map(str, labels)))
    return Not(FLAG, node.lineno, made) if negated else made


def _check_labels(scope: Scope, node: ast.AST, left: Node, right: Node) -> None:
    """A label that the fact cannot have is a misspelling."""
    for outer, const in ((left, right), (right, left)):
        fact = outer
        while isinstance(fact, Climb):
            fact = fact.inner
        if isinstance(fact, Input) and isinstance(const, Const):
            labels = scope.symbols.inputs[fact.entity, fact.name].labels
            if const.value not in labels:
                remedy = nearest(str(const.value), labels) or f"只有 {'、'.join(labels)}"
                raise scope.fault(node, f"{fact.name}没有“{const.value}”这一类", remedy)


def alike(scope: Scope, node: ast.AST, left: Node, right: Node) -> tuple[Node, Node]:
    """Both at one scale; refused where their units do not agree."""
    if not agree(left.kind, right.kind, scope.entity):
        remedy = (
            "每人的金额先乘人数; 按年的换成按月"
            if left.kind.is_money and right.kind.is_money
            else ""
        )
        if left.kind.literal or right.kind.literal:
            remedy = "金额写进 parameters.yaml, 不写在规则里"
        raise scope.fault(node, f"{left.kind}和{right.kind}不能相加或相比", remedy)
    if left.kind.base != "number":
        return left, right
    scale = max(left.kind.scale, right.kind.scale)
    return rescaled(left, scale), rescaled(right, scale)


def rescaled(node: Node, scale: int) -> Node:
    steps = scale - node.kind.scale
    if steps == 0:
        return node
    if isinstance(node, Const):
        value = int(node.value) * SCALE**steps
        return Const(replace(node.kind, scale=scale), node.line, value)
    return Rescale(Kind("number", node.kind.unit, scale, node.kind.literal), node.line, node, steps)


def joined(left: Node, right: Node) -> Kind:
    """The kind of a sum or a choice: the literal takes the other's unit."""
    if left.kind.base != "number" or not left.kind.literal:
        return left.kind
    return right.kind


READERS: dict[type, Callable[[Scope, Any], Node]] = {
    ast.Constant: constant, ast.Name: attribute, ast.Attribute: attribute, ast.BinOp: arithmetic,
    ast.UnaryOp: unary, ast.BoolOp: logic, ast.Compare: comparison, ast.IfExp: choice,
}  # fmt: skip
"""By form; calls.py adds the words that take arguments."""
__all__ = ["alike", "chain", "flag", "joined", "number", "read", "rescaled"]
