"""Claims: how they stand, and what was paid by year, town and kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.programmes.assistance.relief.models import Claim
from yingzhou.ui import charts
from yingzhou.ui.chart_parts import Chart

SIZE = 30
TEN_THOUSAND = 1_000_000
State = Claim.State


@dataclass(frozen=True)
class Standing:
    """``late``: sent, and the insurer's time is over; ``stuck``: did not get through last time."""

    open: int
    asked: int
    late: int
    stuck: int


def standing(today: date) -> Standing:
    found = Claim.objects.filter(state__in=Claim.OPEN).aggregate(
        n=Count("pk"),
        asked=Count("pk", filter=Q(state=State.ASKED)),
        late=Count("pk", filter=Q(state=State.SENT, due_on__lt=today)),
        stuck=Count("pk", filter=Q(tries__gt=0)),
    )
    return Standing(found["n"], found["asked"], found["late"], found["stuck"])


@dataclass(frozen=True)
class Year:
    year: int
    settled: int
    amount: str
    refused: int


@dataclass(frozen=True)
class Statistics:
    """``kinds``: name, how often, money, share in a hundred of the money."""

    years: list[Year]
    by_year: Chart | None
    by_town: Chart | None
    kinds: list[tuple[str, int, str, str]]


def statistics(today: date, chosen: int | None) -> Statistics:
    """``chosen``: one year of the towns and kinds; None: all of them. Three queries."""
    ended = Claim.objects.filter(state__in=(State.SETTLED, State.REFUSED))
    ended = ended.annotate(year=ExtractYear("settled_on"))
    rows: Any = list(
        ended.order_by().values("year", "state").annotate(n=Count("pk"), total=Sum("amount"))
    )
    numbers = sorted({row["year"] for row in rows})
    found = {(row["year"], row["state"]): (row["n"], row["total"]) for row in rows}
    years = [_year(number, found) for number in numbers]
    series = {"赔付": [_much(found.get((one, State.SETTLED), (0, 0))[1]) for one in numbers]}
    by_year = charts.bars([str(one) for one in numbers], series, unit="万元") if numbers else None
    settled = ended.filter(state=State.SETTLED)
    if chosen is not None:
        settled = settled.filter(year=chosen)
    return Statistics(years[::-1], by_year, _by_town(settled, today), _by_kind(settled))


def _year(number: int, found: dict[tuple[int, str], tuple[int, int]]) -> Year:
    settled, amount = found.get((number, State.SETTLED), (0, 0))
    refused = found.get((number, State.REFUSED), (0, 0))[0]
    return Year(number, settled, format_fen(amount), refused)


def _much(fen: int) -> float:
    return round(fen / TEN_THOUSAND, 2)


def _by_town(settled: Any, today: date) -> Chart | None:
    tree = tree_on(today)
    sums: dict[str, int] = {}
    rows = settled.order_by().values("division").annotate(total=Sum("amount"))
    for row in rows:
        town = town_of(tree, row["division"]).name
        sums[town] = sums.get(town, 0) + row["total"]
    if not sums:
        return None
    names = sorted(sums, key=lambda name: -sums[name])
    series = {"赔付": [_much(sums[name]) for name in names]}
    return charts.bars(names, series, unit="万元", horizontal=True)


def _by_kind(settled: Any) -> list[tuple[str, int, str, str]]:
    rows = list(settled.order_by().values("kind").annotate(n=Count("pk"), total=Sum("amount")))
    whole = sum(row["total"] for row in rows)
    words = dict(Claim.Kind.choices)
    rows.sort(key=lambda row: -row["total"])
    return [
        (
            str(words[row["kind"]]),
            row["n"],
            format_fen(row["total"]),
            f"{row['total'] * 100 / whole:.1f}",
        )
        for row in rows
    ]


def search(text: str, state: str, today: date, cursor: str) -> Page:
    """By our number, the insurer's or the person's whole name; by how it stands."""
    rows = Claim.objects.all()
    text = text.strip()
    if text:
        rows = rows.filter(Q(number=text) | Q(reference=text) | Q(person__name=text))
    if state == "late":
        rows = rows.filter(state=State.SENT, due_on__lt=today)
    elif state == "stuck":
        rows = rows.filter(tries__gt=0, state__in=Claim.OPEN)
    elif state == "open":
        rows = rows.filter(state__in=Claim.OPEN)
    elif state in State.values:
        rows = rows.filter(state=state)
    return keyset(rows, ["-filed_on", "-id"], cursor, SIZE, Claim.objects.select_related("person"))
