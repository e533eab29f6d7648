"""Sealed years in the database: their digests, sums by town, and one entry a year in the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from yingzhou.core import audit, bulk, clock
from yingzhou.demo.history.years import Year
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.models import Account
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.models import MonthTotal, SealedYear

ORIGIN = "历史数据导入(演示)"
CLERK, BOSS = "历史数据导入(演示)", "历史数据复核(演示)"
FIELDS = ["year", "month", "benefit", "division", "lines_count", "persons", "amount"]


def keep(years: list[Year]) -> None:
    for one in years:
        at = _sealed_at(one.year)
        row = SealedYear.objects.create(
            year=one.year, state=SealedYear.State.SEALED, origin=ORIGIN, name=one.written.name,
            digest=one.written.digest, lines_count=one.written.lines, persons=one.written.persons,
            total=one.written.total, asked_by=CLERK, asked_at=at, sealed_by=BOSS,
            sealed_at=at + timedelta(days=1),
        )  # fmt: skip
        bulk.insert(MonthTotal, FIELDS, _rows(row, one))
        _enter(one, at)
        ledger.lock(month=f"{one.year}-12", actor=audit.Actor(None, BOSS), at=at)


def _sealed_at(year: int) -> datetime:
    """In the February after."""
    return datetime.combine(date(year + 1, 2, 10), time(10), clock.ZONE)


def _rows(row: SealedYear, one: Year) -> Iterator[tuple]:
    for month, benefit, town, lines, persons, amount in one.totals:
        yield row.pk, month.isoformat(), benefit, town, lines, persons, amount


def _enter(one: Year, at: datetime) -> None:
    """What the year came to, by benefit: spent, and gone from the bank."""
    district = tree_on(date(one.year, 12, 31)).root.code
    sums: dict[str, int] = {}
    for _, benefit, _, _, _, amount in one.totals:
        sums[benefit] = sums.get(benefit, 0) + amount
    lines: dict[Account, int] = {books.bank(): -one.written.total}
    for benefit, amount in sorted(sums.items()):
        lines[books.spent(benefit, district, one.year)] = amount
    ledger.post(
        key=f"sealed:{one.year}", lines=lines, text=f"{one.year}年历史发放", at=at,
        day=date(one.year, 12, 31), by=By(CLERK, BOSS),
    )  # fmt: skip
