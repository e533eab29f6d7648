"""The text of a kernel: two functions of the same meaning, ``fast`` and ``careful``."""

from __future__ import annotations

from yingzhou.policy.book import Key
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED

from .emit import BASE, INDEX, Context, Emitter
from .layout import Layout, dtype_of, lowest
from .ops import Careful, Fast
from .plan import Stage

HEAD = '''"""Written by yingzhou.policy.compiled; delete it freely."""
import numpy as np
from numba import njit
from yingzhou.policy.compiled.helpers import (
    UNKNOWN, add_days, add_months, down, full_years, half, label_of, months_since, next_workday,
    row_of, u_and, u_most, u_not, u_or, u_sum, up,
)

'''
SHAPE = (
    "rows", "as_of", "P", "T", "V", "W", "w0", "unit_hh", "hh_start", "person_hh", "person_reg",
    "unit_reg", "reg_start", "reg_members", "obl_start", "most",
)  # fmt: skip
"""Arguments before the columns and the results."""
_MOST = {HOUSEHOLD: 0, PERSON: 1, REGISTERED: 2, OBLIGOR: 3}


def source(layout: Layout) -> str:
    """A module with both functions."""
    return HEAD + "\n\n".join(_function(layout, ops) for ops in (Fast(), Careful())) + "\n"


def arguments(layout: Layout) -> list[str]:
    columns = [f"c{number}" for number in layout.columns.values()]
    return [*SHAPE, *columns, *(f"o{layout.number(key)}" for key in layout.plan.wanted)]


def _function(layout: Layout, ops: Fast) -> str:
    emitter = Emitter(layout, ops)
    plan = layout.plan
    for name, place in layout.places.items():
        emitter.line(f"q{place} = P[{place}]  # {name}")
    for key, number in layout.numbers.items():
        emitter.line(f"v{number} = V[{number}]  # {'.'.join(key)}")
        if key in plan.kept:
            emitter.line(f"s{number} = np.empty(most[{_MOST[key[0]]}], np.int64)")
    emitter.line("for n in range(rows.size):")
    emitter.depth += 1
    _bounds(emitter)
    for stage in plan.stages:
        _stage(emitter, stage)
    head = f"@njit(cache=True, nogil=True)\ndef {ops.name}({', '.join(arguments(layout))}):\n"
    return head + "\n".join(emitter.lines) + "\n"


def _bounds(emitter: Emitter) -> None:
    plan = emitter.layout.plan
    emitter.line("u = rows[n]")
    if plan.needs_registers:
        emitter.line("h0 = unit_hh[u]")
        emitter.line("h1 = unit_hh[u + 1]")
        emitter.line("g0 = unit_reg[u]")
        emitter.line("g1 = unit_reg[u + 1]")
    else:
        emitter.line("h0 = u")
        emitter.line("h1 = u + 1")
    emitter.line("i0 = hh_start[h0]")
    if plan.needs_obligors:
        emitter.line("b0 = obl_start[i0]")


def _stage(emitter: Emitter, stage: Stage) -> None:
    """The loop over the instances of one entity, with all its rules inside."""
    depth = emitter.depth
    entity = stage.entity
    context: Context = {entity: INDEX[entity]}
    if entity == REGISTERED:
        emitter.line("for g in range(g0, g1):")
        emitter.depth += 1
    else:
        emitter.line("for h in range(h0, h1):")
        emitter.depth += 1
    if entity == HOUSEHOLD:
        _skip_empty(emitter, stage)
    if entity in (PERSON, OBLIGOR):
        context[HOUSEHOLD] = "h"
        emitter.line("for i in range(hh_start[h], hh_start[h + 1]):")
        emitter.depth += 1
        context[PERSON] = "i"
    if entity == OBLIGOR:
        emitter.line("for o in range(obl_start[i], obl_start[i + 1]):")
        emitter.depth += 1
    emitter.here = set()
    for key in stage.keys:
        _rule(emitter, key, context)
    emitter.depth = depth


def _skip_empty(emitter: Emitter, stage: Stage) -> None:
    """A household without members gets nothing, whatever its facts."""
    emitter.line("if hh_start[h] == hh_start[h + 1]:")
    for key in stage.keys:
        if key in emitter.layout.plan.wanted:
            emitter.line(f"    o{emitter.layout.number(key)}[h] = 0")
        if key in emitter.layout.plan.kept:
            emitter.line(f"    s{emitter.layout.number(key)}[h - h0] = 0")
    emitter.line("    continue")


def _rule(emitter: Emitter, key: Key, context: Context) -> None:
    layout, ops = emitter.layout, emitter.ops
    number, versions = layout.number(key), layout.plan.book.rules[key]
    kind = versions[-1].kind
    is_flag = kind.base == "flag"
    result = f"r{number}"
    emitter.line(f"# {'.'.join(key)}")
    emitter.line(f"{result} = {ops.constant(False) if is_flag else 'np.int64(0)'}")
    for place, version in enumerate(versions):
        emitter.line(f"if v{number} == {place}:")
        emitter.depth += 1
        emitter.body(version, context, result)
        emitter.depth -= 1
    emitter.here.add(key)
    stored = ops.stored_flag(result) if is_flag else result
    if key in layout.plan.kept:
        emitter.line(f"s{number}[{INDEX[key[0]]} - {BASE[key[0]]}] = {stored}")
    if key in layout.plan.wanted:
        bottom = lowest(dtype_of(kind))
        if ops.name == "careful" and kind.base != "number":
            stored = f"({bottom} if {result} == UNKNOWN else {result})"
        emitter.line(f"o{number}[{INDEX[key[0]]}] = {stored}")
