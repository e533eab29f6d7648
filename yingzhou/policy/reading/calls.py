"""The words of a rule that take arguments: roundings, aggregates over members, tables, calendar."""

from __future__ import annotations

import ast

from yingzhou.policy.faults import nearest
from yingzhou.policy.kinds import DAY, FLAG, Kind, count
from yingzhou.policy.tree import (
    DOWN,
    Calendar,
    Const,
    Gather,
    Known,
    Logic,
    Lookup,
    Node,
    Pick,
    Round,
)
from yingzhou.policy.vocabulary import CALENDAR, GATHERS, PICKS, ROUNDINGS, WORDS

from .expressions import READERS, alike, flag, joined, number, read, rescaled
from .scope import PEOPLE, Scope, chain, member


def call(scope: Scope, node: ast.Call) -> Node:
    name = getattr(node.func, "id", "")
    if name not in WORDS:
        raise scope.fault(node, f"不认识“{name or ast.unparse(node.func)}”", nearest(name, WORDS))
    if node.keywords and name not in ("最大", "最小"):
        raise scope.fault(node, f"{name} 不用“{node.keywords[0].arg}=”")
    if name in ROUNDINGS:
        return rounding(scope, node, name)
    if name in GATHERS:
        return gather(scope, node, name)
    if name in CALENDAR:
        return calendar(scope, node, name)
    if name in PICKS:
        left, right = _arguments(scope, node, name, 2)
        one, other = alike(scope, node, number(scope, left), number(scope, right))
        return Pick(joined(one, other), node.lineno, name, one, other)
    if name == "查表":
        return lookup(scope, node)
    (inner,) = _arguments(scope, node, name, 1)
    return Known(FLAG, node.lineno, read(scope, inner))


def _arguments(scope: Scope, node: ast.Call, name: str, many: int) -> list[ast.expr]:
    if len(node.args) != many:
        raise scope.fault(node, f"{name}(…) 要 {many} 个值, 写了 {len(node.args)} 个")
    return node.args


def rounding(scope: Scope, node: ast.Call, name: str) -> Node:
    how, step, for_money = ROUNDINGS[name]
    (inner,) = _arguments(scope, node, name, 1)
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Div):
        above, below = number(scope, inner.left), number(scope, inner.right)
        kind = Kind("number", above.kind.unit.times(below.kind.unit, -1))
        # The quotient does not change when both sides are brought to one scale.
        top = max(above.kind.scale, below.kind.scale)
        above, below = rescaled(above, top), rescaled(below, top)
        made = Round(kind, node.lineno, how, step, above, below, name)
    else:
        above = number(scope, inner)
        kind = Kind("number", above.kind.unit)
        made = Round(kind, node.lineno, how, step, above, None, name)
    if kind.unit.is_money != for_money:
        remedy = "金额用 …到分、到元" if kind.unit.is_money else "不是金额的用 …到整数"
        raise scope.fault(node, f"{name} 不能用于{kind}", remedy)
    return made


def gather(scope: Scope, node: ast.Call, name: str) -> Node:
    otherwise = None
    for keyword in node.keywords:
        if keyword.arg != "缺省":
            raise scope.fault(node, f"{name} 没有“{keyword.arg}=”", "只有 缺省=")
        otherwise = number(scope, keyword.value)
    (argument,) = _arguments(scope, node, name, 1)
    if isinstance(argument, ast.GeneratorExp):
        source, members, inner, where = _loop(scope, argument, name)
    else:
        source, members, inner, where = _spread(scope, argument, name)
    kind = _gathered(scope, node, name, inner)
    if otherwise is None and name in ("最大", "最小") and (where or members == "赡养义务人"):
        raise scope.fault(node, f"可能一个也没有, {name} 要写 缺省=", f"如 {name}(…, 缺省=0)")
    return Gather(kind, node.lineno, name, source, members, inner, where, otherwise)


