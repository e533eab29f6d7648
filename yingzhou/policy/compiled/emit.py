"""Writes the expressions and statements of rules as the lines of a kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from yingzhou.policy.book import Key
from yingzhou.policy.kinds import SCALE
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import (
    DOWN,
    HOUSEHOLD,
    OBLIGOR,
    PERSON,
    REGISTERED,
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
    Return,
    Round,
    Statement,
)

from . import gathers
from .gathers import Context
from .layout import Layout
from .ops import SIGN, Fast

INDEX = {HOUSEHOLD: "h", PERSON: "i", REGISTERED: "g", OBLIGOR: "o"}
BASE = {HOUSEHOLD: "h0", PERSON: "i0", REGISTERED: "g0", OBLIGOR: "b0"}


@dataclass
class Emitter:
    """``here``: results of the stage being written, by key, that stand in local variables."""

    layout: Layout
    ops: Fast
    lines: list[str] = field(default_factory=list)
    depth: int = 1
    count: int = 0
    here: set[Key] = field(default_factory=set)
    rule: str = ""

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def bind(self, text: str) -> str:
        self.count += 1
        name = f"t{self.count}"
        self.line(f"{name} = {text}")
        return name

    # --- statements

    def body(self, rule: Rule, context: Context, result: str) -> None:
        """``result`` = the value of one version of a rule, as a loop that is left by break."""
        self.rule = result
        self.line("while True:")
        self.depth += 1
        self.block(rule.body, context, result)
        self.depth -= 1

    def block(self, body: tuple[Statement, ...], context: Context, result: str) -> None:
        if not body:
            self.line("pass")
        for one in body:
            match one:
                case Assign():
                    value = self.expr(one.value, context)
                    self.line(f"{self.local(one.name)} = {value}")
                case Return():
                    value = self.expr(one.value, context)
                    self.line(f"{result} = {value}")
                    self.line("break")
                case Branch():
                    self.branch(one, context, result)

    def branch(self, one: Branch, context: Context, result: str) -> None:
        test = self.expr(one.test, context)
        if self.ops.name == "careful":
            self.line(f"if {test} == UNKNOWN:")
            self.line(f"    {result} = UNKNOWN")
            self.line("    break")
        self.line(f"if {self.ops.truth(test)}:")
        self.inside(lambda: self.block(one.then, context, result))
        if one.other:
            self.line("else:")
            self.inside(lambda: self.block(one.other, context, result))

    def inside(self, write: Callable[[], None]) -> None:
        self.depth += 1
        write()
        self.depth -= 1

    def local(self, name: str) -> str:
        return f"l_{self.rule}_{self.layout.word(name)}"

    # --- expressions

    def expr(self, node: Node, context: Context) -> str:
        return _WRITE[type(node)](self, node, context)

    def const(self, node: Const, _: Context) -> str:
        if node.kind.base == "flag":
            return self.ops.constant(bool(node.value))
        if node.kind.base == "label":
            return str(self.layout.label(str(node.value)))
        return f"({node.value})"

    def input(self, node: Input, context: Context) -> str:
        column, lowest = self.layout.column((node.entity, node.name))
        text = self.bind(self.ops.loaded(f"{column}[{context[node.entity]}]", lowest))
        return self.ops.flag(text) if node.kind.base == "flag" else text

    def ref(self, node: Ref, context: Context) -> str:
        key = (node.entity, node.name)
        number = self.layout.number(key)
        index = context[node.entity]
        if key in self.here and index == INDEX[node.entity]:
            return f"r{number}"
        text = self.bind(f"S[s{number} + {index} - {BASE[node.entity]}]")
        return self.ops.flag(text) if node.kind.base == "flag" else text

    def param(self, node: Param, _: Context) -> str:
        text = f"q{self.layout.parameter(node.name)}"
        return self.ops.flag(text) if node.kind.base == "flag" else text

    def lookup(self, node: Lookup, context: Context) -> str:
        table = self.layout.table(node.name)
        keys = [self.expr(key, context) for key in node.keys]
        rows = []
        for axis, key in zip(table.axes, keys, strict=True):
            find = "row_of" if axis.is_steps else "label_of"
            guarded = self.ops.call(find, [], ["T", str(axis.first), str(axis.size), key])
            rows.append(self.bind(guarded))
        # The cell is read in any case and dropped where there is none: no branch to mispredict.
        inside = [self.bind(f"({row} if {row} > 0 else 0)") for row in rows]
        place = inside[0]
        for axis, row in zip(table.axes[1:], inside[1:], strict=True):
            place = f"({place}) * {axis.size} + {row}"
        outside = " or ".join(f"{row} < 0" for row in rows)
        read = self.bind(f"T[{table.first} + {place}]")
        text = self.bind(f"(0 if {outside} else {read})")
        if self.ops.name == "careful":
            unknown = " or ".join(f"{key} == UNKNOWN" for key in keys)
            text = self.bind(f"(UNKNOWN if {unknown} else {text})")
        return text

    def climb(self, node: Climb, context: Context) -> str:
        above: Context = {node.to: self.group(node.to, context)}
        if node.to == PERSON:
            above = {k: v for k, v in context.items() if k in (HOUSEHOLD, PERSON)}
        return self.expr(node.inner, above)

    def group(self, to: str, context: Context) -> str:
        if to in context:
            return context[to]
        person = context[PERSON]
        array = "person_hh" if to == HOUSEHOLD else "person_reg"
        return self.bind(f"{array}[{person}]")

    def arith(self, node: Arith, context: Context) -> str:
        left, right = self.expr(node.left, context), self.expr(node.right, context)
        return self.bind(self.ops.arith(node.op, left, right))

    def compare(self, node: Compare, context: Context) -> str:
        left, right = self.expr(node.left, context), self.expr(node.right, context)
        return self.bind(self.ops.compare(node.op, left, right))

    def rescale(self, node: Rescale, context: Context) -> str:
        factor = str(SCALE**node.steps)
        return self.bind(self.ops.arith("*", self.expr(node.inner, context), factor))

    def one_of(self, node: OneOf, context: Context) -> str:
        inner = self.expr(node.inner, context)
        codes = [str(self.layout.label(label)) for label in node.labels]
        tests = [self.bind(self.ops.compare("==", inner, code)) for code in codes]
        return self.bind(self.ops.either(tests))

    def logic(self, node: Logic, context: Context) -> str:
        items = [self.expr(one, context) for one in node.items]
        join = self.ops.both if node.op == "and" else self.ops.either
        return self.bind(join(items))

    def negated(self, node: Not, context: Context) -> str:
        return self.bind(self.ops.negated(self.expr(node.inner, context)))

    def choose(self, node: Choose, context: Context) -> str:
        test = self.expr(node.test, context)
        self.count += 1
        made = f"t{self.count}"

        def write(inner: Node) -> Callable[[], None]:
            return lambda: self.line(f"{made} = {self.expr(inner, context)}")

        self.line(f"if {self.ops.truth(test)}:")
        self.inside(write(node.then))
        if self.ops.name == "careful":
            self.line(f"elif {test} == UNKNOWN:")
            self.line(f"    {made} = UNKNOWN")
        self.line("else:")
        self.inside(write(node.other))
        return made

    def pick(self, node: Pick, context: Context) -> str:
        left, right = self.expr(node.left, context), self.expr(node.right, context)
        text = f"({left} if {left} {SIGN[node.how]} {right} else {right})"
        if self.ops.name == "careful":
            text = f"(UNKNOWN if {left} == UNKNOWN or {right} == UNKNOWN else {text})"
        return self.bind(text)

    def round(self, node: Round, context: Context) -> str:
        above = self.expr(node.above, context)
        if node.below_ is None:
            fixed = [str(SCALE**node.above.kind.scale), str(node.step)]
            return self.bind(self.ops.call(node.how, [above], fixed))
        below = self.expr(node.below_, context)
        return self.bind(self.ops.call(node.how, [above, below], [str(node.step)]))

    def calendar(self, node: Calendar, context: Context) -> str:
        args = [self.expr(one, context) for one in node.args]
        function, fixed = _CALENDAR[node.how]
        return self.bind(self.ops.call(function, args, fixed)) if args else function

    def is_known(self, node: Known, context: Context) -> str:
        return self.bind(self.ops.known(self.expr(node.inner, context)))

    def gather(self, node: Gather, context: Context) -> str:
        return gathers.write(self, node, context)

    def members(self, node: Gather, context: Context, loop: str) -> tuple[str, Context]:
        """The head of the loop over ``node``'s members, and what is at hand inside it."""
        source = context[node.source]
        if node.source == HOUSEHOLD:
            inner = {PERSON: loop, HOUSEHOLD: source}
            return f"for {loop} in range(hh_start[{source}], hh_start[{source} + 1]):", inner
        if node.source == REGISTERED:
            inner = {PERSON: loop, REGISTERED: source}
            span = f"range(reg_start[{source}], reg_start[{source} + 1])"
            return f"for n_{loop} in {span}:", inner
        inner = {**context, OBLIGOR: loop}
        return f"for {loop} in range(obl_start[{source}], obl_start[{source} + 1]):", inner


