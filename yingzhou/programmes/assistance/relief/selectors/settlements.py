"""Settlements as the hospital and the district's officer look at them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.programmes.assistance.relief.models import Hospital, Refusal, Settlement
from yingzhou.ui import charts
from yingzhou.ui.chart_parts import Chart

RECEIPT = re.compile(r"YJ-([0-9]{4})-([0-9]{7,12})")
SIZE = 30
MONTHS = 12
TEN_THOUSAND = 1_000_000
"""Fen of ten thousand yuan."""


def hospital_of(client: ApiClient) -> Hospital | None:
    """Whose system this is: the 单位 of its token."""
    return Hospital.objects.filter(name=client.organisation).first()


def by_receipt(receipt: str) -> QuerySet[Settlement]:
    found = RECEIPT.fullmatch(receipt)
    rows = Settlement.objects.select_related(
        "hospital", "person", "client__user", "reverses", "reversal"
    )
    if found is None or len(found[2]) > 12:
        return rows.none()
    return rows.filter(pk=int(found[2]), made_at__range=_year(int(found[1])))


def _year(year: int) -> tuple[datetime, datetime]:
    year = min(max(year, 1), 9998)
    return datetime(year, 1, 1, tzinfo=clock.ZONE), datetime(year + 1, 1, 1, tzinfo=clock.ZONE)


def of_hospital(hospital: Hospital, month: date, after: str, size: int) -> Page:
    rows = Settlement.objects.filter(hospital=hospital, month=month)
    shown = Settlement.objects.select_related("person", "reverses", "reversal")
    return keyset(rows, ["id"], after, size, shown)


@dataclass(frozen=True)
class Today:
    """``total`` and ``month_total`` in yuan, as written."""

    count: int
    total: str
    refused: int
    month_count: int
    month_total: str


def today_of(day: date) -> Today:
    """Two queries."""
    begin = datetime.combine(day, time.min, clock.ZONE)
    within = Q(made_at__gte=begin, made_at__lt=begin + timedelta(days=1))
    rows = Settlement.objects.filter(within | Q(month=day.replace(day=1)))
    found = rows.aggregate(
        n=Count("pk", filter=within & Q(reverses=None)),
        total=Sum("paid", filter=within),
        of_month=Count("pk", filter=Q(month=day.replace(day=1), reverses=None)),
        month_total=Sum("paid", filter=Q(month=day.replace(day=1))),
    )
    refused = Refusal.objects.filter(within).count()
    return Today(
        found["n"],
        format_fen(found["total"] or 0),
        refused,
        found["of_month"],
        format_fen(found["month_total"] or 0),
    )


def chart_of(today: date) -> Chart | None:
    """Money by month and hospital over the last twelve months. One query."""
    last = today.replace(day=1)
    first = date(last.year - 1, last.month, 1)
    rows = Settlement.objects.filter(month__gt=first).order_by()
    found: dict[str, dict[date, int]] = {}
    sums: Any = rows.values("hospital__name", "month").annotate(total=Sum("paid"))
    for row in sums:
        found.setdefault(row["hospital__name"], {})[row["month"]] = row["total"]
    if not found:
        return None
    months = [_back(last, MONTHS - 1 - n) for n in range(MONTHS)]
    order = sorted(found, key=lambda name: -sum(found[name].values()))
    series = {
        name: [round(found[name].get(one, 0) / TEN_THOUSAND, 2) for one in months] for name in order
    }
    return charts.bars([f"{one:%Y-%m}" for one in months], series, unit="万元", stacked=True)


def _back(month: date, count: int) -> date:
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def search(text: str, hospital: str, day: date | None, cursor: str) -> Page:
    """By receipt, the hospital's number or the patient's whole name; by hospital and by day."""
    rows = Settlement.objects.all()
    text = text.strip()
    if text:
        found = RECEIPT.fullmatch(text.upper())
        by_number = Q(pk=int(found[2])) if found else Q(number=text)
        rows = rows.filter(by_number | Q(person__name=text))
    if hospital:
        rows = rows.filter(hospital__code=hospital)
    if day is not None:
        begin = datetime.combine(day, time.min, clock.ZONE)
        rows = rows.filter(made_at__gte=begin, made_at__lt=begin + timedelta(days=1))
    shown = Settlement.objects.select_related("hospital", "person", "reverses", "reversal")
    return keyset(rows, ["-id"], cursor, SIZE, shown)


def refusals(since: datetime) -> list[Refusal]:
    rows = Refusal.objects.filter(made_at__gte=since).select_related("hospital", "person")
    return list(rows.order_by("-made_at")[:SIZE])


def overlapping(row: Settlement) -> QuerySet[Settlement]:
    """Other stays of the same person, anywhere, on days of this one: nobody lies in two beds, but
    the day of a transfer is the last of one stay and the first of the next."""
    if row.kind != Settlement.Kind.INPATIENT or row.reverses_id or row.reversed_at is not None:
        return Settlement.objects.none()
    rows = Settlement.objects.filter(
        person=row.person_id, kind=Settlement.Kind.INPATIENT, reverses=None, reversed_at=None,
        since__lt=row.until, until__gt=row.since,
    )  # fmt: skip
    return rows.exclude(pk=row.pk).select_related("hospital").order_by("since", "pk")
