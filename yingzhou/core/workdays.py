"""Legal periods: workdays by the national calendar with its make-up days, natural days, months.

Sources: 民法典 第201-203条 (the first day does not count; a period that ends on a legal holiday
ends on the day after it); 行政许可法 第82条 (periods in workdays); 全国年节及纪念日放假办法 (2024
revision: the holidays of a year whose notice is not out yet).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
import yaml

FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
FIXED_SINCE = 2025
OVERLAY = Path(__file__).parent / "data" / "calendar.yaml"


@cache
def _overlay() -> dict[str, frozenset]:
    raw = yaml.safe_load(OVERLAY.read_text(encoding="utf-8"))
    keys = ("official", "holidays", "makeup", "expected")
    return {key: frozenset(raw.get(key) or ()) for key in keys}


def is_provisional(year: int) -> bool:
    """True where the official calendar of ``year`` is not known to us: weekends and the holidays
    that the law itself names are assumed, without the days that a notice moves."""
    if year in _overlay()["official"]:
        return False
    try:
        chinese_calendar.is_workday(date(year, 6, 1))
    except NotImplementedError:
        return True
    return False


def tentative(day: date | None) -> str:
    """What is said beside a promised day that the notice for its year may still move; empty where
    it stands."""
    if day is None or not is_provisional(day.year):
        return ""
    return f"预计, 待国务院办公厅公布{day.year}年放假安排后再定"


@cache
def _assumed(year: int) -> frozenset[date]:
    """Holidays of a year without a notice. One that falls on a weekend is made up for on the next
    day that would be worked (第六条). Lunar ones as far as they are written down in the overlay."""
    if year < FIXED_SINCE:
        return frozenset()
    terms = chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 10))
    named = {date(year, month, day) for month, day in FIXED}
    named |= {day for day, name in terms if name == "清明"}
    named |= {day for day in _overlay()["expected"] if day.year == year}
    found = set(named)
    for lost in sorted(day for day in named if day.weekday() > 4):
        instead = lost
        while instead in found or instead.weekday() > 4:
            instead += timedelta(days=1)
        found.add(instead)
    return frozenset(found)


def is_workday(day: date) -> bool:
    """Whether offices work on ``day``; make-up weekend days count as workdays."""
    overlay = _overlay()
    if day in overlay["makeup"]:
        return True
    if day in overlay["holidays"]:
        return False
    if is_provisional(day.year):
        return day.weekday() < 5 and day not in _assumed(day.year)
    if day.year in overlay["official"]:
        return day.weekday() < 5
    return chinese_calendar.is_workday(day)


def add_workdays(start: date, count: int) -> date:
    """The ``count``-th workday after ``start``, which does not count itself (民法典 第201条)."""
    if count < 0:
        raise ValueError("工作日数不能为负")
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Workdays after ``start`` up to and including ``end``; negative when ``end`` lies before."""
    if end < start:
        return -workdays_between(end, start)
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def roll_forward(day: date) -> date:
    """The end of a period that falls on a rest day moves to the next workday (民法典 第203条)."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def add_natural_days(start: date, count: int) -> date:
    """The last day of a period of ``count`` natural days, moved past rest days."""
    if count < 0:
        raise ValueError("天数不能为负")
    return roll_forward(start + timedelta(days=count))


def add_months(start: date, count: int) -> date:
    """The same day ``count`` months on, or that month's last (民法典 第202条); not rolled."""
    index = start.year * 12 + start.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
