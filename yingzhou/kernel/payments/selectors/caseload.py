"""How many get a benefit, and for how much money: by town, month by month and year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Sum
from django.utils.safestring import SafeString

from yingzhou.kernel.divisions.tree import Node, Tree, tree_on
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import MonthTotal
from yingzhou.ui import charts, sparklines
from yingzhou.ui.chart_parts import Chart, number

PERSONS, LINES, MONEY = "persons", "lines", "money"
FIELDS = {PERSONS: "persons", LINES: "lines_count", MONEY: "amount"}
FIRST = "relief/dibao"
"""What is shown to who has chosen nothing: the bureau's main work."""
WAN = 1_000_000
"""Fen in ten thousand yuan."""
Months = dict[date, float]


@dataclass(frozen=True)
class Asked:
    """``town``: None for the district."""

    benefit: str = FIRST
    measure: str = PERSONS
    town: int | None = None

    @classmethod
    def of(cls, given: Mapping[str, str], tree: Tree) -> Asked:
        """What nobody could have chosen is as if nothing was."""
        measure = given.get("measure", "")
        town = tree.by_code(given.get("town", ""))
        is_town = town is not None and town.parent_id is not None
        return cls(
            given.get("benefit", "") or FIRST,
            measure if measure in FIELDS else PERSONS,
            town.id if town is not None and is_town else None,
        )


@dataclass(frozen=True)
class Row:
    """A town, or the district: a cell a year."""

    name: str
    code: str
    cells: list[str]
    spark: SafeString
    is_chosen: bool


@dataclass(frozen=True)
class Caseload:
    """``is_stock``: a year is told by its last going out; otherwise by its sum. ``words`` says
    which."""

    asked: Asked
    name: str
    place: str
    unit: str
    what: str
    words: str
    choices: list[tuple[str, str]]
    measures: list[tuple[str, str]]
    towns: list[Node]
    heads: list[str]
    rows: list[Row]
    chart: Chart | None
    beside: Chart | None


def choices() -> list[tuple[str, str]]:
    """Benefits for which money went out, by name. One query."""
    codes = MonthTotal.objects.order_by("benefit").values_list("benefit", flat=True).distinct()
    order = list(benefits())
    named = [(code, books.name_of(code)) for code in codes]
    return sorted(named, key=lambda one: (order.index(one[0]) if one[0] in order else 99, one[1]))


def caseload(asked: Asked, today: date) -> Caseload:
    """Two queries over sums, and the tree."""
    tree, there = tree_on(today), choices()
    if asked.benefit not in dict(there) and there:
        asked = Asked(there[0][0], asked.measure, asked.town)
    by_town = _by_town(asked, tree)
    whole = _added(by_town)
    months = _months(whole)
    is_stock = asked.measure != MONEY and asked.benefit in benefits()
    years = sorted({month.year for month in months})
    place = by_town.get(asked.town, {}) if asked.town else whole
    node = tree.nodes.get(asked.town) if asked.town else None
    unit, what = _unit(asked, is_stock)
    return Caseload(
        asked=asked,
        name=books.name_of(asked.benefit),
        place=node.name if node else "全区",
        unit=unit,
        what=what,
        words=_words(asked, is_stock),
        choices=there,
        measures=_measures(asked),
        towns=sorted(tree.towns(), key=lambda one: one.code),
        heads=[_head(year, months) for year in years],
        rows=_rows(asked, tree, by_town, whole, months, is_stock),
        chart=_over_time(place, whole, months, unit, what) if months else None,
        beside=_towns(by_town, tree, months, is_stock, unit) if months else None,
    )


def sheet(asked: Asked, today: date) -> tuple[list[str], list[list[Any]]]:
    """Every month of every town, for a spreadsheet. Money in yuan."""
    tree = tree_on(today)
    by_town = _by_town(asked, tree)
    months = _months(_added(by_town))
    by = WAN / 100 if asked.measure == MONEY else 1
    found = [(tree.nodes[town].name, values) for town, values in _sorted(by_town, tree)]
    found.append(("全区", _added(by_town)))
    heads = ["乡镇", *(f"{month:%Y-%m}" for month in months)]
    return heads, [
        [name, *(round(values.get(month, 0) * by, 2) for month in months)] for name, values in found
    ]


def _by_town(asked: Asked, tree: Tree) -> dict[int, Months]:
    """Towns as they are today: what was merged since counts where it went."""
    rows = MonthTotal.objects.filter(benefit=asked.benefit).order_by()
    sums = rows.values_list("division", "month").annotate(of=Sum(FIELDS[asked.measure]))
    by = WAN if asked.measure == MONEY else 1
    found: dict[int, Months] = {}
    for division, month, value in sums:
        months = found.setdefault(tree.home.get(division, tree.root.id), {})
        months[month] = months.get(month, 0) + value / by
    return found


