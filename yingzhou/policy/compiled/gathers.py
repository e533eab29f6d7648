"""Aggregates over members as loops of a kernel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from yingzhou.policy.tree import REGISTERED, Const, Gather, Node

from .ops import Fast

Context = dict[str, str]
"""The index variable of each entity at hand."""


class Emitter(Protocol):
    """What the writer of expressions (emit.py) lends."""

    ops: Fast
    count: int

    def line(self, text: str) -> None: ...

    def bind(self, text: str) -> str: ...

    def inside(self, write: Callable[[], None]) -> None: ...

    def expr(self, node: Node, context: Context) -> str: ...

    def members(self, node: Gather, context: Context, loop: str) -> tuple[str, Context]: ...


def write(emitter: Emitter, node: Gather, context: Context) -> str:
    """Lines that compute ``node``; the name of the result."""
    if node.how == "数" and node.where is None and isinstance(node.inner, Const):
        source = context[node.source]
        array = {"户": "hh_start", "户籍户": "reg_start"}.get(node.source, "obl_start")
        return emitter.bind(f"{array}[{source} + 1] - {array}[{source}]")
    emitter.count += 1
    number = emitter.count
    total, loop = f"a{number}", f"j{number}"
    _begin(emitter, node, total)
    head, inner = emitter.members(node, context, loop)
    emitter.line(head)

    def body() -> None:
        if node.source == REGISTERED:
            emitter.line(f"{loop} = reg_members[n_{loop}]")
        _step(emitter, node, inner, total)

    emitter.inside(body)
    return _end(emitter, node, context, total)


def _begin(emitter: Emitter, node: Gather, total: str) -> None:
    match node.how:
        case "任一":
            emitter.line(f"{total} = {emitter.ops.constant(False)}")
        case "全部":
            emitter.line(f"{total} = {emitter.ops.constant(True)}")
        case _:
            emitter.line(f"{total} = 0")
    if node.how in ("最大", "最小"):
        emitter.line(f"{total}_seen = False")


def _step(emitter: Emitter, node: Gather, inner: Context, total: str) -> None:
    where = emitter.expr(node.where, inner) if node.where else None
    careful = emitter.ops.name == "careful"
    if where is not None and not careful:
        emitter.line(f"if not ({where}):")
        emitter.line("    continue")
    if where is not None and careful:
        emitter.line(f"if {where} == 0:")
        emitter.line("    continue")
    value = emitter.expr(node.inner, inner)
    counts = where if where is not None else "1"
    line = _CAREFUL[node.how] if careful else _FAST[node.how]
    for text in line(total, counts, value):
        emitter.line(text)


def _sign(how: str) -> str:
    return "1" if how == "最大" else "-1"


_FAST = {
    "合计": lambda total, _, value: [f"{total} = {total} + {value}"],
    "数": lambda total, _, value: [f"{total} = {total} + (1 if {value} else 0)"],
    "任一": lambda total, _, value: [f"{total} = {total} or {value}"],
    "全部": lambda total, _, value: [f"{total} = {total} and {value}"],
    "最大": lambda total, _, value: [
        f"{total} = {value} if not {total}_seen or {value} > {total} else {total}",
        f"{total}_seen = True",
    ],
    "最小": lambda total, _, value: [
        f"{total} = {value} if not {total}_seen or {value} < {total} else {total}",
        f"{total}_seen = True",
    ],
}
_CAREFUL = {
    "合计": lambda total, counts, value: [f"{total} = u_sum({total}, {counts}, {value})"],
    "数": lambda total, counts, value: [f"{total} = u_sum({total}, 1, u_and({counts}, {value}))"],
    "任一": lambda total, counts, value: [f"{total} = u_or({total}, u_and({counts}, {value}))"],
    "全部": lambda total, counts, value: [
        f"{total} = u_and({total}, u_or(u_not({counts}), {value}))"
    ],
    "最大": lambda total, counts, value: [
        f"{total} = u_most({total}, {total}_seen, {counts}, {value}, 1)",
        f"{total}_seen = True",
    ],
    "最小": lambda total, counts, value: [
        f"{total} = u_most({total}, {total}_seen, {counts}, {value}, -1)",
        f"{total}_seen = True",
    ],
}


def _end(emitter: Emitter, node: Gather, context: Context, total: str) -> str:
    if node.otherwise is None or node.how not in ("最大", "最小"):
        return total
    otherwise = emitter.expr(node.otherwise, context)
    return emitter.bind(f"({total} if {total}_seen else {otherwise})")
