"""The records behind a figure of the assessment, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.cases.selectors.rights import not_about, not_of_theirs, not_shut
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.programmes.affairs.counters.instrument import Measure, instrument_on
from yingzhou.programmes.affairs.counters.quarters import Quarter

from . import measures
from .assessment import counters_of


@dataclass(frozen=True)
class Record:
    """One record behind a figure. ``counts``: whether it is in the upper part of the share."""

    number: str
    item: str
    day: Any
    counts: bool
    note: str


def records(
    user: User, code: str, key: str, quarter: Quarter, today: date, cursor: str
) -> tuple[str, Measure, Page, list[Record]] | None:
    """The records of one figure; None where there is no such counter or measure in reach."""
    found = instrument_on(quarter.first)
    measure = found.measure(key)
    place = next((row for row in counters_of(user, today, {}) if row[1] == code), None)
    if measure is None or place is None:
        return None
    rows, order, made = _behind(user, key, place[0], quarter, measure)
    page = keyset(rows, order, cursor, 30)
    return name_of(place[0], today), measure, page, [made(row) for row in page.rows]


def _behind(
    user: User, key: str, place: int, quarter: Quarter, measure: Measure
) -> tuple[QuerySet[Any], list[str], Any]:
    start, end = quarter.start, quarter.end
    if key == "waiting":
        visits = measures.visits(start, end).filter(place=place)
        return _told(visits, measures.in_time(measure.minutes)), ["-taken_at", "-id"], _visit
    if key in ("stars", "bad"):
        ratings = measures.rated(start, end).filter(not_about(user), case__place=place)
        ratings = ratings.select_related("case")
        ratings = ratings.filter(not_shut(user, "case"))
        good = Q(stars__lte=measures.BAD) if key == "bad" else Q()
        return _told(ratings.defer("case__answers"), good), ["-at", "-id"], _rating
    if key == "objections":
        uses = measures.objections(start, end).filter(not_shut(user, "case"), case__place=place)
        uses = uses.select_related("case")
        return _told(uses.defer("case__answers"), measures.SETTLED), ["-objected_at", "-id"], _use
    if key == "rectified":
        begun = measures.rectifications(start, end).filter(place=place)
        return _told(_mine(begun, user), Q(was_late=False)), ["-received_at", "-id"], _case
    all_, good = measures.CASES.get(key, (Q(), Q()))
    cases = _mine(measures.closed(start, end).filter(all_, place=place), user)
    if key == "elsewhere":
        good = ~Q(home__in=tree_on(quarter.first).within(place) | {place})
    return _told(cases, good), ["-closed_at", "-id"], _case


def _mine(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Without what is about a supervisor's own relatives, or puts right what they did themselves;
    answers are not read."""
    return rows.filter(not_shut(user), not_of_theirs(user)).defer("answers")


def _told(rows: QuerySet[Any], good: Q) -> QuerySet[Any]:
    counts = Case(
        When(good, then=Value(True)), default=Value(False), output_field=BooleanField()
    ) if good else Value(True, output_field=BooleanField())  # fmt: skip
    return rows.annotate(counts=counts)


def _name(code: str) -> str:
    item = items().get(code)
    return item.name if item else code


def _case(row: Any) -> Record:
    day = row.closed_at or row.received_at
    return Record(row.number, _name(row.item), day, row.counts, row.get_outcome_display())


def _rating(row: Any) -> Record:
    note = f"{row.stars} 星{': ' + row.words if row.words else ''}"
    return Record(row.case.number, _name(row.case.item), row.at, row.counts, note)


def _use(row: Any) -> Record:
    return Record(row.case.number, _name(row.case.item), row.objected_at, row.counts, row.fact)


def _visit(row: Any) -> Record:
    waited = round((row.called_at - row.taken_at).total_seconds() / 60)
    return Record(
        "", f"{row} {row.get_kind_display()}", row.taken_at, row.counts, f"等了 {waited} 分钟"
    )
