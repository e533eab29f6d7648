"""The arrays that tell a kernel who belongs to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from yingzhou.core import workdays
from yingzhou.policy.faults import Fault, PolicyError

from .plan import Plan

if TYPE_CHECKING:
    from yingzhou.policy.population import Population

_NONE = np.zeros(1, np.int32)
FIRST_REST = date(2004, 1, 1)
LAST_REST = date(2030, 12, 31)


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
    most: np.ndarray
    rest: np.ndarray

    def arguments(self) -> list:
        return [
            self.rest, len(self.rest), _ORDINAL, self.unit_hh, self.hh_start, self.person_hh,
            self.person_reg, self.unit_reg, self.reg_start, self.reg_members, self.obl_start, self.most,
        ]  # fmt: skip

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
    sizes = np.diff(people.hh_start)
    if not plan.needs_registers:
        most_people = int(sizes.max(initial=1))
        most = _most(1, most_people, 1, people.hh_start, obl_start, plan)
        return Units(
            _NONE, people.hh_start, _NONE, _NONE, _NONE, _NONE, _NONE, obl_start, most, rest
        )
    return _with_registers(people, obl_start, rest)


def _most(
    households: int, people: int, registers: int, starts: np.ndarray, obl: np.ndarray, plan: Plan
) -> np.ndarray:
    """The largest number of each in one unit: the size of a kernel's scratch."""
    obligors = 1
    if plan.needs_obligors and len(obl) > 1:
        obligors = int(np.diff(obl[starts]).max(initial=1))
    return np.array([households, max(people, 1), registers, max(obligors, 1)], np.int64)


def _with_registers(people: Population, obl_start: np.ndarray, rest: np.ndarray) -> Units:
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
            Fault("户籍户", 0, "要和户排成同样的顺序", "先用 population.arranged(…) 排好")
        )
    units = int(unit_of_hh[-1]) + 1 if households else 0
    unit_hh = _spans(unit_of_hh, units)
    unit_reg = _spans(unit_of_reg, units)
    members = np.argsort(person_reg, kind="stable").astype(np.int32)
    reg_start = _spans(person_reg, registers)
    most = np.array(
        [
            int(np.diff(unit_hh).max(initial=1)),
            int(np.diff(people.hh_start[unit_hh]).max(initial=1)),
            int(np.diff(unit_reg).max(initial=1)),
            int(np.diff(obl_start[people.hh_start[unit_hh]]).max(initial=1))
            if len(obl_start) > 1
            else 1,
        ],
        np.int64,
    )
    return Units(
        unit_hh, people.hh_start, person_hh, person_reg.astype(np.int32), unit_reg, reg_start,
        members, obl_start, most, rest,
    )  # fmt: skip


def _in_order(part: np.ndarray, what: str) -> np.ndarray:
    """Units numbered by first appearance; refused where one is torn apart."""
    change = np.concatenate([[True], part[1:] != part[:-1]])
    if change.sum() != len(np.unique(part)):
        raise PolicyError(
            Fault(what, 0, "同一个户籍户涉及的各户要放在一起", "先用 population.arranged(…) 排好")
        )
    return np.cumsum(change) - 1


def _spans(group: np.ndarray, count: int) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(np.bincount(group, minlength=count))]).astype(np.int32)
