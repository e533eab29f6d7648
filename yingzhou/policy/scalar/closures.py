"""Each node of a rule's tree as a small Python function, made once per rule."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from typing import Any

from yingzhou.policy import arith
from yingzhou.policy.kinds import SCALE
from yingzhou.policy.rules import Rule
from yingzhou.policy.tree import (
    Arith,
    Assign,
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

from .gathers import gather
from .unknown import Need, Unknown, together

Read = Callable[["Frame"], Any]
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


class Frame:
    """Where a rule is being evaluated: the instance at hand and the local names. ``run`` is the
    Evaluation and ``step`` its Step (evaluation.py, which stands above this file)."""

    __slots__ = ("instance", "run", "step", "values")

    def __init__(self, run: Any, step: Any) -> None:
        self.run, self.step = run, step
        self.instance = step.instance
        self.values = step.values

    def at(self, instance: Any) -> Frame:
        made = Frame.__new__(Frame)
        made.run, made.step, made.values, made.instance = self.run, self.step, self.values, instance
        return made


@cache
def body_of(rule: Rule) -> Read:
    """The whole body: runs to the first return."""
    return _block(rule.body)


def _block(body: tuple[Statement, ...]) -> Read:
    steps = [_statement(one) for one in body]

    def run(frame: Frame) -> Any:
        for step in steps:
            found = step(frame)
            if found is not None:
                return found
        return None

    return run


def _statement(one: Statement) -> Read:
    if isinstance(one, Assign):
        name, value = one.name, closure(one.value)

        def assign(frame: Frame) -> None:
            frame.values[name] = value(frame)

        return assign
    if isinstance(one, Return):
        result, ended = closure(one.value), one

        def finish(frame: Frame) -> Any:
            frame.step.ended = ended
            return result(frame)

        return finish
    test, then, other, branch = closure(one.test), _block(one.then), _block(one.other), one

    def choose(frame: Frame) -> Any:
        found = test(frame)
        frame.step.taken.append((branch, found))
        if isinstance(found, Unknown):
            return found
        return then(frame) if found else other(frame)

    return choose


@cache
def closure(node: Node) -> Read:
    return _MAKERS[type(node)](node)


def _const(node: Const) -> Read:
    value = node.value
    return lambda _: value


def _input(node: Input) -> Read:
    name, entity = node.name, node.entity

    def read(frame: Frame) -> Any:
        found = frame.instance.facts.get(name)
        if found is not None:
            return found
        spec = frame.run.law.book.inputs[entity, name]
        if spec.assume is not None:
            return spec.assume
        return Unknown((Need(entity, name, frame.instance.label),))

    return read


def _ref(node: Ref) -> Read:
    key = (node.entity, node.name)

    def read(frame: Frame) -> Any:
        found = frame.run.step(key, frame.instance)
        # Asked again when the step is put into words: that is no new dependency.
        if frame.step.value is None:
            frame.step.asked[found] = None
        return found.value

    return read


def _param(node: Param) -> Read:
    name = node.name
    return lambda frame: frame.run.cells(name)[0]


def _lookup(node: Lookup) -> Read:
    name, keys = node.name, [closure(one) for one in node.keys]

    def read(frame: Frame) -> Any:
        found = [key(frame) for key in keys]
        if any(isinstance(one, Unknown) for one in found):
            return together(found)
        place = cell(frame.run.law.book.parameters[name].axes, found)
        return 0 if place is None else frame.run.cells(name)[place]

    return read


def cell(axes: tuple[Any, ...], keys: list[Any]) -> int | None:
    """Which cell of a table ``keys`` fall into; None outside it."""
    place = 0
    for axis, key in zip(axes, keys, strict=True):
        if axis.steps:
            row = sum(1 for step in axis.steps if step <= key) - 1
        else:
            row = axis.labels.index(key) if key in axis.labels else -1
        if row < 0:
            return None
        place = place * axis.size + row
    return place


def _local(node: Local) -> Read:
    name = node.name
    return lambda frame: frame.values[name]


def _climb(node: Climb) -> Read:
    to, inner = node.to, closure(node.inner)
    return lambda frame: inner(frame.at(frame.instance.up[to]))


def _two(node: Arith | Compare) -> Read:
    left, right, act = closure(node.left), closure(node.right), _OPERATORS[node.op]

    def read(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if isinstance(one, Unknown) or isinstance(other, Unknown):
            return together((one, other))
        return act(one, other)

    return read


def _rescale(node: Rescale) -> Read:
    inner, factor = closure(node.inner), SCALE**node.steps

    def read(frame: Frame) -> Any:
        found = inner(frame)
        return found if isinstance(found, Unknown) else found * factor

    return read


def _one_of(node: OneOf) -> Read:
    inner, labels = closure(node.inner), frozenset(node.labels)

    def read(frame: Frame) -> Any:
        found = inner(frame)
        return found if isinstance(found, Unknown) else found in labels

    return read


def _logic(node: Logic) -> Read:
    items, ends = [closure(one) for one in node.items], node.op == "or"

    def read(frame: Frame) -> Any:
        unknown = []
        for item in items:
            found = item(frame)
            if isinstance(found, Unknown):
                unknown.append(found)
            elif bool(found) is ends:
                return ends
        return together(unknown) if unknown else not ends

    return read


def _not(node: Not) -> Read:
    inner = closure(node.inner)

    def read(frame: Frame) -> Any:
        found = inner(frame)
        return found if isinstance(found, Unknown) else not found

    return read


def _choose(node: Choose) -> Read:
    test, then, other = closure(node.test), closure(node.then), closure(node.other)

    def read(frame: Frame) -> Any:
        found = test(frame)
        if isinstance(found, Unknown):
            return found
        return then(frame) if found else other(frame)

    return read


def _pick(node: Pick) -> Read:
    left, right = closure(node.left), closure(node.right)
    act = min if node.how == "较低" else max

    def read(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if isinstance(one, Unknown) or isinstance(other, Unknown):
            return together((one, other))
        return act(one, other)

    return read


def _round(node: Round) -> Read:
    above = closure(node.above)
    below = closure(node.below_) if node.below_ else None
    plain = SCALE**node.above.kind.scale
    how, step = node.how, node.step

    def read(frame: Frame) -> Any:
        top = above(frame)
        under = below(frame) if below else plain
        if isinstance(top, Unknown) or isinstance(under, Unknown):
            return together((top, under))
        return arith.rounded(how, step, top, under)

    return read


def _calendar(node: Calendar) -> Read:
    args = [closure(one) for one in node.args]
    how = node.how

    def read(frame: Frame) -> Any:
        found = [one(frame) for one in args]
        if any(isinstance(one, Unknown) for one in found):
            return together(found)
        return on_calendar(how, found, frame.run.as_of)

    return read


def on_calendar(how: str, args: list[int], as_of: int) -> int:
    """One of the calendar's words; ``as_of`` is the moment's yyyymmdd."""
    return _CALENDAR[how](args, as_of)


_CALENDAR: dict[str, Callable[[list[int], int], int]] = {
    "周岁": lambda args, as_of: arith.full_years(args[0], as_of),
    "距今月数": lambda args, as_of: arith.months_since(args[0], as_of),
    "加日": lambda args, _: arith.add_days(args[0], args[1]),
    "加月": lambda args, _: arith.add_months(args[0], args[1]),
    "顺延": lambda args, _: arith.next_workday(args[0]),
    # A month stands for its last day; as_of says 31 for every month.
    "当日": lambda _, as_of: arith.add_months(as_of, 0),
    "本年": lambda _, as_of: as_of // 10_000,
    "本月": lambda _, as_of: as_of // 100 % 100,
}


def _known(node: Known) -> Read:
    inner = closure(node.inner)
    return lambda frame: not isinstance(inner(frame), Unknown)


def _gather(node: Gather) -> Read:
    inner = closure(node.inner)
    where = closure(node.where) if node.where else None
    otherwise = closure(node.otherwise) if node.otherwise else None
    how, members = node.how, node.members

    def read(frame: Frame) -> Any:
        chosen, values = [], []
        for one in frame.instance.down[members]:
            inside = frame.at(one)
            pick = True if where is None else where(inside)
            chosen.append(pick)
            may = isinstance(pick, Unknown) or bool(pick)
            values.append(inner(inside) if may else None)
        return gather(how, chosen, values, otherwise(frame) if otherwise else None)

    return read


_MAKERS: dict[type, Callable[[Any], Read]] = {
    Const: _const, Input: _input, Ref: _ref, Param: _param, Lookup: _lookup, Local: _local,
    Climb: _climb, Arith: _two, Compare: _two, Rescale: _rescale, OneOf: _one_of, Logic: _logic,
    Not: _not, Choose: _choose, Pick: _pick, Round: _round, Calendar: _calendar, Known: _known,
    Gather: _gather,
}  # fmt: skip
