"""Counts of records where they were made: divisions x days, before anything is added up.

One day is asked in SQL (grouped by division). Many days are answered from one pass over the rows:
each row is put on the days it holds, so a ten-year trend costs little more than one day. A property
test holds the two ways equal.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Least

from yingzhou.insight.relations.base import Flow, Stock

MANY = 3
"""From this number of days on, one pass over the rows is cheaper than a query a day."""


def amount_of(relation: Stock | Flow) -> Combinable:
    """The sum of the relation's amount fields (``a+b``) as an expression."""
    first, *others = relation.amount.split("+")
    expression: Combinable = F(first)
    for name in others:
        expression = expression + F(name)
    return expression


def located(relation: Stock | Flow) -> QuerySet:
    """The relation's rows with ``d_id`` (division) and, for stocks, ``from_i`` and ``to_i``."""
    rows = relation.records().annotate(d_id=F(relation.division))
    if isinstance(relation, Stock):
        for i, (start, end) in enumerate(relation.spells):
            rows = rows.annotate(**{f"from_{i}": F(start), f"to_{i}": F(end)})
    return rows


def holding(relation: Stock, day: date) -> QuerySet:
    """The rows of a stock that hold on ``day``."""
    rows = located(relation)
    for i in range(len(relation.spells)):
        rows = rows.filter(**{f"from_{i}__lte": day, f"to_{i}__gt": day})
    return rows.filter(of_ages(relation, day)) if relation.ages else rows


def within(relation: Flow, first: date, last: date) -> QuerySet:
    """The rows of a flow from ``first`` to ``last``, both included."""
    rows = located(relation)
    if relation.yearly:
        years = [y for y in range(first.year, last.year + 1) if _is_full(y, first, last)]
        return rows.filter(**{f"{relation.on}__in": years})
    return rows.filter(**{f"{relation.on}__gte": first, f"{relation.on}__lte": last})


def _is_full(year: int, first: date, last: date) -> bool:
    return first <= date(year, 12, 31) <= last


def of_ages(relation: Stock, day: date) -> Q:
    """Whoever is of one of the relation's ages on ``day``: born after one birthday, by another."""
    wanted = Q(pk__in=[])
    for youngest, oldest in relation.ages:
        wanted |= Q(
            **{
                f"{relation.born}__lte": years_before(day, youngest),
                f"{relation.born}__gt": years_before(day, oldest + 1),
            }
        )
    return wanted


