"""The assessment of the counters in a quarter and its trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.programmes.affairs.counters.instrument import Instrument, Measure, instrument_on
from yingzhou.programmes.affairs.counters.quarters import Quarter
from yingzhou.ui import charts
from yingzhou.ui.chart_parts import Chart

from . import measures
from .measures import Figure

TREND = 5
"""Quarters."""
NOTHING = Figure(0, 0)


@dataclass(frozen=True)
class Cell:
    """``value``: as it is shown; ``score``: 0 to 100. Both None where nothing was recorded."""

    measure: Measure
    figure: Figure
    score: float | None

    @property
    def value(self) -> float | None:
        return self.figure.value


@dataclass(frozen=True)
class Row:
    place: int
    code: str
    name: str
    cells: list[Cell]
    total: float | None


@dataclass(frozen=True)
class Overview:
    instrument: Instrument
    quarter: Quarter
    quarters: list[Quarter]
    rows: list[Row]
    together: Row
    chart: Chart | None
    trend: Chart | None


def quarter_of(text: str, today: date) -> Quarter:
    """As asked for, if it has begun; the present one else."""
    present = Quarter.of(today)
    asked = Quarter.read(text)
    return asked if asked is not None and asked <= present else present


def overview(user: User, quarter: Quarter, today: date) -> Overview:
    """Every counter of the supervisor's divisions; five queries."""
    found = instrument_on(quarter.first)
    first = quarter.after(1 - TREND)
    figures = measures.figures(first, quarter, _minutes(found))
    places = counters_of(user, today, figures)
    rows = [_row(found, figures, [pk], quarter, name, code) for pk, code, name in places]
    ranked = sorted(rows, key=lambda row: (-(row.total if row.total is not None else -1), row.code))
    together = _row(found, figures, [pk for pk, _, _ in places], quarter, "合计", "all")
    present = Quarter.of(today)
    return Overview(
        instrument=found,
        quarter=quarter,
        quarters=[present.after(-back) for back in range(TREND + 1)],
        rows=ranked,
        together=together,
        chart=_chart(ranked),
        trend=_trend(found, figures, [pk for pk, _, _ in places], first),
    )


def _minutes(found: Instrument) -> int:
    waiting = found.measure("waiting")
    return waiting.minutes if waiting else 20


def counters_of(
    user: User, today: date, figures: dict[str, dict[measures.Key, Figure]]
) -> list[tuple[int, str, str]]:
    """Towns of the scope that have records, and those that could have: id, code, name."""
    tree = tree_on(today)
    scope = scope_of(user, "cases.supervise")
    ids = {node.id for node in tree.towns()} if scope.is_everything else {
        town_of(tree, pk).id for pk in scope.ids or ()
    }  # fmt: skip
    seen = {place for found in figures.values() for place, _ in found}
    if scope.is_everything:
        ids |= seen & tree.nodes.keys()
    nodes = [tree.nodes[pk] for pk in ids if pk in tree.nodes]
    return [(one.id, one.code, one.name) for one in sorted(nodes, key=lambda one: one.code)]


def _row(
    found: Instrument,
    figures: dict[str, dict[measures.Key, Figure]],
    places: list[int],
    quarter: Quarter,
    name: str,
    code: str,
) -> Row:
    cells = []
    for measure in found.measures:
        each = figures.get(measure.key, {})
        figure = measures.whole(each.get((pk, quarter), NOTHING) for pk in places)
        cells.append(Cell(measure, figure, measure.score(figure.value)))
    total = found.total({cell.measure.key: cell.value for cell in cells})
    return Row(places[0] if len(places) == 1 else 0, code, name, cells, total)


def _chart(rows: list[Row]) -> Chart | None:
    there = [row for row in rows if row.total is not None]
    if not there:
        return None
    names, totals = [row.name for row in there], [row.total for row in there]
    return charts.bars(names, {"得分": totals}, unit="分", horizontal=True)


def _trend(
    found: Instrument,
    figures: dict[str, dict[measures.Key, Figure]],
    places: list[int],
    first: Quarter,
) -> Chart | None:
    quarters = [first.after(n) for n in range(TREND)]
    totals = [_row(found, figures, places, one, "", "").total for one in quarters]
    if all(total is None for total in totals):
        return None
    names = [f"{one.year} Q{one.number}" for one in quarters]
    return charts.bars(names, {"合计得分": totals}, unit="分")
