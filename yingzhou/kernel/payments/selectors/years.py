"""The years as a leader sees them: what was paid for what, where, and which years are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.models import Run, SealedYear
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.payments.selectors import history
from yingzhou.ui import charts
from yingzhou.ui.charts import Chart

MOST = 6
"""So many benefits have a colour of their own; the small ones are one."""
OTHERS = "其他"
WAN = 1_000_000
"""Fen in ten thousand yuan."""


@dataclass(frozen=True)
class Year:
    """``state`` is empty where nobody has asked to seal it; ``may_ask``: it is over and open;
    ``fault``: what happened to the file of a sealed year."""

    year: int
    persons: int
    total: str
    sealed: SealedYear | None
    may_ask: bool
    fault: str = ""


@dataclass(frozen=True)
class Years:
    rows: list[Year]
    chart: Chart | None
    towns: Chart | None
    shown: int


def years(today: date, shown: int | None) -> Years:
    """Four queries, none of them over lines."""
    sums = history.by_year()
    there = sorted({one.year for one in sums}, reverse=True)
    if not there:
        return Years([], None, None, today.year)
    shown = shown if shown in there else there[0]
    sealed = {one.year: one for one in SealedYear.objects.all()}
    own = set(Run.objects.exclude(approved_by="").values_list("month__year", flat=True))
    rows = [
        Year(
            year,
            sum(one.persons for one in sums if one.year == year),
            format_fen(sum(one.amount for one in sums if one.year == year)),
            sealed.get(year),
            year in own and year < today.year and year not in sealed,
            _fault(sealed.get(year)),
        )
        for year in there
    ]
    return Years(rows, _by_year(sums), _by_town(shown, sums), shown)


def _fault(row: SealedYear | None) -> str:
    is_sealed = row is not None and row.state == SealedYear.State.SEALED
    return files.fault_of(row) if row is not None and is_sealed else ""


def _largest(sums: list[history.Sums]) -> list[str]:
    totals: dict[str, int] = {}
    for one in sums:
        totals[one.benefit] = totals.get(one.benefit, 0) + one.amount
    return sorted(totals, key=lambda code: -totals[code])[:MOST]


def _name(code: str, named: list[str]) -> str:
    return books.name_of(code) if code in named else OTHERS


def _by_year(sums: list[history.Sums]) -> Chart:
    named, there = _largest(sums), sorted({one.year for one in sums})
    series = {_name(code, named): [0.0] * len(there) for code in [*named, ""]}
    for one in sums:
        series[_name(one.benefit, named)][there.index(one.year)] += one.amount / WAN
    shown = {name: [round(one, 1) for one in values] for name, values in series.items()}
    if not any(shown.get(OTHERS, ())):
        shown.pop(OTHERS, None)
    return charts.bars([f"{year}年" for year in there], shown, unit="万元", stacked=True)


def _by_town(year: int, sums: list[history.Sums]) -> Chart:
    named, tree = _largest(sums), tree_on(date(year, 12, 31))
    found: dict[str, dict[str, float]] = {}
    for (division, benefit), fen in history.by_town(year).items():
        node = tree.nodes.get(division)
        town = found.setdefault(node.name if node else OTHERS, {})
        name = _name(benefit, named)
        town[name] = town.get(name, 0) + fen / WAN
    towns = sorted(found, key=lambda name: -sum(found[name].values()))
    names = [*(books.name_of(code) for code in named), OTHERS]
    series = {
        name: [round(found[town].get(name, 0), 1) for town in towns]
        for name in names
        if any(name in one for one in found.values())
    }
    return charts.bars(towns, series, unit="万元", horizontal=True, stacked=True)
