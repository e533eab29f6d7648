"""What names mean while a rule is read: facts, other rules, parameters, and the way between
entities."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from yingzhou.policy.faults import Fault, PolicyError, nearest
from yingzhou.policy.files.inputs import InputSpec
from yingzhou.policy.files.parameters import Parameter
from yingzhou.policy.kinds import Kind, count
from yingzhou.policy.rules import Heading
from yingzhou.policy.tree import DOWN, UP, Climb, Const, Gather, Input, Node, Param, Ref

HEADCOUNT = "人数"
PEOPLE = count("人")


@dataclass(frozen=True)
class Symbols:
    """Everything the book knows by name. ``lineages``: (entity, name) to the lineage's heading."""

    inputs: Mapping[tuple[str, str], InputSpec]
    parameters: Mapping[str, Parameter]
    lineages: Mapping[tuple[str, str], tuple[str, Heading]]

    def known(self, entity: str) -> list[str]:
        own = [name for one, name in (*self.inputs, *self.lineages) if one == entity]
        ways = [name for one, name in (*UP, *DOWN) if one == entity]
        return [*own, *ways, HEADCOUNT]


@dataclass
class Scope:
    """Where an expression stands: ``path`` is the way from the rule's own instance inward, one
    (variable, entity) per loop; ``values`` are the local names with their kinds."""

    symbols: Symbols
    heading: Heading
    path: tuple[tuple[str, str], ...]
    values: dict[str, Kind] = field(default_factory=dict)

    @property
    def entity(self) -> str:
        return self.path[-1][1]

    def inside(self, variable: str, entity: str) -> Scope:
        return Scope(self.symbols, self.heading, (*self.path, (variable, entity)), self.values)

    def fault(self, node: ast.AST | int, problem: str, remedy: str = "") -> PolicyError:
        line = node if isinstance(node, int) else getattr(node, "lineno", self.heading.line)
        return PolicyError(
            Fault(self.heading.file, line, f"{self.heading.name}: {problem}", remedy)
        )


def chain(node: ast.expr) -> tuple[str, list[str]] | None:
    """``户.成员.收入`` as (户, [成员, 收入]); None for anything else."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return (node.id, names[::-1]) if isinstance(node, ast.Name) else None


def attribute(scope: Scope, node: ast.expr) -> Node:
    """The value at the end of ``户.…``, ``成员.…`` or ``p.…``."""
    found = chain(node)
    if found is None:
        raise scope.fault(node, "这里应是一个名称")
    root, names = found
    if root == "p":
        return parameter(scope, node, names)
    depth = next((i for i, (one, _) in reversed(list(enumerate(scope.path))) if one == root), None)
    if depth is None:
        known = ["p", *(one for one, _ in scope.path), *scope.values]
        raise scope.fault(node, f"不认识“{root}”", nearest(root, known))
    made = member(scope, node, scope.path[depth][1], names)
    for _, entity in scope.path[depth:-1]:
        made = Climb(made.kind, node.lineno, entity, made)
    return made


def parameter(scope: Scope, node: ast.expr, names: list[str]) -> Param:
    name = ".".join(names)
    found = scope.symbols.parameters.get(name)
    if found is None:
        raise scope.fault(node, f"没有参数“{name}”", nearest(name, scope.symbols.parameters))
    if found.axes:
        keys = "、".join(axis.key for axis in found.axes)
        raise scope.fault(node, f"参数 {name} 是一张表", f"应写 查表(p.{name}, …), 依次给出 {keys}")
    return Param(found.kind, node.lineno, name)


def member(scope: Scope, node: ast.expr, entity: str, names: list[str]) -> Node:
    """The value of ``names`` for an instance of ``entity``."""
    if not names:
        raise scope.fault(node, f"“{entity}”后面还要写是哪一项", "如 户.家庭月收入")
    first, *rest = names
    if (entity, first) in UP:
        inner = member(scope, node, first, rest)
        return Climb(inner.kind, node.lineno, first, inner)
    if (entity, first) in DOWN:
        raise scope.fault(
            node, f"{entity}.{first} 是好几个人", "用 合计、数、任一、全部、最大、最小 算成一个值"
        )
    if rest:
        raise scope.fault(node, f"“{first}”后面不能再写“.{rest[0]}”")
    return own(scope, node, entity, first)


def own(scope: Scope, node: ast.expr, entity: str, name: str) -> Node:
    """A fact, a rule's result or the headcount of an instance of ``entity``."""
    symbols, line = scope.symbols, node.lineno
    if spec := symbols.inputs.get((entity, name)):
        return Input(spec.kind, line, name, entity)
    if found := symbols.lineages.get((entity, name)):
        return Ref(found[1].kind, line, found[0], entity)
    if name == HEADCOUNT and (entity, "成员") in DOWN:
        return Gather(PEOPLE, line, "数", entity, "成员", Const(PEOPLE, line, 1))
    raise scope.fault(node, f"“{entity}”没有“{name}”这一项", nearest(name, symbols.known(entity)))
