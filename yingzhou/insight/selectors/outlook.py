"""Where a figure stands and where it is heading, in words and as points for a chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from yingzhou.insight.engine import Cell
from yingzhou.insight.forecast import Forecast, forecast, pace_needed, quarter_ends
from yingzhou.insight.plan_files import Measure, Plan
from yingzhou.insight.values import is_met, rounded, value_of

YEARS_BEYOND = 5
"""How far after the plan a target is still looked for."""


@dataclass(frozen=True)
class Outlook:
    """``words`` fit a cell of a table; the rest is for the page of the indicator.

    ``reached``: the first day on which the target was met without a break since. ``expected``: the
    day on which the forecast meets it. ``end``, ``low``, ``high``: the forecast for the plan's end.
    ``pace``: what each remaining quarter must add; ``recent``: what each of the last year's added.
    """

    words: str
    reached: date | None = None
    expected: date | None = None
    end: str = ""
    low: str = ""
    high: str = ""
    pace: str = ""
    recent: str = ""


def quarterly(points: list[tuple[date, Cell]], day: date) -> list[tuple[date, Cell]]:
    """The quarters' ends up to ``day``, and ``day`` itself (other days were asked for once)."""
    return [
        (on, cell)
        for on, cell in points
        if on <= day and (on == day or quarter_ends(on, on)) and on.year >= 2000
    ]


def known(points: list[tuple[date, Cell]], measure: Measure) -> list[tuple[date, Fraction]]:
    """The points that have a value."""
    pairs = ((on, value_of(cell, measure)) for on, cell in points)
    return [(on, value) for on, value in pairs if value is not None]


def ceiling(measure: Measure) -> float | None:
    return 100.0 if measure.unit == "%" else None


def ahead(
    values: list[tuple[date, Fraction]], measure: Measure, day: date, last: date
) -> Forecast | None:
    """The forecast for the quarters' ends after ``day`` up to ``last``."""
    days = [end for end in quarter_ends(day, last) if end > day]
    return forecast([on for on, _ in values], [float(v) for _, v in values], days, ceiling(measure))


def outlook(
    values: list[tuple[date, Fraction]], measure: Measure, plan: Plan, day: date
) -> Outlook:
    """The words beside a figure that has a target; ``values`` in order of date."""
    if not values or measure.target is None or values[-1][0] != day:
        return Outlook("")
    now = values[-1][1]
    recent = _recent(values, measure)
    if is_met(now, measure):
        since = _since(values, measure)
        words = f"{since:%Y-%m} 起达标" if since else "已达标"
        return Outlook(words, reached=since, recent=recent)
    far = date(plan.last_day.year + YEARS_BEYOND, 12, 31)
    found = ahead(values, measure, day, max(far, date(day.year + YEARS_BEYOND, 12, 31)))
    if found is None:
        return Outlook("数据不足, 不作预测", recent=recent)
    meeting = _meets(found, measure)
    if day >= plan.last_day:
        return Outlook(_late_words(meeting, found), expected=meeting, recent=recent)
    return _before_the_end(found, meeting, now, measure, plan, day, recent)


def _before_the_end(
    found: Forecast,
    meeting: date | None,
    now: Fraction,
    measure: Measure,
    plan: Plan,
    day: date,
    recent: str,
) -> Outlook:
    place = max(i for i, on in enumerate(found.days) if on <= plan.last_day)
    end, low, high = (
        _text(numbers[place], measure) for numbers in (found.middle, found.lower, found.upper)
    )
    in_time = meeting is not None and meeting <= plan.last_day
    words = f"预计 {meeting:%Y-%m} 达标" if in_time else f"期末约 {end}"
    pace = pace_needed(now, measure.target or Fraction(0), day, plan.last_day)
    return Outlook(
        words,
        expected=meeting,
        end=end,
        low=low,
        high=high,
        pace="" if pace is None else _signed(pace, measure),
        recent=recent,
    )


def _late_words(meeting: date | None, found: Forecast) -> str:
    if meeting is not None:
        return f"预计 {meeting:%Y-%m} 达标"
    return f"{found.days[-1].year} 年前达不到"


def _meets(found: Forecast, measure: Measure) -> date | None:
    for on, middle in zip(found.days, found.middle, strict=True):
        # A forecast claims nothing beyond the published digits.
        if is_met(Fraction(rounded(Fraction(middle), _digits(measure))), measure):
            return on
    return None


def _since(values: list[tuple[date, Fraction]], measure: Measure) -> date | None:
    """The first day of the unbroken stretch of met values that reaches today."""
    since = None
    for on, value in reversed(values):
        if not is_met(value, measure):
            break
        since = on
    return since


def _recent(values: list[tuple[date, Fraction]], measure: Measure) -> str:
    """The mean change of the last four quarters."""
    if len(values) < 5:
        return ""
    return _signed((values[-1][1] - values[-5][1]) / 4, measure)


def _digits(measure: Measure) -> int:
    return max(measure.shown_digits, measure.digits)


def _text(value: float, measure: Measure) -> str:
    return f"{rounded(Fraction(value), _digits(measure)):,}"


def _signed(value: Fraction, measure: Measure) -> str:
    number = rounded(value, max(_digits(measure), 1))
    # The change of a share is told in points: 1.6 % of a share is something else.
    unit = "个百分点" if measure.unit == "%" else measure.unit
    return f"{number:+,} {unit}"
