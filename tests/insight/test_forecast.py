"""The forecast continues a line, says how unsure it is, and keeps to what is possible."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.insight.forecast import forecast, pace_needed, quarter_ends

PAST = quarter_ends(date(2021, 1, 1), date(2023, 6, 30))
AHEAD = quarter_ends(date(2023, 7, 1), date(2025, 12, 31))


def _line(start, slope, days):
    return [start + slope * (day - PAST[0]).days for day in days]


@given(
    start=st.floats(10**3, 10**5),
    slope=st.floats(-0.5, 5),
    count=st.integers(4, len(PAST)),
)
def test_a_straight_line_is_continued_exactly(start, slope, count):
    known = PAST[-count:]
    found = forecast(known, _line(start, slope, known), AHEAD, None)
    assert found is not None
    expected = pytest.approx(_line(start, slope, AHEAD), rel=1e-6)
    assert found.middle == expected
    assert found.lower == pytest.approx(found.upper, rel=1e-5, abs=1e-3)


@given(st.lists(st.floats(0, 100), min_size=4, max_size=len(PAST)))
def test_the_interval_widens_holds_the_middle_and_stays_possible(values):
    found = forecast(PAST[-len(values) :], values, AHEAD, 100.0)
    assert found is not None
    for low, middle, high in zip(found.lower, found.middle, found.upper, strict=True):
        assert 0 <= low <= middle <= high <= 100
    free = forecast(PAST[-len(values) :], [v + 10**6 for v in values], AHEAD, None)
    assert free is not None
    widths = [high - low for low, high in zip(free.lower, free.upper, strict=True)]
    assert all(wider >= narrow - 1e-6 for narrow, wider in pairwise(widths))


def test_scattered_values_give_a_wider_band_than_steady_ones():
    steady = _line(30, 0.02, PAST)
    scattered = [value + (4 if i % 2 else -4) for i, value in enumerate(steady)]
    narrow, wide = (forecast(PAST, values, AHEAD, 100.0) for values in (steady, scattered))
    assert narrow is not None
    assert wide is not None
    assert wide.upper[-1] - wide.lower[-1] > narrow.upper[-1] - narrow.lower[-1] + 5


def test_three_points_are_too_few():
    assert forecast(PAST[:3], [1.0, 2.0, 3.0], AHEAD, None) is None
    assert forecast([], [], AHEAD, None) is None
    assert forecast(PAST, _line(1, 1, PAST), [], None) is None


def test_only_the_last_three_years_count():
    old = quarter_ends(date(2015, 1, 1), date(2018, 12, 31))
    values = [*([900.0] * len(old)), *_line(10, 0.1, PAST)]
    assert forecast([*old, *PAST], values, AHEAD, None) == forecast(
        PAST, _line(10, 0.1, PAST), AHEAD, None
    )


def test_quarters_and_the_pace_that_is_left():
    assert quarter_ends(date(2025, 3, 31), date(2025, 9, 29)) == [
        date(2025, 3, 31),
        date(2025, 6, 30),
    ]
    assert pace_needed(50, 60, date(2025, 6, 30), date(2025, 12, 31)) == 5
    pace = pace_needed(Fraction(50), Fraction(60), date(2025, 5, 1), date(2025, 12, 31))
    assert pace == Fraction(10, 3)  # exactly
    assert pace_needed(50, 60, date(2025, 12, 31), date(2025, 12, 31)) is None
    assert pace_needed(50, 60, date(2025, 12, 31) + timedelta(9), date(2025, 12, 31)) is None
