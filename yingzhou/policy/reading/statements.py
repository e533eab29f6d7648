"""The body of a rule: names for steps, branches, results."""

from __future__ import annotations

import ast

from yingzhou.policy.faults import Faults, PolicyError
from yingzhou.policy.kinds import Kind, agree
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import Assign, Branch, Node, Return, Statement

from . import calls  # noqa: F401 - teaches the reader the words that take arguments
from .expressions import flag, joined, read, rescaled
from .module import Drafted
from .scope import Scope, Symbols


class Reader:
    """Reads the bodies of all drafted rules against one set of names."""

    def __init__(self, symbols: Symbols, faults: Faults) -> None:
        self.symbols, self.faults = symbols, faults

    def rule(self, drafted: Drafted, lineage: str) -> Rule | None:
        heading = drafted.heading
        scope = Scope(self.symbols, heading, ((heading.entity, heading.entity),))
        body = drafted.function.body
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        try:
            made = block(scope, body)
            if not _always_returns(made):
                raise scope.fault(drafted.function, "有的情形没有写结果", "在最后写 return")
        except PolicyError as error:
            self.faults.take(error)
            return None
        return Rule(heading, lineage, made, drafted.text)


def block(scope: Scope, body: list[ast.stmt]) -> tuple[Statement, ...]:
    made: list[Statement] = []
    for one in body:
        if made and _always_returns(tuple(made)):
            raise scope.fault(one, "前面已经有了结果, 这一行永远到不了", "删掉或改正条件")
        made.append(statement(scope, one))
    return tuple(made)


def statement(scope: Scope, node: ast.stmt) -> Statement:
    match node:
        case ast.Return(value=ast.expr() as value):
            return Return(result(scope, node, read(scope, value)), node.lineno)
        case ast.Assign(targets=[ast.Name(id=name)]):
            return assign(scope, node, name, read(scope, node.value))
        case ast.AugAssign(target=ast.Name(id=name)):
            sum_of = ast.BinOp(ast.Name(name, ast.Load()), node.op, node.value)
            ast.copy_location(sum_of, node)
            ast.fix_missing_locations(sum_of)
            return assign(scope, node, name, read(scope, sum_of))
        case ast.If():
            return branch(scope, node)
    raise scope.fault(node, "这种语句不能用在规则里", "只能写 名称 = …、if/elif/else 和 return")


def assign(scope: Scope, node: ast.stmt, name: str, value: Node) -> Assign:
    if name in ("p", *(one for one, _ in scope.path)):
        raise scope.fault(node, f"“{name}”已有别的意思", "换一个名称")
    before = scope.values.get(name)
    if before is not None:
        value = _as_before(scope, node, name, before, value)
    scope.values[name] = value.kind
    return Assign(name, value, node.lineno)


def _as_before(scope: Scope, node: ast.stmt, name: str, before: Kind, value: Node) -> Node:
    if not agree(before, value.kind, scope.entity) and not _is_nought(before):
        raise scope.fault(node, f"“{name}”原来是{before}, 这里成了{value.kind}")
    if before.base != "number" or before.literal:
        return value
    if before.scale < value.kind.scale:
        raise scope.fault(node, f"“{name}”原来是{before}, 这里成了{value.kind}", "先取整")
    return rescaled(value, before.scale)


def _is_nought(kind: Kind) -> bool:
    """A name that began as a written number takes the unit of what follows."""
    return bool(kind.literal)


def branch(scope: Scope, node: ast.If) -> Branch:
    test = flag(scope, node.test)
    before = dict(scope.values)
    then = block(scope, node.body)
    after_then = scope.values
    scope.values = dict(before)
    other = block(scope, node.orelse)
    after_other = scope.values
    ways = [
        names
        for names, made in ((after_then, then), (after_other, other))
        if not (made and _always_returns(made))
    ]
    scope.values = _joined(scope, node, ways) if ways else dict(before)
    return Branch(test, then, other, node.lineno)


def _joined(scope: Scope, node: ast.If, ways: list[dict[str, Kind]]) -> dict[str, Kind]:
    """Names that have a value whichever way was taken."""
    shared = set.intersection(*(set(way) for way in ways))
    kinds: dict[str, Kind] = {}
    for name in ways[0]:
        if name not in shared:
            continue
        found = [way[name] for way in ways]
        firm = [kind for kind in found if not kind.literal] or found
        if any(not agree(firm[0], kind, scope.entity) and not kind.literal for kind in firm):
            raise scope.fault(node, f"“{name}”在两种情形下不是同一种值: {firm[0]}、{firm[-1]}")
        if len({kind.scale for kind in firm}) > 1:
            raise scope.fault(node, f"“{name}”在一种情形下没有取整", "两边都先取整")
        kinds[name] = firm[0]
    return kinds


def result(scope: Scope, node: ast.stmt, value: Node) -> Node:
    """The value as the heading promises it."""
    want, got = scope.heading.kind, value.kind
    if got.base == "number" and want.base == "number" and got.scale > want.scale:
        if got.unit.powers:
            raise scope.fault(node, f"结果是{got}", "用 四舍五入到分 等取整")
        raise scope.fault(node, f"结果是比例, 应是{want}")
    if not agree(want, got, scope.entity):
        raise scope.fault(node, f"结果应是{want}, 得到的是{got}")
    return rescaled(value, want.scale) if want.base == "number" else value


def _always_returns(body: tuple[Statement, ...]) -> bool:
    last = body[-1] if body else None
    if isinstance(last, Branch):
        return _always_returns(last.then) and _always_returns(last.other)
    return isinstance(last, Return)


__all__ = ["Reader", "joined"]
