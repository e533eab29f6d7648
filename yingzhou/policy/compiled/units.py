"""The arrays that tell a kernel who belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from yingzhou.core import workdays
from yingzhou.policy.faults import Fault, PolicyError

from .plan import Plan

if TYPE_CHECKING:
    from yingzhou.policy.population import Population

_NONE = np.zeros(1, np.int32)
FIRST_REST = date(2004, 1, 1)
LAST_REST = date(2030, 12, 31)


CHUNK = 256
"""Units that are computed stage by stage together: their persons' results stay in the cache."""


@dataclass(frozen=True)
class Chunks:
    """``firsts[n]`` up to (not including) ``lasts[n]`` are one chunk's units."""

    firsts: np.ndarray
    lasts: np.ndarray

    def part(self, start: int, count: int) -> Chunks:
        return Chunks(self.firsts[start : start + count], self.lasts[start : start + count])

    def __len__(self) -> int:
        return len(self.firsts)


@dataclass(frozen=True)
class Units:
    unit_hh: np.ndarray
    hh_start: np.ndarray
    person_hh: np.ndarray
    person_reg: np.ndarray
    unit_reg: np.ndarray
    reg_start: np.ndarray
    reg_members: np.ndarray
    obl_start: np.ndarray
    rest: np.ndarray

    def arguments(self) -> list:
        return [
            self.rest, len(self.rest), _ORDINAL, self.unit_hh, self.hh_start,
            self.person_hh, self.person_reg, self.unit_reg, self.reg_start, self.reg_members,
            self.obl_start,
        ]  # fmt: skip

    @property
    def count(self) -> int:
        return len(self.hh_start if self.unit_hh is _NONE else self.unit_hh) - 1

    def chunks(self, chosen: np.ndarray) -> Chunks:
        """Runs of ``chosen`` units, none longer than :data:`CHUNK`."""
        edges = np.flatnonzero(np.diff(chosen.astype(np.int8), prepend=0, append=0))
        starts, ends = edges[::2], edges[1::2]
        pieces = -(-(ends - starts) // CHUNK)
        place = np.arange(pieces.sum()) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        firsts = np.repeat(starts, pieces) + place * CHUNK
        lasts = np.minimum(firsts + CHUNK, np.repeat(ends, pieces))
        return Chunks(firsts.astype(np.int32), lasts.astype(np.int32))

    def most(self, chunks: Chunks) -> np.ndarray:
        """The largest number of households, persons, registers and obligors in one chunk."""
        first, last = chunks.firsts, chunks.lasts
        found = [np.ones(1, np.int64)] * 4
        if self.unit_reg is not _NONE:
            found[2] = self.unit_reg[last] - self.unit_reg[first]
            first, last = self.unit_hh[first], self.unit_hh[last]
        found[0] = last - first
        people = self.hh_start[first], self.hh_start[last]
        found[1] = people[1] - people[0]
        if len(self.obl_start) > 1:
            found[3] = self.obl_start[people[1]] - self.obl_start[people[0]]
        return np.array([int(one.max(initial=1)) for one in found], np.int64)

    def any_of(self, households: np.ndarray) -> np.ndarray:
        """By unit: whether any of its households is marked."""
        if self.unit_hh is _NONE:
            return households
        total = np.concatenate([[0], np.cumsum(households)])
        return total[self.unit_hh[1:]] > total[self.unit_hh[:-1]]


_ORDINAL = FIRST_REST.toordinal() + 306
"""The same count of days as the kernels' (since 0000-03-01)."""


@cache
def rest_days() -> np.ndarray:
    """1 for each day on which offices do not work."""
    days = (LAST_REST - FIRST_REST).days + 1
    found = [not workdays.is_workday(FIRST_REST + timedelta(n)) for n in range(days)]
    return np.array(found, np.int8)


def units_of(people: Population, plan: Plan) -> Units:
    """Raises PolicyError where registered households are needed and the order does not fit them."""
    rest = rest_days() if plan.needs_workdays else np.zeros(1, np.int8)
    obl_start = people.obl_start
    if obl_start is None:
        obl_start = np.zeros(people.persons + 1 if plan.needs_obligors else 1, np.int32)
    if not plan.needs_registers:
        none = _NONE
        return Units(none, people.hh_start, none, none, none, none, none, obl_start, rest)
    return _with_registers(people, obl_start, rest)


def _with_registers(people: Population, obl_start: np.ndarray, rest: np.ndarray) -> Units:
    # Only where registered households are asked for: loading scipy takes as long as a month.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    persons, households = people.persons, people.households
    person_hh = np.repeat(np.arange(households, dtype=np.int32), np.diff(people.hh_start))
    person_reg = people.person_reg if people.person_reg is not None else person_hh
    registers = people.size("户籍户")
    links = coo_array(
        (np.ones(persons, np.int8), (person_hh, person_reg + households)),
        shape=(households + registers, households + registers),
    )
    _, part = connected_components(links, directed=False)
    hh_part, reg_part = part[:households], part[households:]
    unit_of_hh = _in_order(hh_part, "户")
    rank = np.full(part.max() + 1, -1, np.int64)
    rank[hh_part] = unit_of_hh
    unit_of_reg = rank[reg_part]
    if np.any(unit_of_reg < 0) or np.any(np.diff(unit_of_reg) < 0):
        raise PolicyError(
            Fault("户籍户", 0, "要和户排成同样的顺序", "先按户籍户把相连的各户排在一起")
        )
    units = int(unit_of_hh[-1]) + 1 if households else 0
    unit_hh = _spans(unit_of_hh, units)
    unit_reg = _spans(unit_of_reg, units)
    members = np.argsort(person_reg, kind="stable").astype(np.int32)
    reg_start = _spans(person_reg, registers)
    return Units(
        unit_hh, people.hh_start, person_hh, person_reg.astype(np.int32), unit_reg, reg_start,
        members, obl_start, rest,
    )  # fmt: skip


def _in_order(part: np.ndarray, what: str) -> np.ndarray:
    """Units numbered by first appearance; refused where one is torn apart."""
    change = np.concatenate([[True], part[1:] != part[:-1]])
    if change.sum() != len(np.unique(part)):
        raise PolicyError(
            Fault(what, 0, "同一个户籍户涉及的各户要放在一起", "先按户籍户把相连的各户排在一起")
        )
    return np.cumsum(change) - 1


def _spans(group: np.ndarray, count: int) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(np.bincount(group, minlength=count))]).astype(np.int32)
