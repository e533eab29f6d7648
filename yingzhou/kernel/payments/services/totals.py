"""The sums of a run by town, kept beside its lines: charts and figures read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Sum

from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments.models import MonthTotal, Run, SealedYear

Row = tuple[date, str, int, int, int, int]
"""Month, benefit, division, lines, persons, fen."""


def keep_of_run(run: Run) -> int:
    """Of a run that is being approved. Corrections of an earlier year count in the month in which
    they are paid: that year's sums are closed."""
    rows = run.lines.order_by().values_list("month", "benefit", "division")
    sums = rows.annotate(n=Count("pk"), all=Sum("persons"), fen=Sum("amount"))
    return _keep(((_own(row[0], run), *row[1:]) for row in sums), run.month, run=run)


def _own(month: date, run: Run) -> date:
    return month if month.year == run.month.year else run.month


def keep_of_year(year: SealedYear, rows: Iterable[Row]) -> int:
    """Of a year whose lines come from elsewhere."""
    return _keep(rows, date(year.year, 12, 31), year=year)


def by_towns(rows: Iterable[Row], day: date) -> dict[tuple[date, str, int], list[int]]:
    """Villages added up to their towns, as the map was on ``day``."""
    tree = tree_on(day)
    found: dict[tuple[date, str, int], list[int]] = {}
    towns: dict[int, int] = {}
    for month, benefit, division, *sums in rows:
        if division not in towns:
            towns[division] = town_of(tree, division).id
        total = found.setdefault((month, benefit, towns[division]), [0, 0, 0])
        for place, value in enumerate(sums):
            total[place] += value
    return found


def _keep(rows: Iterable[Row], day: date, **source: Run | SealedYear) -> int:
    made = [
        MonthTotal(
            month=month, benefit=benefit, division_id=town,
            lines_count=lines, persons=persons, amount=amount, **source,
        )
        for (month, benefit, town), (lines, persons, amount) in by_towns(rows, day).items()
    ]  # fmt: skip
    return len(MonthTotal.objects.bulk_create(made, batch_size=1000))
