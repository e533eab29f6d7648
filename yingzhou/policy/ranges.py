"""How large every value can become: 64 bits must hold all of them, and no divisor may be nought.

Worked out once from the ranges of the facts and the history of the parameters. Nothing is checked
while computing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

from yingzhou.policy.arith import rounded
from yingzhou.policy.book import Book, Key
from yingzhou.policy.faults import Faults
from yingzhou.policy.kinds import SCALE
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import (
    Arith,
    Assign,
    Branch,
    Calendar,
    Choose,
    Climb,
    Const,
    Gather,
    Input,
    Local,
    Lookup,
    Node,
    Param,
    Pick,
    Ref,
    Rescale,
    Return,
    Round,
    Statement,
)

MOST_MEMBERS = 1_000
"""No household has more members; loading refuses it."""
LIMIT = 2**62
Range = tuple[int, int]
_ANYTHING: Range = (0, 1)
_CALENDAR: dict[str, Range] = {
    "周岁": (-10_000, 10_000), "距今月数": (-120_000, 120_000), "本年": (1, 9999), "本月": (1, 12),
}  # fmt: skip


def _hull(*ranges: Range) -> Range:
    return min(low for low, _ in ranges), max(high for _, high in ranges)


class Ranges:
    """Ranges of all rules of ``book``; ``figures`` widen parameters (a reform)."""

    def __init__(
        self, book: Book, faults: Faults, figures: Mapping[str, tuple[int, ...]] | None = None
    ) -> None:
        self.book, self.faults = book, faults
        self.figures = figures or {}
        self._known: dict[Key, Range] = {}
        self._rule: Rule | None = None

    def of(self, key: Key) -> Range:
        if key not in self._known:
            self._known[key] = (0, 0)  # a circle is refused elsewhere
            found = [self._of_rule(rule) for rule in self.book.rules[key]]
            self._known[key] = _hull((0, 0), *found)
        return self._known[key]

    def _of_rule(self, rule: Rule) -> Range:
        outer, self._rule = self._rule, rule
        found: list[Range] = []
        self._block(rule.body, {}, found)
        self._rule = outer
        return _hull(*found) if found else (0, 0)

    def _block(
        self, body: tuple[Statement, ...], names: dict[str, Range], found: list[Range]
    ) -> None:
        for one in body:
            if isinstance(one, Assign):
                value = self.node(one.value, names)
                names[one.name] = _hull(names.get(one.name, value), value)
            elif isinstance(one, Return):
                found.append(self.node(one.value, names))
            elif isinstance(one, Branch):
                self.node(one.test, names)
                self._block(one.then, names, found)
                self._block(one.other, names, found)

    def node(self, node: Node, names: dict[str, Range]) -> Range:
        made = self._node(node, names)
        if node.kind.base == "number" and max(abs(made[0]), abs(made[1])) >= LIMIT and self._rule:
            self._too_large(node)
            return (0, 1)
        return made

    def _too_large(self, node: Node) -> None:
        if self._rule:
            head = self._rule.heading
            self.faults.add(
                head.file, node.line, f"{head.name}: 这一步可能大到 64 位整数装不下",
                "先取整再乘, 或在 inputs.yaml 里用 most 写明合理的上限",
            )  # fmt: skip

    def _node(self, node: Node, names: dict[str, Range]) -> Range:
        reader = _READERS.get(type(node))
        if reader is not None:
            return reader(self, node, names)
        for below in node.below():
            self.node(below, names)
        return _ANYTHING

    def _const(self, node: Const, _: dict[str, Range]) -> Range:
        value = int(node.value) if not isinstance(node.value, str) else 0
        return value, value

    def _input(self, node: Input, _: dict[str, Range]) -> Range:
        spec = self.book.inputs[node.entity, node.name]
        return spec.least, spec.most

    def _lookup(self, node: Lookup, names: dict[str, Range]) -> Range:
        for key in node.keys:
            self.node(key, names)
        return self.parameter(node.name, True)

    def _rescale(self, node: Rescale, names: dict[str, Range]) -> Range:
        low, high = self.node(node.inner, names)
        return low * SCALE**node.steps, high * SCALE**node.steps

    def _calendar(self, node: Calendar, names: dict[str, Range]) -> Range:
        for arg in node.args:
            self.node(arg, names)
        return _CALENDAR.get(node.how, _ANYTHING)

    def parameter(self, name: str, is_table: bool) -> Range:
        values = [v for one in self.book.parameters[name].history for v in one.value or ()]
        values += self.figures.get(name, ())
        return (min([*values, 0]) if is_table else min(values)), max(values)

    def _two(self, node: Arith | Pick | Choose, names: dict[str, Range]) -> Range:
        if isinstance(node, Choose):
            self.node(node.test, names)
            return _hull(self.node(node.then, names), self.node(node.other, names))
        one, other = self.node(node.left, names), self.node(node.right, names)
        if isinstance(node, Pick):
            pick = min if node.how == "较低" else max
            return pick(one[0], other[0]), pick(one[1], other[1])
        if node.op == "+":
            return one[0] + other[0], one[1] + other[1]
        if node.op == "-":
            return one[0] - other[1], one[1] - other[0]
        ends = [a * b for a, b in product(one, other)]
        return min(ends), max(ends)

    def _round(self, node: Round, names: dict[str, Range]) -> Range:
        above = self.node(node.above, names)
        below = (SCALE**node.above.kind.scale,) * 2
        if node.below_ is not None:
            below = self.node(node.below_, names)
            if below[0] <= 0 and self._rule:
                head = self._rule.heading
                self.faults.add(
                    head.file, node.line, f"{head.name}: 除数可能为 0 或负数",
                    "先排除这种情形后用 较高(除数, 1), 或改写成乘法",
                )  # fmt: skip
                return above
        # On the way to a half, twice the number and the step are added up.
        if 2 * max(abs(above[0]), abs(above[1])) + below[1] * node.step >= 2 * LIMIT:
            self._too_large(node)
            return (0, 1)
        ends = [rounded(node.how, node.step, a, b) for a, b in product(above, below)]
        return min(ends), max(ends)

    def _gather(self, node: Gather, names: dict[str, Range]) -> Range:
        inner = self.node(node.inner, names)
        if node.where is not None:
            self.node(node.where, names)
        if node.how == "数":
            # In a rule about a household there is at least one member: empty ones are skipped.
            everyone = isinstance(node.inner, Const) and node.where is None
            return int(everyone and node.members == "成员"), MOST_MEMBERS
        if node.how == "合计":
            return min(0, inner[0] * MOST_MEMBERS), max(0, inner[1] * MOST_MEMBERS)
        if node.otherwise is not None:
            return _hull(inner, self.node(node.otherwise, names))
        return inner


_READERS: dict[type, Callable[[Ranges, Any, dict[str, Range]], Range]] = {
    Const: Ranges._const,
    Input: Ranges._input,
    Ref: lambda self, node, _: self.of((node.entity, node.name)),
    Param: lambda self, node, _: self.parameter(node.name, False),
    Lookup: Ranges._lookup,
    Local: lambda _, node, names: names.get(node.name, _ANYTHING),
    Climb: lambda self, node, names: self.node(node.inner, names),
    Rescale: Ranges._rescale,
    Arith: Ranges._two,
    Pick: Ranges._two,
    Choose: Ranges._two,
    Round: Ranges._round,
    Gather: Ranges._gather,
    Calendar: Ranges._calendar,
}
