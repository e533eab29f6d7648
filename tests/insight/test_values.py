"""Rounding as published, states against target and pace, words where there is no value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.insight import values
from yingzhou.insight.engine import Cell
from yingzhou.insight.plan_files import default_plan


@pytest.fixture
def plan():
    return default_plan()


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Fraction(5, 2), 0, "3"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(1005, 1000), 2, "1.01"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(10124, 1000), 1, "10.1"),
    ],
)
def test_half_is_rounded_up_not_to_even(value, digits, expected):
    assert str(values.rounded(value, digits)) == expected


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**6), st.integers(0, 4))
def test_rounding_is_never_off_by_more_than_half_a_digit(value, digits):
    assert abs(Fraction(values.rounded(value, digits)) - value) <= Fraction(1, 2 * 10**digits)


def test_a_ratio_without_denominator_has_no_value_and_says_why(plan):
    measure = plan.indicator(4).measure
    nothing = Cell(0, 0)
    assert values.value_of(nothing, measure) is None
    assert values.shown(None, measure) == "—"
    assert "没有分母" in values.why_missing(nothing, measure)
    assert values.why_missing(Cell(5, None), measure).startswith("缺分母")
    assert values.why_missing(Cell(None, None), measure).startswith("缺分子")
    assert values.why_missing(Cell(1, 2), measure) == ""


def test_a_count_needs_no_denominator(plan):
    measure = plan.indicator(3).measure
    assert values.value_of(Cell(10186, None), measure) == 10186
    assert values.shown(Fraction(10186), measure) == "10,186"
    assert values.why_missing(Cell(None, None), measure) == "这一级不计算此项"


@pytest.mark.parametrize(
    ("value", "day", "state"),
    [
        (Fraction(60), date(2023, 6, 30), "met"),
        (Fraction(5996, 100), date(2023, 6, 30), "on_pace"),  # rounding makes nothing met
        (Fraction(5996, 100), date(2025, 12, 31), "behind"),
        (Fraction(46), date(2023, 6, 30), "on_pace"),
        (Fraction(44), date(2023, 6, 30), "behind"),
        (Fraction(30), date(2020, 12, 31), "on_pace"),
        (None, date(2023, 6, 30), "unknown"),
    ],
)
def test_states_of_a_share_that_should_grow(plan, value, day, state):
    assert values.state_of(value, plan.indicator(4), plan, day) == state


@pytest.mark.parametrize(
    ("value", "state"),
    [(Fraction(159, 100), "met"), (Fraction(161, 100), "on_pace"), (Fraction(163, 100), "behind")],
)
def test_states_of_a_share_that_should_fall(plan, value, state):
    assert values.state_of(value, plan.indicator(2), plan, date(2023, 6, 30)) == state


@pytest.mark.parametrize(
    ("number", "value", "text"),
    [
        (4, Fraction(5775, 100), "57.8"),
        (4, Fraction(5725, 100), "57.3"),
        (4, Fraction(5996, 100), "59.96"),
        (4, Fraction(599951, 10000), "59.995"),
        (4, Fraction(60), "60.0"),
        (4, Fraction(6001, 100), "60.0"),
        (2, Fraction(1594, 1000), "1.594"),  # at most 1.59
        (2, Fraction(1586, 1000), "1.59"),
    ],
)
def test_a_figure_short_of_its_target_is_never_shown_as_having_reached_it(
    plan, number, value, text
):
    measure = plan.indicator(number).measure
    assert values.shown(value, measure) == text
    assert values.drawn(value, measure) == float(text)


@given(st.fractions(min_value=0, max_value=120, max_denominator=10**4))
def test_what_is_shown_is_met_exactly_when_the_value_is(value):
    measure = default_plan().indicator(4).measure
    shown = Fraction(values.shown(value, measure))
    assert values.is_met(shown, measure) == values.is_met(value, measure)


def test_the_line_to_the_target_begins_at_the_base_and_ends_at_the_target(plan):
    indicator = plan.indicator(3)
    assert values.expected_by_now(indicator, plan, date(2019, 1, 1)) == 8439
    assert values.expected_by_now(indicator, plan, plan.base) == 8439
    assert values.expected_by_now(indicator, plan, plan.last_day) == 10105
    assert values.expected_by_now(indicator, plan, date(2030, 1, 1)) == 10105


def test_targets_are_written_as_the_plan_writes_them():
    assert values.plain(Fraction(3263, 100)) == "32.63"
    assert values.plain(Fraction(10105)) == "10,105"
    assert values.plain(Fraction(0)) == "0"
    assert values.plain(Fraction(100)) == "100"
