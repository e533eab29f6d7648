"""A run as the approver looks at it: what, how much, where, and every change with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum

from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.models import MonthTotal, Run, RunLine, Stop
from yingzhou.ui import charts
from yingzhou.ui.chart_parts import Chart

SIZE = 50
Why = RunLine.Why


@dataclass(frozen=True)
class Benefit:
    """One line of the overview: lines and money by reason, and who gets nothing any more."""

    code: str
    name: str
    count: int
    total: str
    changes: dict[str, tuple[int, str]]
    stops: int
    stopped: str


@dataclass(frozen=True)
class Preview:
    """``is_compared``: there is a month before, to which this one can be held."""

    run: Run
    benefits: list[Benefit]
    chart: Chart | None
    is_compared: bool

    @property
    def total(self) -> str:
        return format_fen(self.run.total)

    @property
    def whys(self) -> list[tuple[str, str]]:
        """The reasons that occur."""
        there = {why for one in self.benefits for why in one.changes}
        return [(str(why), str(why.label)) for why in Why if why in there]


def preview(run: Run) -> Preview:
    """Four queries, and the tree."""
    rows = run.lines.order_by().values("benefit", "why")
    sums: list[Any] = list(rows.annotate(n=Count("pk"), total=Sum("amount")))
    stops: dict[str, Any] = {
        row["benefit"]: row
        for row in run.stops.order_by()
        .values("benefit")
        .annotate(n=Count("pk"), total=Sum("before"))
    }
    codes = sorted({row["benefit"] for row in sums} | stops.keys())
    found = [_benefit(code, [row for row in sums if row["benefit"] == code], stops.get(code))
             for code in codes]  # fmt: skip
    before = (run.month - timedelta(days=1)).replace(day=1)
    is_compared = MonthTotal.objects.filter(month=before).exclude(run__number__gt=0).exists()
    return Preview(run, found, _chart(run, found), is_compared)


def _benefit(code: str, sums: list[dict[str, Any]], stop: dict[str, Any] | None) -> Benefit:
    return Benefit(
        code=code,
        name=books.name_of(code),
        count=sum(row["n"] for row in sums),
        total=format_fen(sum(row["total"] for row in sums)),
        changes={row["why"]: (row["n"], format_fen(row["total"])) for row in sums},
        stops=stop["n"] if stop else 0,
        stopped=format_fen(stop["total"]) if stop else "",
    )


def _chart(run: Run, found: list[Benefit]) -> Chart | None:
    """The month's picture: what goes to which town, benefit by benefit, in ten thousand yuan."""
    tree = tree_on(run.month)
    rows = run.lines.order_by().values("division", "benefit").annotate(total=Sum("amount"))
    by_town: dict[str, dict[str, int]] = {}
    for row in rows:
        town = tree.by_code(books.town_code(tree, row["division"]))
        name = town.name if town else "其他"
        benefits = by_town.setdefault(name, {})
        benefits[row["benefit"]] = benefits.get(row["benefit"], 0) + row["total"]
    if not by_town:
        return None
    names = sorted(by_town, key=lambda name: -sum(by_town[name].values()))
    series = {
        one.name: [round(by_town[name].get(one.code, 0) / 1_000_000, 2) for name in names]
        for one in found
        if one.count
    }
    return charts.bars(names, series, unit="万元", horizontal=True, stacked=True)


def changes(run: Run, benefit: str, why: str, cursor: str) -> Page:
    """The lines (or those who stopped) behind a figure, a page at a time. One query."""
    rows: QuerySet[Any]
    if why == "stopped":
        rows = Stop.objects.filter(run=run, benefit=benefit).select_related("payee")
    else:
        rows = RunLine.objects.filter(run=run, benefit=benefit).select_related("payee")
        if why:
            rows = rows.filter(why=why)
    return keyset(rows, ["id"], cursor, SIZE)
