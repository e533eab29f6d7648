"""The indicators at a glance: one row each, worked out once per plan, division, day and version."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.utils.safestring import SafeString

from yingzhou.insight import facts
from yingzhou.insight.engine import Cell
from yingzhou.insight.listing import uncertain
from yingzhou.insight.plan_files import Indicator, Measure, Plan
from yingzhou.insight.relations import RELATIONS, Series
from yingzhou.insight.values import plain, shown, state_of, value_of, why_missing
from yingzhou.ui import sparklines

from .asked import Asked
from .outlook import Outlook, known, outlook, quarterly

KEPT_SECONDS = 6 * 3600
ORDER = {"behind": 0, "unknown": 1, "on_pace": 2, "met": 3, "": 4}
WORDS = {"met": "已达标", "on_pace": "按进度", "behind": "落后", "unknown": "缺数据"}


@dataclass(frozen=True)
class Row:
    """One indicator as the first page shows it. ``state`` is empty where no target applies."""

    number: int
    short: str
    name: str
    kind: str
    is_binding: bool
    system: str
    unit: str
    value: str
    missing: str
    uncertain: str
    target: str
    state: str
    spark: SafeString
    outlook: Outlook


@dataclass(frozen=True)
class Summary:
    """How many indicators stand how: the line above the table."""

    total: int
    states: list[tuple[str, str, int]]
    unjudged: int


def overview(asked: Asked, version: int) -> list[Row]:
    """All indicators of the plan, those that bind first, then by need of attention."""
    key = f"board:rows:{asked.plan.code}:{asked.node.id}:{asked.day}:{version}"
    rows: list[Row] | None = cache.get(key)
    if rows is None:
        rows = _rows(asked)
        cache.set(key, rows, KEPT_SECONDS)
    return rows


def _rows(asked: Asked) -> list[Row]:
    series = facts.series_of_many(asked.plan.indicator_codes(), asked.node.id)
    rows = [_row(asked, item, series[item.measure.code]) for item in asked.plan.indicators]
    return sorted(rows, key=lambda row: (not row.is_binding, ORDER[row.state], row.number))


def _row(asked: Asked, indicator: Indicator, points: list[tuple[date, Cell]]) -> Row:
    measure = indicator.measure
    points = quarterly(points, asked.day)
    cell = dict(points).get(asked.day, Cell(None, None))
    values = known(points, measure)
    value = value_of(cell, measure)
    # Below the district a share without records to divide by is no fault of anybody.
    judged = is_judged(measure, asked) and (value is not None or asked.is_district)
    return Row(
        number=indicator.number,
        short=indicator.short,
        name=measure.name,
        kind=indicator.kind,
        is_binding=indicator.is_binding,
        system=indicator.system,
        unit=measure.unit,
        value=shown(value, measure),
        missing=why_missing(cell, measure),
        uncertain=uncertain(indicator, asked.day),
        target=target_words(measure),
        state=state_of(value, indicator, asked.plan, asked.day) if judged else "",
        spark=sparkline(points, measure, indicator.short, judged),
        outlook=outlook(values, measure, asked.plan, asked.day) if judged else Outlook(""),
    )


def sparkline(
    points: list[tuple[date, Cell]], measure: Measure, label: str, judged: bool
) -> SafeString:
    """The last ten years as a line the size of a word."""
    numbers = [None if v is None else float(v) for v in (value_of(c, measure) for _, c in points)]
    target = float(measure.target) if judged and measure.target is not None else None
    return sparklines.render(numbers[-24:], target, label)


def is_judged(measure: Measure, asked: Asked) -> bool:
    """A share is held against the target everywhere; a number of things only for the district."""
    return measure.target is not None and (measure.is_ratio or asked.is_district)


def is_uniform(measure: Measure) -> bool:
    """Whether the figure is the same everywhere by its nature (published series only)."""
    parts = [measure.numerator, measure.denominator]
    return all(isinstance(RELATIONS[code], Series) for code in parts if code)


def target_words(measure: Measure) -> str:
    """``≥ 60`` or ``≤ 1.59``."""
    if measure.target is None:
        return ""
    return f"{'≥' if measure.direction == 'at_least' else '≤'} {plain(measure.target)}"


def summary(rows: list[Row]) -> Summary:
    counted = Counter(row.state for row in rows)
    states = [(key, WORDS[key], counted[key]) for key in WORDS if counted[key]]
    return Summary(len(rows), states, counted[""])


def systems(plan: Plan) -> list[tuple[str, int]]:
    """The plan's systems in their order, each with its number of indicators."""
    counted = Counter(item.system for item in plan.indicators if item.system)
    return list(counted.items())
