"""A period of law: how long, in which days, what interrupts it, when it ends, what is left.

A pause (中止) takes days out of the period: the day on which it begins still counts, the day on
which it ends does not (民法典 第201条: the first day of a period does not count). An extension
makes the period itself longer. The two are different things and are kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .workdays import add_months, is_workday, roll_forward


class Unit(StrEnum):
    """``value`` is what files say, ``word`` what people read."""

    WORKDAYS = "workdays"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"

    @property
    def word(self) -> str:
        words = {"workdays": "个工作日", "days": "天", "months": "个月", "hours": "小时"}
        return words[self.value]


@dataclass(frozen=True)
class Period:
    """``length`` of ``unit``; ValueError where it is negative."""

    length: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.length < 0:
            raise ValueError("期限不能为负")

    def __str__(self) -> str:
        return f"{self.length} {self.unit.word}"


@dataclass(frozen=True)
class Pause:
    """From ``since`` until ``until`` (None: it still lasts)."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether ``day`` is taken out of the period."""
        return self.since < day and (self.until is None or day <= self.until)


def deadline(start: date, period: Period, pauses: Sequence[Pause] = ()) -> date | None:
    """The last day of a period that begins on ``start``; None while a pause before it lasts.

    Workdays are counted one by one; natural days and months end on the day after a rest day
    (民法典 第203条). Nothing to count is 立即: the same day, a rest day as well. ValueError for
    hours, which end at a moment (:func:`expiry`)."""
    if period.unit is Unit.HOURS:
        raise ValueError("按小时的期限从时刻起算")
    if not period.length:
        return start
    if period.unit is Unit.WORKDAYS:
        return _counted(start, period.length, pauses, workdays_only=True)
    if period.unit is Unit.DAYS:
        end = _counted(start, period.length, pauses, workdays_only=False)
    else:
        end = _counted(start, (add_months(start, period.length) - start).days, pauses, False)
    return None if end is None else _rolled(end, pauses)


def expiry(start: datetime, period: Period) -> datetime:
    """The moment at which a period of hours ends: they count from the moment itself (民法典 第201条
    第二款), through nights and rest days."""
    if period.unit is not Unit.HOURS:
        raise ValueError("按日、月的期限没有时刻")
    return start + timedelta(hours=period.length)


def _counted(start: date, count: int, pauses: Sequence[Pause], workdays_only: bool) -> date | None:
    day = start
    while count:
        day += timedelta(days=1)
        holding = next((pause for pause in pauses if pause.holds(day)), None)
        if holding is not None:
            if holding.until is None:
                return None
            day = holding.until
            continue
        if not workdays_only or is_workday(day):
            count -= 1
    return day


def _rolled(day: date, pauses: Sequence[Pause]) -> date | None:
    """Past rest days, and past a pause that begins among them."""
    end = roll_forward(day)
    for pause in pauses:
        if pause.since < end and day <= pause.since:
            return None if pause.until is None else roll_forward(max(end, pause.until))
    return end


def left(today: date, due: date, unit: Unit) -> int:
    """Workdays (or natural days) after ``today`` up to ``due``; negative once it has passed."""
    if unit is not Unit.WORKDAYS:
        return (due - today).days
    low, high = sorted((today, due))
    days = sum(is_workday(low + timedelta(days=n)) for n in range(1, (high - low).days + 1))
    return days if due >= today else -days
