"""Measures: the quotient of two relations, for every division on the days asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from yingzhou.insight.relations.base import RELATIONS

from .rollup import MISSING, Rollup


def measure_code(numerator: str, denominator: str = "") -> str:
    """The name under which facts of this quotient are kept: ``nursing_beds/beds``."""
    return f"{numerator}/{denominator}" if denominator else numerator


@dataclass(frozen=True)
class Cell:
    """Numerator and denominator of one division on one day; None where one does not apply."""

    numerator: int | None
    denominator: int | None

    def value(self, per: Fraction, is_ratio: bool) -> Fraction | None:
        """The exact value, or None where there is nothing to divide by."""
        if self.numerator is None:
            return None
        if not is_ratio:
            return self.numerator * per
        if not self.denominator:
            return None
        return Fraction(self.numerator, self.denominator) * per


@dataclass
class Result:
    """All cells of some measures: ``cells[code][day][division id]``."""

    days: list[date]
    cells: dict[str, dict[date, dict[int, Cell]]]

    def at(self, code: str, day: date, division_id: int) -> Cell:
        return self.cells[code][day].get(division_id, Cell(None, None))


def compute(codes: Iterable[str], days: Iterable[date]) -> Result:
    """Compute measures (by code) from the records, for every real division on each day."""
    ordered = sorted(set(days))
    rollup = Rollup(ordered)
    cells: dict[str, dict[date, dict[int, Cell]]] = {}
    for code in dict.fromkeys(codes):
        numerator, _, denominator = code.partition("/")
        cells[code] = _cells(rollup, numerator, denominator)
    return Result(ordered, cells)


def _cells(rollup: Rollup, numerator: str, denominator: str) -> dict[date, dict[int, Cell]]:
    above = rollup.values(RELATIONS[numerator].code)
    below = rollup.values(RELATIONS[denominator].code) if denominator else None
    found: dict[date, dict[int, Cell]] = {}
    for column, day in enumerate(rollup.frame.days):
        tops = above[:, column].tolist()
        bottoms = below[:, column].tolist() if below is not None else None
        found[day] = {
            node.id: Cell(
                _known(tops[rollup.frame.index[node.id]]),
                _known(bottoms[rollup.frame.index[node.id]]) if bottoms else None,
            )
            for node in rollup.frame.trees[column].nodes.values()
            if not node.is_statistical
        }
    return found


def _known(value: int) -> int | None:
    return None if value == MISSING else value
