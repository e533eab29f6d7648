"""The records behind each measure: which count, and which of them count well.

Cases are those that a counter took in and that were closed in the quarter; those that the house
itself begins (差评整改) are not among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models import DateTimeField as Moment
from django.db.models.functions import TruncQuarter

from yingzhou.core import clock
from yingzhou.kernel.cases.models import Case, Clock, Correction, DataUse, Rating, Step
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.cases.services.ratings import BAD, RECTIFICATION
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.programmes.affairs.counters.models import Ticket
from yingzhou.programmes.affairs.counters.quarters import Quarter

SENT_BACK = ("back", "reopen")
FROM_AFAR = ("online", "terminal")
Key = tuple[int, Quarter]


@dataclass(frozen=True)
class Figure:
    """``good`` of ``all``; ``value`` is the share in percent, or what it says itself."""

    all: int
    good: int
    mean: float | None = None

    @property
    def value(self) -> float | None:
        if not self.all:
            return None
        return (
            round(self.mean, 2) if self.mean is not None else round(100 * self.good / self.all, 1)
        )


def closed(start: datetime, end: datetime) -> QuerySet[Case]:
    """Closed in this time, with what the measures ask of each."""
    promise = Clock.objects.filter(case=OuterRef("pk"), is_promise=True)
    asked = Correction.objects.filter(case=OuterRef("pk"))
    back = Step.objects.filter(case=OuterRef("pk"), transition__in=SENT_BACK)
    rows = Case.objects.filter(closed_at__gte=start, closed_at__lt=end)
    return rows.exclude(item=RECTIFICATION).annotate(
        was_promised=Exists(promise),
        was_late=Exists(promise.filter(ended_how="late")),
        was_asked=Exists(asked),
        was_asked_twice=Exists(asked.exclude(again_why="")),
        was_returned=Exists(back),
    )


CASES: dict[str, tuple[Q, Q]] = {
    "promised": (Q(was_promised=True), Q(was_promised=True, was_late=False)),
    "once": (Q(was_asked=True), Q(was_asked=True, was_asked_twice=False)),
    "returned": (Q(), Q(was_returned=True)),
    "online": (Q(), Q(channel__in=FROM_AFAR)),
}
"""Of which cases, and which of them are counted."""


def figures(first: Quarter, last: Quarter, minutes: int) -> dict[str, dict[Key, Figure]]:
    """Every measure of every counter and quarter. Five queries."""
    start, end = first.start, last.end
    return {
        **_of_cases(start, end),
        **_of_ratings(start, end),
        "rectified": _rectified(start, end),
        "waiting": _waiting(start, end, minutes),
        "objections": _objections(start, end),
    }


def _of_cases(start: datetime, end: datetime) -> dict[str, dict[Key, Figure]]:
    counts: dict[str, Any] = {}
    for name, (all_, good) in CASES.items():
        counts[f"{name}_all"] = Count("pk", filter=all_) if all_ else Count("pk")
        counts[f"{name}_good"] = Count("pk", filter=good)
    rows = closed(start, end).annotate(quarter=TruncQuarter("closed_at", tzinfo=clock.ZONE))
    tree = tree_on(clock.day_of(end - timedelta(days=1)))
    sums: dict[str, dict[Key, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    found: Any = rows.order_by().values("place", "home", "quarter").annotate(**counts)
    for row in found:
        key: Key = (row["place"], Quarter.of(row["quarter"].date()))
        for name in CASES:
            sums[name][key][0] += row[f"{name}_all"]
            sums[name][key][1] += row[f"{name}_good"]
        is_elsewhere = town_of(tree, row["home"]).id != town_of(tree, row["place"]).id
        sums["elsewhere"][key][0] += row["returned_all"]
        sums["elsewhere"][key][1] += row["returned_all"] if is_elsewhere else 0
    return {name: {key: Figure(*pair) for key, pair in each.items()} for name, each in sums.items()}


def rated(start: datetime, end: datetime) -> QuerySet[Rating]:
    return Rating.objects.filter(at__gte=start, at__lt=end, excluded="")


def _of_ratings(start: datetime, end: datetime) -> dict[str, dict[Key, Figure]]:
    rows = rated(start, end).annotate(quarter=TruncQuarter("at", tzinfo=clock.ZONE)).order_by()
    stars, bad = {}, {}
    for place, quarter, n, poor, mean in rows.values_list("case__place", "quarter").annotate(
        n=Count("pk"), poor=Count("pk", filter=Q(stars__lte=BAD)), mean=Avg("stars")
    ):
        key = (place, Quarter.of(quarter.date()))
        stars[key], bad[key] = Figure(n, n, float(mean)), Figure(n, poor)
    return {"stars": stars, "bad": bad}


def rectifications(start: datetime, end: datetime) -> QuerySet[Case]:
    """Begun in this time and settled, or late already: late where any of their periods (1, 5, 15
    workdays) was or is. Of what is still in its time nobody can say yet."""
    late = Clock.objects.filter(case=OuterRef("pk")).filter(
        Q(ended_how="late") | Q(ended_at=None, due_on__lt=clock.today())
    )
    rows = Case.objects.filter(item=RECTIFICATION, received_at__gte=start, received_at__lt=end)
    return rows.annotate(was_late=Exists(late)).filter(Q(is_open=False) | Q(was_late=True))


def _rectified(start: datetime, end: datetime) -> dict[Key, Figure]:
    rows = rectifications(start, end)
    return _grouped(rows, "place", "received_at", Q(was_late=False))


def visits(start: datetime, end: datetime) -> QuerySet[Ticket]:
    return Ticket.objects.filter(taken_at__gte=start, taken_at__lt=end, called_at__isnull=False)


def in_time(minutes: int) -> Q:
    latest = ExpressionWrapper(F("taken_at") + timedelta(minutes=minutes), output_field=Moment())
    return Q(called_at__lte=latest)


def _waiting(start: datetime, end: datetime, minutes: int) -> dict[Key, Figure]:
    return _grouped(visits(start, end), "place", "taken_at", in_time(minutes))


def objections(start: datetime, end: datetime) -> QuerySet[DataUse]:
    """Residents said that what the registers know is wrong, in a case of this counter."""
    return DataUse.objects.filter(objected_at__gte=start, objected_at__lt=end, case__isnull=False)


SETTLED = Q(correction__is_open=False)


def _objections(start: datetime, end: datetime) -> dict[Key, Figure]:
    return _grouped(objections(start, end), "case__place", "objected_at", SETTLED)


def _grouped(rows: QuerySet[Any], place: str, moment: str, good: Q) -> dict[Key, Figure]:
    quarter = TruncQuarter(moment, tzinfo=clock.ZONE)
    found = rows.annotate(quarter=quarter).order_by().values_list(place, "quarter")
    counted: Iterable[Any] = found.annotate(n=Count("pk"), good=Count("pk", filter=good))
    return {
        (where, Quarter.of(start.date())): Figure(n, right) for where, start, n, right in counted
    }


def whole(figures_: Iterable[Figure]) -> Figure:
    """Of several counters together."""
    there = [one for one in figures_ if one.all]
    count = sum(one.all for one in there)
    if count and any(one.mean is not None for one in there):
        return Figure(count, count, sum((one.mean or 0) * one.all for one in there) / count)
    return Figure(count, sum(one.good for one in there))
