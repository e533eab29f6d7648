"""Legal periods: workdays by the national calendar with its make-up days, natural days, months.

Sources: 民法典 第201-203条 (the first day does not count; a period that ends on a legal holiday
ends on the day after it); 行政许可法 第82条 (periods in workdays).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
import yaml

OVERLAY = Path(__file__).parent / "data" / "calendar.yaml"


@cache
def _overlay() -> dict[str, frozenset]:
    raw = yaml.safe_load(OVERLAY.read_text(encoding="utf-8"))
    return {key: frozenset(raw.get(key) or ()) for key in ("official", "holidays", "makeup")}


def is_provisional(year: int) -> bool:
    """True where the official calendar of ``year`` is not known to us (weekends are assumed)."""
    if year in _overlay()["official"]:
        return False
    try:
        chinese_calendar.is_workday(date(year, 6, 1))
    except NotImplementedError:
        return True
    return False


def is_workday(day: date) -> bool:
    """Whether offices work on ``day``; make-up weekend days count as workdays."""
    overlay = _overlay()
    if day in overlay["makeup"]:
        return True
    if day in overlay["holidays"]:
        return False
    if is_provisional(day.year):
        return day.weekday() < 5
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
