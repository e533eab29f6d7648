"""Exact arithmetic: roundings against fractions, the calendar against Python's own, and both in the
form that runs for the whole district."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.core import workdays
from yingzhou.policy import arith
from yingzhou.policy.compiled import helpers
from yingzhou.policy.compiled.units import _ORDINAL, rest_days

ABOVE = st.integers(-(10**15), 10**15)
BELOW = st.integers(1, 10**6)
STEPS = st.sampled_from([1, 10, 100, 500, 1000])
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def half_away(exact: Fraction) -> int:
    """Halves go away from nought."""
    return floor(exact + Fraction(1, 2)) if exact >= 0 else ceil(exact - Fraction(1, 2))


EXACT = {"half": half_away, "up": ceil, "down": floor}


@pytest.mark.parametrize("how", EXACT)
@given(above=ABOVE, below=BELOW, step=STEPS)
def test_roundings_are_those_of_exact_fractions(how: str, above: int, below: int, step: int):
    want = EXACT[how](Fraction(above, below * step)) * step
    assert arith.rounded(how, step, above, below) == want
    assert getattr(helpers, how)(above, below, step) == want


@pytest.mark.parametrize(("above", "want"), [(5, 10), (4, 0), (-5, -10), (-4, 0), (15, 20), (0, 0)])
def test_a_half_jiao_goes_away_from_nought(above: int, want: int):
    assert arith.rounded("half", 10, above, 1) == want


@given(day=DAYS, count=st.integers(-4000, 4000))
def test_adding_days_is_the_calendars(day: date, count: int):
    want = arith.to_day(day + timedelta(days=count))
    assert arith.add_days(arith.to_day(day), count) == want
    assert helpers.add_days(arith.to_day(day), count) == want


@given(day=DAYS, count=st.integers(-200, 200))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day: date, count: int):
    found = arith.to_date(arith.add_months(arith.to_day(day), count))
    months = (found.year - day.year) * 12 + found.month - day.month
    assert months == count
    assert found.day == day.day or ((found + timedelta(days=1)).day == 1 and found.day < day.day)
    assert helpers.add_months(arith.to_day(day), count) == arith.to_day(found)


@given(born=DAYS, at=DAYS)
def test_full_years_are_reached_on_the_birthday(born: date, at: date):
    want = at.year - born.year - ((at.month, at.day) < (born.month, born.day))
    assert arith.full_years(arith.to_day(born), arith.to_day(at)) == want
    assert helpers.full_years(arith.to_day(born), arith.to_day(at)) == want


@given(day=DAYS, at=DAYS)
def test_months_since_count_calendar_months(day: date, at: date):
    want = (at.year - day.year) * 12 + at.month - day.month
    assert arith.months_since(arith.to_day(day), arith.to_day(at)) == want
    assert helpers.months_since(arith.to_day(day), arith.to_day(at)) == want


@given(day=st.dates(date(2004, 1, 1), date(2030, 12, 1)))
def test_the_next_workday_is_that_of_the_national_calendar(day: date):
    want = arith.to_day(workdays.roll_forward(day))
    rest = rest_days()
    assert arith.next_workday(arith.to_day(day)) == want
    assert helpers.next_workday(arith.to_day(day), rest, len(rest), _ORDINAL) == want
