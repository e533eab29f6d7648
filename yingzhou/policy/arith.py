"""The exact arithmetic that all readers of the tree share, on whole numbers.

Days are yyyymmdd. A rule's calendar knows the workdays from :mod:`yingzhou.core.workdays`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from yingzhou.core import workdays


def rounded(how: str, step: int, above: int, below: int) -> int:
    """``above / below`` to whole multiples of ``step``; ``below`` > 0. Halves go away from zero."""
    unit = below * step
    if how == "up":
        return -(-above // unit) * step
    if how == "down":
        return above // unit * step
    if above < 0:
        return -((-2 * above + unit) // (2 * unit)) * step
    return (2 * above + unit) // (2 * unit) * step


def full_years(born: int, as_of: int) -> int:
    """周岁; negative for somebody not yet born."""
    return (as_of - born) // 10_000


def months_since(day: int, as_of: int) -> int:
    """Calendar months from the month of ``day`` to that of ``as_of``."""
    return (as_of // 10_000 - day // 10_000) * 12 + as_of // 100 % 100 - day // 100 % 100


def to_date(day: int) -> date:
    return date(day // 10_000, day // 100 % 100, day % 100)


def to_day(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def add_days(day: int, count: int) -> int:
    return to_day(to_date(day) + timedelta(days=count))


def add_months(day: int, count: int) -> int:
    """The corresponding day, or the month's last where there is none (民法典 第202条)."""
    months = day // 10_000 * 12 + day // 100 % 100 - 1 + count
    year, month = divmod(months, 12)
    return year * 10_000 + (month + 1) * 100 + min(day % 100, monthrange(year, month + 1)[1])


def next_workday(day: int) -> int:
    """``day`` itself where offices work, else the first day they do (民法典 第203条)."""
    return to_day(workdays.roll_forward(to_date(day)))