def _added(by_town: Mapping[int, Months]) -> Months:
    found: Months = {}
    for values in by_town.values():
        for month, value in values.items():
            found[month] = found.get(month, 0) + value
    return found


def _months(whole: Months) -> list[date]:
    """All months from the first to the last, one step after the other: what is not there is a gap.
    What goes out by the quarter has a place a quarter."""
    there = sorted(_number(month) for month in whole)
    if not there:
        return []
    steps = [after - before for before, after in pairwise(there)]
    every = range(there[0], there[-1] + 1, min(steps, default=1))
    return [date(one // 12, one % 12 + 1, 1) for one in sorted({*every, *there})]


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _of_years(values: Months, months: list[date], is_stock: bool) -> dict[int, float]:
    """A year's last going out, or all of it; ``months`` are those in which any town got it."""
    found: dict[int, float] = {}
    for month in months:
        value = values.get(month, 0)
        found[month.year] = value if is_stock else found.get(month.year, 0) + value
    return found


def _sorted(by_town: Mapping[int, Months], tree: Tree) -> list[tuple[int, Months]]:
    known = [(town, values) for town, values in by_town.items() if town in tree.nodes]
    return sorted(known, key=lambda one: tree.nodes[one[0]].code)


def _rows(
    asked: Asked, tree: Tree, by_town: Mapping[int, Months], whole: Months, months: list[date],
    is_stock: bool,
) -> list[Row]:  # fmt: skip
    paid = [month for month in months if month in whole]
    rows = [(tree.nodes[town], values) for town, values in _sorted(by_town, tree)]
    found = [_row(node, values, paid, asked, is_stock) for node, values in rows]
    return [*found, _row(None, whole, paid, asked, is_stock)] if found else []


def _row(
    node: Node | None,
    values: Months,
    paid: list[date],
    asked: Asked,
    is_stock: bool,
) -> Row:
    """Of a town; of the district where there is none."""
    years, decimals = _of_years(values, paid, is_stock), 1 if asked.measure == MONEY else 0
    line = [round(value, 1) for _, value in sorted(years.items())]
    cells = [number(value, decimals) for value in line]
    name, code, town = (node.name, node.code, node.id) if node else ("全区", "", None)
    return Row(name, code, cells, sparklines.render(line, label=name), asked.town == town)


def _head(year: int, months: list[date]) -> str:
    """A year that is not over says up to when it is told."""
    last = max(month.month for month in months if month.year == year)
    return f"{year}年" if last == 12 else f"{year}年(到{last}月)"


def _over_time(place: Months, whole: Months, months: list[date], unit: str, what: str) -> Chart:
    values = [round(place.get(month, 0), 2) if month in whole else None for month in months]
    return charts.trend(months, values, name=what, unit=unit)


def _towns(
    by_town: Mapping[int, Months], tree: Tree, months: list[date], is_stock: bool, unit: str
) -> Chart:
    """The towns side by side: the last year beside the one before."""
    paid = sorted({month for values in by_town.values() for month in values})
    years = sorted({month.year for month in paid})[-2:]
    found = {
        tree.nodes[town].name: _of_years(values, paid, is_stock)
        for town, values in _sorted(by_town, tree)
    }
    names = sorted(found, key=lambda name: -found[name].get(years[-1], 0))
    series = {
        _head(year, months): [round(found[name].get(year, 0), 1) for name in names]
        for year in reversed(years)
    }
    return charts.bars(names, series, unit=unit, horizontal=True)


def _measures(asked: Asked) -> list[tuple[str, str]]:
    found = benefits().get(asked.benefit)
    lines = [(LINES, "多少户")] if found is not None and found.is_of_household else []
    return [(PERSONS, "多少人"), *lines, (MONEY, "多少钱")]


def _unit(asked: Asked, is_stock: bool) -> tuple[str, str]:
    if asked.measure == MONEY:
        return "万元", "金额"
    if asked.measure == LINES:
        return "户", "户数"
    return ("人", "人数") if is_stock else ("人次", "人次")


def _words(asked: Asked, is_stock: bool) -> str:
    if asked.measure == MONEY:
        return "每年一共发了多少。跨年补发的算在发的那一年。"
    if not is_stock:
        return "一事一议的待遇, 每年一共多少人次。"
    more = "户数按发放笔数, 更正补发的另算一笔。" if asked.measure == LINES else ""
    return f"每年最后一次发放时的数, 不是全年相加。{more}"
