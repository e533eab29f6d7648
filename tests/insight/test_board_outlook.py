"""Where a figure is heading, in words: reached, in time, too late, or never."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from yingzhou.insight.forecast import quarter_ends
from yingzhou.insight.plan_files import default_plan
from yingzhou.insight.selectors.outlook import outlook

PLAN = default_plan()
BEDS = PLAN.indicator(3).measure  # at least 10,105
SHARE = PLAN.indicator(4).measure  # at least 60 %
POOR = PLAN.indicator(2).measure  # at most 1.59 %


def _values(first, step, last, start=date(2020, 12, 31)):
    days = quarter_ends(start, last)
    return [(on, Fraction(str(first)) + i * Fraction(str(step))) for i, on in enumerate(days)]


def test_reached_since_the_first_day_without_a_break():
    last = date(2023, 12, 31)
    found = outlook(_values(9000, 120, last), BEDS, PLAN, last)
    assert found.words == "2023-06 起达标"
    assert found.reached == date(2023, 6, 30)


def test_in_time_with_the_pace_that_is_needed():
    last = date(2023, 12, 31)
    found = outlook(_values(30, 2, last), SHARE, PLAN, last)
    assert found.words == "预计 2024-09 达标"
    assert found.expected == date(2024, 9, 30)
    assert found.pace == "+0.8 个百分点"
    assert found.recent == "+2.0 个百分点"


def test_too_slow_tells_where_it_will_end_and_how_sure_that_is():
    last = date(2023, 12, 31)
    found = outlook(_values(30, 1, last), SHARE, PLAN, last)
    assert found.words == "期末约 50.0"
    assert found.low <= found.end <= found.high
    assert found.expected == date(2028, 6, 30)


@pytest.mark.parametrize(("step", "words"), [(1.3, "预计 2026-12 达标"), (-0.1, "2030 年前达不到")])
def test_after_the_plans_end_it_is_late_or_out_of_reach(step, words):
    last = PLAN.last_day
    assert outlook(_values(30, step, last), SHARE, PLAN, last).words == words


def test_a_share_that_should_fall_is_reached_from_above():
    last = date(2022, 12, 31)
    found = outlook(_values("1.64", "-0.005", last), POOR, PLAN, last)
    assert found.words == "预计 2023-06 达标"


def test_few_points_make_no_forecast():
    last = date(2021, 6, 30)
    assert outlook(_values(30, 1, last), SHARE, PLAN, last).words == "数据不足, 不作预测"


def test_a_day_without_a_value_has_no_outlook():
    last = date(2023, 12, 31)
    assert outlook(_values(30, 1, last), SHARE, PLAN, date(2024, 2, 1)).words == ""