def _gathered(scope: Scope, node: ast.Call, name: str, inner: Node) -> Kind:
    if name in ("任一", "全部", "数"):
        if inner.kind.base != "flag":
            raise scope.fault(node, f"{name} 里要的是“是或否”, 得到的是{inner.kind}")
        return PEOPLE if name == "数" else FLAG
    if inner.kind.base != "number":
        raise scope.fault(node, f"{name} 里要的是数, 得到的是{inner.kind}")
    return inner.kind


def _loop(scope: Scope, node: ast.GeneratorExp, name: str) -> tuple[str, str, Node, Node | None]:
    """``x.收入 for x in 户.成员 if x.在册``."""
    if len(node.generators) != 1 or not isinstance(node.generators[0].target, ast.Name):
        raise scope.fault(node, "一次只能走一层成员", "如 合计(某人.收入 for 某人 in 户.成员)")
    loop = node.generators[0]
    variable = getattr(loop.target, "id", "")
    source, members = _members(scope, loop.iter)
    inside = scope.inside(variable, DOWN[source, members])
    tests = [flag(inside, one) for one in loop.ifs]
    where = None
    if tests:
        where = tests[0] if len(tests) == 1 else Logic(FLAG, node.lineno, "and", tuple(tests))
    if name == "数" and isinstance(node.elt, ast.Name) and node.elt.id == variable:
        return source, members, Const(FLAG, node.lineno, 1), where
    return source, members, read(inside, node.elt), where


def _members(scope: Scope, node: ast.expr) -> tuple[str, str]:
    found = chain(node)
    here, entity = scope.path[-1]
    if found and found[0] == here and len(found[1]) == 1 and (entity, found[1][0]) in DOWN:
        return entity, found[1][0]
    ways = "、".join(f"{here}.{name}" for one, name in DOWN if one == entity)
    raise scope.fault(node, "for … in 后面写错了", f"这里可用: {ways or '(没有)'}")


def _spread(scope: Scope, node: ast.expr, name: str) -> tuple[str, str, Node, Node | None]:
    """``户.成员.收入``."""
    found = chain(node)
    here, entity = scope.path[-1]
    if found is None or found[0] != here or not found[1] or (entity, found[1][0]) not in DOWN:
        raise scope.fault(node, f"{name} 里要写成员的一项", f"如 {name}(户.成员.某项)")
    members, *rest = found[1]
    inside = scope.inside("", DOWN[entity, members])
    if not rest:
        if name != "数":
            raise scope.fault(node, f"{name} 里要写成员的哪一项")
        return entity, members, Const(FLAG, node.lineno, 1), None
    return entity, members, member(inside, node, DOWN[entity, members], rest), None


def lookup(scope: Scope, node: ast.Call) -> Node:
    found = chain(node.args[0]) if node.args else None
    name = ".".join(found[1]) if found and found[0] == "p" else ""
    parameter = scope.symbols.parameters.get(name)
    if parameter is None or not parameter.axes:
        known = [one.name for one in scope.symbols.parameters.values() if one.axes]
        raise scope.fault(
            node, "查表 的第一个值应是一张表", nearest(name, known) or "如 p.津贴.标准"
        )
    keys = [read(scope, one) for one in node.args[1:]]
    if len(keys) != len(parameter.axes):
        want = "、".join(axis.key for axis in parameter.axes)
        raise scope.fault(node, f"{name} 要依次给出 {want}")
    for axis, key in zip(parameter.axes, keys, strict=True):
        want = "number" if axis.steps else "label"
        if key.kind.base != want or key.kind.scale or key.kind.is_money:
            raise scope.fault(node, f"{name} 的 {axis.key} 不能是{key.kind}")
    return Lookup(parameter.kind, node.lineno, name, tuple(keys))


def calendar(scope: Scope, node: ast.Call, name: str) -> Node:
    wanted, unit_name = CALENDAR[name]
    given = _arguments(scope, node, name, len(wanted))
    args = tuple(read(scope, one) for one in given)
    for one, base in zip(args, wanted, strict=True):
        if one.kind.base != base or one.kind.scale:
            raise scope.fault(node, f"{name} 的值不对: 得到的是{one.kind}")
    kind = count(unit_name) if unit_name else DAY
    return Calendar(kind, node.lineno, name, args)


READERS[ast.Call] = call