def years_before(day: date, years: int) -> date:
    """The birthday of someone who turns ``years`` on ``day`` (29 February counts on 1 March)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def rows_on(relation: Stock | Flow, day: date) -> QuerySet:
    """The rows that count on ``day``: what holds, or what happened in the twelve months before."""
    if isinstance(relation, Stock):
        return holding(relation, day)
    return within(relation, *_year_to(relation, day))


def _year_to(relation: Flow, day: date) -> tuple[date, date]:
    if not relation.yearly:
        return Flow.twelve_months_to(day)
    year = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    return date(year, 1, 1), date(year, 12, 31)


def grouped(relation: Stock | Flow, rows: QuerySet) -> dict[int, int]:
    """Division id → count or sum; each row counts once however many partners it met."""
    if relation.amount:
        total: Any = Sum(amount_of(relation))
    else:
        total = _how_many(relation)
    found: dict[int, int] = defaultdict(int)
    for division, number in (
        rows.order_by().values("d_id").annotate(n=total).values_list("d_id", "n")
    ):
        found[division] += number or 0
    return dict(found)


def _how_many(relation: Stock | Flow) -> Count:
    if isinstance(relation, Flow):
        return Count("pk")
    return Count(relation.key, distinct=_meets_again(relation))


def _meets_again(relation: Stock) -> bool:
    """Whether several rows may stand for one: they must not be counted twice."""
    return relation.is_joined or bool(relation.once)


def counts(relation: Stock | Flow, days: list[date], index: dict[int, int]) -> np.ndarray:
    """int64 array (divisions, days). ``index``: division id → row. ``days`` ascending."""
    by_day = isinstance(relation, Stock) and bool(relation.ages)
    if len(days) < MANY or by_day:
        result = np.zeros((len(index), len(days)), "int64")
        for column, day in enumerate(days):
            for division, number in grouped(relation, rows_on(relation, day)).items():
                result[index[division], column] += number
        return result
    if isinstance(relation, Stock) and not _meets_again(relation) and not relation.amount:
        return _simple_stock_on_many(relation, days, index)
    if isinstance(relation, Stock):
        return _stock_on_many(relation, days, index)
    return _flow_on_many(relation, days, index)


def fetch(rows: QuerySet, names: list[str]) -> list[tuple]:
    """Plain tuples straight from the database: a million rows are no place for model objects."""
    statement, params = rows.order_by().values_list(*names).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _days(values: tuple) -> np.ndarray:
    return np.array(values, dtype="datetime64[D]").astype("int64")


def _simple_stock_on_many(relation: Stock, days: list[date], index: dict[int, int]) -> np.ndarray:
    """Rows with one spell, grouped by the database: what began before the first day is alike."""
    last = days[-1] + timedelta(days=1)
    rows = (
        located(relation)
        .filter(from_0__lte=days[-1], to_0__gt=days[0])
        .annotate(since=Greatest(F("from_0"), Value(days[0])), until=Least(F("to_0"), Value(last)))
        .values("d_id", "since", "until")
        .annotate(n=Count("pk"))
    )
    result = np.zeros((len(index), len(days) + 1), "int64")
    found = fetch(rows, ["d_id", "since", "until", "n"])
    if not found:
        return result[:, :-1]
    columns = list(zip(*found, strict=True))
    asked = _days(tuple(days))
    where = np.array([index[division] for division in columns[0]])
    number = np.array(columns[3], "int64")
    np.add.at(result, (where, np.searchsorted(asked, _days(columns[1]))), number)
    np.add.at(result, (where, np.searchsorted(asked, _days(columns[2]))), -number)
    return np.cumsum(result, axis=1)[:, :-1]


def _stock_on_many(relation: Stock, days: list[date], index: dict[int, int]) -> np.ndarray:
    rows, names = located(relation), [relation.key, "d_id"]
    for i in range(len(relation.spells)):
        names += [f"from_{i}", f"to_{i}"]
    if relation.amount:
        rows, names = rows.annotate(amount_=amount_of(relation)), [*names, "amount_"]
    result = np.zeros((len(index), len(days) + 1), "int64")
    found = fetch(rows, names)
    if not found:
        return result[:, :-1]
    columns = list(zip(*found, strict=True))
    spells = len(relation.spells)
    start = np.max([_days(columns[2 + 2 * i]) for i in range(spells)], axis=0)
    end = np.min([_days(columns[3 + 2 * i]) for i in range(spells)], axis=0)
    asked = _days(tuple(days))
    low, high = np.searchsorted(asked, start), np.searchsorted(asked, end)
    where = np.array([index[division] for division in columns[1]])
    amount = np.array(columns[-1], "int64") if relation.amount else np.ones(len(found), "int64")
    keys = np.array(columns[0], "int64")
    counted = low < high
    keys, where, low, high, amount = (a[counted] for a in (keys, where, low, high, amount))
    if _meets_again(relation) and not relation.amount:
        where, low, high = _once_each(keys, where, low, high)
        amount = np.ones(len(where), "int64")
    np.add.at(result, (where, low), amount)
    np.add.at(result, (where, high), -amount)
    return np.cumsum(result, axis=1)[:, :-1]


def _once_each(
    keys: np.ndarray, where: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Merge overlapping spells of the same key, so that two certificates count as one person."""
    order = np.lexsort((low, where, keys))
    keys, where, low, high = (a[order] for a in (keys, where, low, high))
    same = (keys[1:] == keys[:-1]) & (where[1:] == where[:-1])
    if not same.any():
        return where, low, high
    kept: list[tuple[int, int, int]] = []
    last: tuple[int, int] | None = None
    for key, place, first, after in zip(
        keys.tolist(), where.tolist(), low.tolist(), high.tolist(), strict=True
    ):
        if last == (key, place) and first <= kept[-1][2]:
            kept[-1] = (place, kept[-1][1], max(kept[-1][2], after))
        else:
            kept.append((place, first, after))
        last = (key, place)
    merged = np.array(kept, "int64")
    return merged[:, 0], merged[:, 1], merged[:, 2]


def _flow_on_many(relation: Flow, days: list[date], index: dict[int, int]) -> np.ndarray:
    rows, names = located(relation), ["d_id", relation.on]
    if relation.amount:
        rows, names = rows.annotate(amount_=amount_of(relation)), [*names, "amount_"]
    result = np.zeros((len(index), len(days)), "int64")
    found = fetch(rows, names)
    if not found:
        return result
    columns = list(zip(*found, strict=True))
    where = np.array([index[division] for division in columns[0]])
    when = np.array(columns[1], "int64") if relation.yearly else _days(columns[1])
    amount = np.array(columns[2], "int64") if relation.amount else np.ones(len(found), "int64")
    for column, day in enumerate(days):
        first, last = _year_to(relation, day)
        low, high = (first.year, last.year) if relation.yearly else _days((first, last))
        inside = (when >= low) & (when <= high)
        np.add.at(result[:, column], where[inside], amount[inside])
    return result
