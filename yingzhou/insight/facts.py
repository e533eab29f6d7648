"""Facts: computed values kept for reading. Rebuildable at will; building twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import connection, transaction
from django.db.models import Max

from yingzhou.core import clock
from yingzhou.insight.engine import Cell, Result, compute
from yingzhou.insight.forecast import quarter_ends
from yingzhou.insight.models import Fact, FactBuild
from yingzhou.insight.plan_files import plans

Rows = list[tuple[str, str, int, int | None, int | None]]
COLUMNS = ("measure", '"on"', "division_id", "numerator", "denominator")
"""The table's columns for such a row, as SQL wants them."""


def rebuild(codes: Iterable[str], days: Iterable[date]) -> int:
    """Compute the measures on these days anew and replace their facts; returns how many."""
    codes, days = list(dict.fromkeys(codes)), sorted(set(days))
    return keep(codes, days, rows(codes, days))


def rows(codes: Sequence[str], days: Sequence[date]) -> Rows:
    """The facts of these measures and days as they would be kept. Only reads."""
    return _rows(compute(codes, days))


def keep(codes: Sequence[str], days: Sequence[date], found: Rows) -> int:
    """Put ``found`` (:func:`rows` of these measures and days) in the place of what is kept."""
    with transaction.atomic():
        Fact.objects.filter(measure__in=codes, on__in=days).delete()
        _insert(found)
        FactBuild.objects.filter(measure__in=codes, on__in=days).delete()
        FactBuild.objects.bulk_create(
            [FactBuild(measure=c, on=d, built_at=clock.now()) for c in codes for d in days]
        )
    return len(found)


def _rows(result: Result) -> Rows:
    return [
        (code, day.isoformat(), division, cell.numerator, cell.denominator)
        for code, by_day in result.cells.items()
        for day, by_division in by_day.items()
        for division, cell in by_division.items()
        if cell.numerator is not None or cell.denominator is not None
    ]


def _insert(found: Rows) -> None:
    """Plain SQL: tens of thousands of rows are rebuilt while a leader waits."""
    table, names = Fact._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608
            in_order(found),
        )


def in_order(found: Rows) -> Rows:
    """In the order of the index, which then grows at its end only."""
    return sorted(found, key=lambda row: (row[0], row[2], row[1]))


def ensure(codes: Iterable[str], days: Iterable[date]) -> None:
    """Build what is missing among these measures and days."""
    codes, days = list(dict.fromkeys(codes)), sorted(set(days))
    have = set(
        FactBuild.objects.filter(measure__in=codes, on__in=days).values_list("measure", "on")
    )
    missing_days = {day for day in days for code in codes if (code, day) not in have}
    for day in sorted(missing_days):
        rebuild([code for code in codes if (code, day) not in have], [day])


def version() -> int:
    """Grows with every rebuilding; 0 where nothing was ever built."""
    return FactBuild.objects.aggregate(latest=Max("id"))["latest"] or 0


def standard_days(first: date, today: date) -> list[date]:
    """The days kept for trends: every quarter's end since the base of the plan before."""
    return [date(first.year - 5, 12, 31), *quarter_ends(date(first.year - 4, 1, 1), today)]


def standard() -> Iterator[tuple[list[str], list[date]]]:
    """What the board keeps, as measures and days: every quarter for the indicators of all plans,
    every year's end since the plan's base for what only the tasks use."""
    for plan in plans().values():
        days, indicators = standard_days(plan.first_day, clock.today()), plan.indicator_codes()
        yield indicators, days
        others = [code for code in plan.codes() if code not in indicators]
        yearly = [day for day in days if (day.month, day.day) == (12, 31) and day >= plan.base]
        if others and yearly:
            yield others, yearly


def refresh(since: date = date.min) -> int:
    """Rebuild what the board keeps of the days from ``since`` on. Idempotent; returns how many."""
    return sum(rebuild(codes, [day for day in days if day >= since]) for codes, days in standard())


def series(code: str, division_id: int, last: date | None = None) -> list[tuple[date, Cell]]:
    """The kept values of one measure and division, in order of date."""
    rows = Fact.objects.filter(measure=code, division_id=division_id)
    if last is not None:
        rows = rows.filter(on__lte=last)
    return [
        (on, Cell(numerator, denominator))
        for on, numerator, denominator in rows.order_by("on").values_list(
            "on", "numerator", "denominator"
        )
    ]


def series_of_many(codes: list[str], division_id: int) -> dict[str, list[tuple[date, Cell]]]:
    """Like :func:`series` for several measures in one query (the board's first page)."""
    found: dict[str, list[tuple[date, Cell]]] = {code: [] for code in codes}
    rows = Fact.objects.filter(measure__in=codes, division_id=division_id).order_by("on")
    for code, on, numerator, denominator in rows.values_list(
        "measure", "on", "numerator", "denominator"
    ):
        found[code].append((on, Cell(numerator, denominator)))
    return found


def by_division(code: str, day: date, division_ids: Iterable[int]) -> dict[int, Cell]:
    """The kept values of one measure on one day for some divisions."""
    rows = Fact.objects.filter(measure=code, on=day, division_id__in=list(division_ids))
    return {
        division: Cell(numerator, denominator)
        for division, numerator, denominator in rows.values_list(
            "division_id", "numerator", "denominator"
        )
    }
