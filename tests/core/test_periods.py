"""Periods of law: known examples first, then what must hold whatever the dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.core import clock
from yingzhou.core.periods import Pause, Period, Unit, deadline, expiry, left
from yingzhou.core.workdays import add_months, add_workdays, is_workday, roll_forward

MONDAY = date(2025, 3, 3)
DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 30))
UNITS = st.sampled_from([unit for unit in Unit if unit is not Unit.HOURS])
LENGTHS = st.integers(0, 40)


def in_workdays(length: int) -> Period:
    return Period(length, Unit.WORKDAYS)


@st.composite
def pauses(draw, start: date, most: int = 3) -> list[Pause]:
    """One after the other, none before the period begins, all over."""
    made, day = [], start
    for _ in range(draw(st.integers(0, most))):
        since = day + timedelta(days=draw(st.integers(0, 20)))
        day = since + timedelta(days=draw(st.integers(0, 30)))
        made.append(Pause(since, day))
    return made


@st.composite
def periods(draw) -> tuple[date, Period, list[Pause]]:
    start = draw(DAYS)
    return start, Period(draw(LENGTHS), draw(UNITS)), draw(pauses(start))


def test_the_first_day_does_not_count():
    assert deadline(MONDAY, in_workdays(1)) == date(2025, 3, 4)
    assert deadline(MONDAY, in_workdays(0)) == MONDAY


def test_workdays_know_make_up_days():
    """2025: 1 to 5 May are free, Sunday 27 April is worked."""
    assert deadline(date(2025, 4, 25), in_workdays(2)) == date(2025, 4, 28)
    assert deadline(date(2025, 4, 30), in_workdays(1)) == date(2025, 5, 6)


def test_natural_days_and_months_end_after_a_rest_day():
    """The seventh day is Saturday 8 March: Monday; one month after 31 January: 28 February."""
    assert deadline(date(2025, 3, 1), Period(7, Unit.DAYS)) == date(2025, 3, 10)
    assert deadline(date(2025, 1, 31), Period(1, Unit.MONTHS)) == date(2025, 2, 28)


def test_a_pause_takes_days_out_of_the_period():
    """Two days are gone when it pauses on Wednesday; on Monday the third begins tomorrow."""
    pause = Pause(date(2025, 3, 5), date(2025, 3, 10))
    assert deadline(MONDAY, in_workdays(5), [pause]) == date(2025, 3, 13)


def test_a_pause_that_lasts_leaves_the_end_open():
    assert deadline(MONDAY, in_workdays(5), [Pause(date(2025, 3, 5))]) is None
    assert deadline(MONDAY, in_workdays(2), [Pause(date(2025, 3, 5))]) == date(2025, 3, 5)


def test_a_pause_that_begins_among_rest_days_before_the_end_holds_it_open():
    """Natural days end on Saturday and would move to Monday; the pause begins on Sunday."""
    period = Period(5, Unit.DAYS)
    assert deadline(MONDAY, period) == date(2025, 3, 10)
    assert deadline(MONDAY, period, [Pause(date(2025, 3, 9))]) is None
    over = [Pause(date(2025, 3, 9), date(2025, 3, 12))]
    assert deadline(MONDAY, period, over) == date(2025, 3, 12)


def test_what_a_period_is_called():
    assert str(in_workdays(20)) == "20 个工作日"
    assert str(Period(3, Unit.DAYS)) == "3 天"
    assert str(Period(6, Unit.MONTHS)) == "6 个月"


def test_no_period_is_negative():
    with pytest.raises(ValueError, match="期限不能为负"):
        in_workdays(-1)


@given(periods())
def test_a_pause_never_shortens(case):
    start, period, paused = case
    assert deadline(start, period, paused) >= deadline(start, period)


@given(periods(), st.integers(0, 40))
def test_pausing_and_resuming_on_the_same_day_changes_nothing(case, later):
    start, period, paused = case
    day = start + timedelta(days=later)
    assert deadline(start, period, [*paused, Pause(day, day)]) == deadline(start, period, paused)


@given(periods(), st.integers(0, 30))
def test_an_extension_is_a_longer_period_and_never_ends_earlier(case, more):
    start, period, paused = case
    longer = Period(period.length + more, period.unit)
    assert deadline(start, longer, paused) >= deadline(start, period, paused)


@given(periods(), st.integers(0, 30))
def test_resuming_later_never_ends_earlier(case, more):
    start, period, paused = case
    if not paused:
        return
    last = paused[-1]
    longer = [*paused[:-1], Pause(last.since, last.until + timedelta(days=more))]
    assert deadline(start, period, longer) >= deadline(start, period, paused)


@given(periods())
def test_as_many_days_count_as_the_law_gives(case):
    """Counted again another way: days after the start, not paused, up to the end."""
    start, period, paused = case
    end = deadline(start, period, paused)
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    free = [day for day in days if not any(pause.holds(day) for pause in paused)]
    if period.unit is Unit.WORKDAYS:
        assert sum(map(is_workday, free)) == period.length
    elif period.unit is Unit.DAYS:
        assert len(free) >= period.length


@given(DAYS, LENGTHS)
def test_without_pauses_it_is_what_the_calendar_says(start, length):
    assert deadline(start, in_workdays(length)) == add_workdays(start, length)
    if not length:
        return
    days, months = Period(length, Unit.DAYS), Period(length, Unit.MONTHS)
    assert deadline(start, days) == roll_forward(start + timedelta(days=length))
    assert deadline(start, months) == roll_forward(add_months(start, length))


@given(DAYS, UNITS)
def test_at_once_is_the_same_day_a_rest_day_as_well(start, unit):
    assert deadline(start, Period(0, unit)) == start


@given(periods())
def test_natural_days_and_months_never_end_on_a_rest_day(case):
    start, period, paused = case
    end = deadline(start, period, paused)
    assert period.unit is Unit.WORKDAYS or is_workday(end) or not period.length


@given(DAYS, LENGTHS, UNITS)
def test_an_open_pause_from_the_first_day_leaves_every_end_open(start, length, unit):
    ends = deadline(start, Period(length, unit), [Pause(start)])
    assert ends is None or length == 0


@given(DAYS, st.integers(-60, 60))
def test_what_is_left_counts_down_and_turns_negative(today, days):
    due = today + timedelta(days=days)
    assert left(today, due, Unit.DAYS) == days
    counted = left(today, due, Unit.WORKDAYS)
    assert counted == -left(due, today, Unit.WORKDAYS)
    assert abs(counted) <= abs(days)


def test_on_the_day_itself_nothing_is_left():
    assert left(MONDAY, MONDAY, Unit.WORKDAYS) == 0
    assert left(MONDAY, date(2025, 3, 10), Unit.WORKDAYS) == 5
    assert left(date(2025, 3, 10), MONDAY, Unit.WORKDAYS) == -5


def test_hours_count_from_the_moment_through_nights_and_rest_days():
    """民法典 第201条第二款: 自法律规定的时间开始计算."""
    evening = datetime(2025, 3, 7, 20, 30, tzinfo=clock.ZONE)  # a Friday
    twelve = Period(12, Unit.HOURS)
    assert expiry(evening, twelve) == datetime(2025, 3, 8, 8, 30, tzinfo=clock.ZONE)
    assert str(twelve) == "12 小时"


def test_hours_have_no_day_and_days_have_no_moment():
    with pytest.raises(ValueError, match="时刻"):
        deadline(MONDAY, Period(12, Unit.HOURS))
    with pytest.raises(ValueError, match="时刻"):
        expiry(datetime(2025, 3, 7, tzinfo=clock.ZONE), in_workdays(1))
