"""The text of a kernel: two functions of the same meaning, ``fast`` and ``careful``."""

from __future__ import annotations

import numpy as np

from yingzhou.policy.book import Key
from yingzhou.policy.columns import column_dtype, dtype_of, lowest
from yingzhou.policy.tree import HOUSEHOLD, OBLIGOR, PERSON, REGISTERED, Climb, nodes

from .emit import BASE, INDEX, Context, Emitter
from .layout import Layout
from .ops import Careful, Fast
from .plan import Stage

SHAPE: dict[str, int] = {
    "firsts": 32, "lasts": 32, "chunks": 0, "as_of": 0, "P": 64, "T": 64, "V": 64, "W": 8,
    "W_n": 0, "w0": 0, "unit_hh": 32, "hh_start": 32, "person_hh": 32, "person_reg": 32,
    "unit_reg": 32, "reg_start": 32, "reg_members": 32, "obl_start": 32, "most": 64, "S": 64,
}  # fmt: skip
"""Arguments before the columns and the results: bits of an array's numbers, 0 for one number."""
_MOST = {HOUSEHOLD: 0, PERSON: 1, REGISTERED: 2, OBLIGOR: 3}


def source(layout: Layout) -> str:
    """A module with both functions."""
    return "\n\n".join(_function(layout, ops) for ops in (Fast(), Careful())) + "\n"


def arguments(layout: Layout) -> dict[str, int]:
    """All arguments in order, with the bits of arrays."""
    found = dict(SHAPE)
    for key, number in layout.columns.items():
        found[f"c{number}"] = bits(column_dtype(layout.plan.book.inputs[key].kind))
    for key in layout.plan.wanted:
        found[f"o{layout.number(key)}"] = bits(dtype_of(layout.plan.book.rules[key][-1].kind))
    return found


def bits(dtype: type) -> int:
    return int(np.dtype(dtype).itemsize) * 8


def _function(layout: Layout, ops: Fast) -> str:
    emitter = Emitter(layout, ops)
    plan = layout.plan
    for name, place in layout.places.items():
        emitter.line(f"q{place} = P[{place}]  # {name}")
    for key, number in layout.numbers.items():
        emitter.line(f"v{number} = V[{number}]  # {'.'.join(key)}")
    emitter.line("scratch = 0")
    for key in layout.plan.keys:
        if key in plan.kept:
            emitter.line(f"s{layout.number(key)} = scratch")
            emitter.line(f"scratch = scratch + most[{_MOST[key[0]]}]")
    emitter.line("for n in range(chunks):")
    emitter.depth += 1
    _bounds(emitter)
    for stage in plan.stages:
        _stage(emitter, stage)
    head = f"def {ops.name}({', '.join(arguments(layout))}):\n"
    return head + "\n".join(emitter.lines) + "\n"


def _bounds(emitter: Emitter) -> None:
    """The households, persons and so on of one chunk."""
    plan = emitter.layout.plan
    for end, unit in (("0", "firsts[n]"), ("1", "lasts[n]")):
        if plan.needs_registers:
            emitter.line(f"h{end} = unit_hh[{unit}]")
            emitter.line(f"g{end} = unit_reg[{unit}]")
        else:
            emitter.line(f"h{end} = {unit}")
        emitter.line(f"i{end} = hh_start[h{end}]")
    if plan.needs_obligors:
        emitter.line("b0 = obl_start[i0]")


def _stage(emitter: Emitter, stage: Stage) -> None:
    """The loop over the instances of one entity, with all its rules inside."""
    depth = emitter.depth
    context: Context = {stage.entity: INDEX[stage.entity]}
    for entity, head in _loops(emitter, stage):
        emitter.line(head)
        emitter.depth += 1
        context[entity] = INDEX[entity]
    if stage.entity == HOUSEHOLD:
        _skip_empty(emitter, stage)
    emitter.here = set()
    for key in stage.keys:
        _rule(emitter, key, context)
    emitter.depth = depth


def _loops(emitter: Emitter, stage: Stage) -> list[tuple[str, str]]:
    """Persons who are not asked about their household stand in one flat loop: it vectorises."""
    if stage.entity == REGISTERED:
        return [(REGISTERED, "for g in range(g0, g1):")]
    if stage.entity == PERSON and not _climbs(emitter, stage):
        return [(PERSON, "for i in range(i0, i1):")]
    loops = [(HOUSEHOLD, "for h in range(h0, h1):")]
    if stage.entity in (PERSON, OBLIGOR):
        loops.append((PERSON, "for i in range(hh_start[h], hh_start[h + 1]):"))
    if stage.entity == OBLIGOR:
        loops.append((OBLIGOR, "for o in range(obl_start[i], obl_start[i + 1]):"))
    return loops


def _climbs(emitter: Emitter, stage: Stage) -> bool:
    rules = (rule for key in stage.keys for rule in emitter.layout.plan.book.rules[key])
    return any(
        isinstance(node, Climb) and node.to == HOUSEHOLD
        for rule in rules
        for node in nodes(rule.body)
    )


def _skip_empty(emitter: Emitter, stage: Stage) -> None:
    """A household without members gets nothing, whatever its facts."""
    emitter.line("if hh_start[h] == hh_start[h + 1]:")
    for key in stage.keys:
        if key in emitter.layout.plan.wanted:
            emitter.line(f"    o{emitter.layout.number(key)}[h] = 0")
        if key in emitter.layout.plan.kept:
            emitter.line(f"    S[s{emitter.layout.number(key)} + h - h0] = 0")
    emitter.line("    continue")


def _rule(emitter: Emitter, key: Key, context: Context) -> None:
    layout, ops = emitter.layout, emitter.ops
    number, versions = layout.number(key), layout.plan.book.rules[key]
    kind = versions[-1].kind
    is_flag = kind.base == "flag"
    result = f"r{number}"
    emitter.line(f"# {'.'.join(key)}")
    emitter.line(f"{result} = {ops.constant(False) if is_flag else '0'}")
    for place, version in enumerate(versions):
        emitter.line(f"if v{number} == {place}:")
        emitter.depth += 1
        emitter.body(version, context, result)
        emitter.depth -= 1
    emitter.here.add(key)
    stored = ops.stored_flag(result) if is_flag else result
    if key in layout.plan.kept:
        offset = f"{INDEX[key[0]]} - {BASE[key[0]]}"
        emitter.line(f"S[s{number} + {offset}] = {stored}")
    if key in layout.plan.wanted:
        bottom = lowest(dtype_of(kind))
        if ops.name == "careful" and kind.base != "number":
            stored = f"({bottom} if {result} == UNKNOWN else {result})"
        emitter.line(f"o{number}[{INDEX[key[0]]}] = {stored}")