_CALENDAR: dict[str, tuple[str, list[str]]] = {
    "周岁": ("full_years", ["as_of"]), "距今月数": ("months_since", ["as_of"]),
    "加日": ("add_days", []), "加月": ("add_months", []),
    "顺延": ("next_workday", ["W", "W_n", "w0"]),
    "本年": ("(as_of // 10000)", []), "本月": ("(as_of // 100 % 100)", []),
    # A month stands for its last day; as_of says 31 for every month.
    "当日": ("add_months(as_of, 0)", []),
}  # fmt: skip
_WRITE: dict[type, Callable[[Emitter, Any, Context], str]] = {
    Const: Emitter.const, Input: Emitter.input, Ref: Emitter.ref, Param: Emitter.param,
    Lookup: Emitter.lookup, Climb: Emitter.climb, Arith: Emitter.arith, Compare: Emitter.compare,
    Rescale: Emitter.rescale, OneOf: Emitter.one_of, Logic: Emitter.logic, Not: Emitter.negated,
    Choose: Emitter.choose, Pick: Emitter.pick, Round: Emitter.round, Calendar: Emitter.calendar,
    Known: Emitter.is_known, Gather: Emitter.gather,
    Local: lambda emitter, node, _: emitter.local(node.name),
}  # fmt: skip
__all__ = ["DOWN", "INDEX", "Context", "Emitter"]
