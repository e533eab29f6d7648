"""Legal periods: workdays by the national calendar, natural days, months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.core import workdays

KNOWN = st.dates(date(2005, 1, 1), date(2025, 6, 30))
ANY = st.dates(date(2000, 1, 1), date(2040, 12, 31))
FEW = st.integers(0, 60)


def test_national_day_week_and_its_make_up_days():
    assert not workdays.is_workday(date(2024, 10, 1))
    assert not workdays.is_workday(date(2024, 10, 7))
    assert workdays.is_workday(date(2024, 9, 29))  # a Sunday, worked
    assert workdays.is_workday(date(2024, 10, 12))  # a Saturday, worked
    assert workdays.is_workday(date(2024, 10, 8))


def test_a_period_over_the_holiday_counts_only_the_days_worked():
    assert workdays.add_workdays(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert workdays.workdays_between(date(2024, 9, 30), date(2024, 10, 8)) == 1


def test_the_first_day_does_not_count():
    monday = date(2024, 6, 17)
    assert workdays.add_workdays(monday, 0) == monday
    assert workdays.add_workdays(monday, 5) == date(2024, 6, 24)


def test_a_period_that_ends_on_a_holiday_ends_on_the_next_workday():
    assert workdays.add_natural_days(date(2024, 9, 21), 10) == date(2024, 10, 8)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 10, 31), 4, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_months_last(start, months, end):
    assert workdays.add_months(start, months) == end


def test_a_year_without_an_official_calendar_is_marked_and_has_the_holidays_of_the_law_itself():
    assert workdays.is_provisional(2039)
    assert not workdays.is_provisional(2024)
    assert not workdays.is_workday(date(2039, 10, 3))  # a Monday, 国庆
    assert not workdays.is_workday(date(2039, 4, 5))  # 清明
    assert workdays.is_workday(date(2039, 10, 10))


def test_a_holiday_on_a_weekend_is_made_up_for_on_the_next_day_that_would_be_worked():
    assert not workdays.is_workday(date(2039, 1, 3))  # 元旦 was on the Saturday
    assert workdays.is_workday(date(2039, 1, 4))
    assert [day for day in range(1, 9) if not workdays.is_workday(date(2039, 10, day))] == [
        1, 2, 3, 4, 5, 8,
    ]  # fmt: skip


def test_thirty_workdays_over_new_year_end_after_it_and_the_day_is_said_to_be_expected():
    end = workdays.add_workdays(date(2039, 11, 29), 30)
    assert end == date(2040, 1, 11), "1 and 2 January 2040 (元旦 is a Sunday) are not worked"
    assert workdays.tentative(end) == "预计, 待国务院办公厅公布2040年放假安排后再定"
    assert workdays.tentative(date(2024, 6, 17)) == ""
    assert workdays.tentative(None) == ""


def test_lunar_holidays_are_expected_as_far_as_they_are_written_down(monkeypatch):
    known = {**workdays._overlay(), "expected": frozenset({date(2039, 6, 24)})}
    monkeypatch.setattr(workdays, "_overlay", lambda: known)
    workdays._assumed.cache_clear()
    try:
        assert not workdays.is_workday(date(2039, 6, 24))
    finally:
        workdays._assumed.cache_clear()


def test_an_official_calendar_of_ones_own_overrides_the_library(tmp_path, monkeypatch):
    file = tmp_path / "calendar.yaml"
    file.write_text(
        "official: [2039]\nholidays: [2039-10-03]\nmakeup: [2039-10-01]\n", encoding="utf-8"
    )
    monkeypatch.setattr(workdays, "OVERLAY", file)
    workdays._overlay.cache_clear()
    try:
        assert not workdays.is_provisional(2039)
        assert not workdays.is_workday(date(2039, 10, 3))
        assert workdays.is_workday(date(2039, 10, 1))
    finally:
        workdays._overlay.cache_clear()


@pytest.mark.parametrize("act", [workdays.add_workdays, workdays.add_natural_days])
def test_a_negative_period_is_refused(act):
    with pytest.raises(ValueError, match="不能为负"):
        act(date(2024, 1, 1), -1)


@given(KNOWN, FEW)
def test_counting_back_what_was_added(start, count):
    end = workdays.add_workdays(start, count)
    assert workdays.workdays_between(start, end) == count
    assert workdays.workdays_between(end, start) == -count
    assert count == 0 or workdays.is_workday(end)


@given(KNOWN, FEW, FEW)
def test_adding_in_two_steps_is_adding_at_once(start, first, second):
    halfway = workdays.add_workdays(start, first)
    assert workdays.add_workdays(halfway, second) == workdays.add_workdays(start, first + second)


@given(ANY, FEW)
def test_a_rolled_end_is_a_workday_and_the_nearest(start, count):
    end = workdays.add_natural_days(start, count)
    raw = start + timedelta(days=count)
    assert workdays.is_workday(end)
    skipped = [raw + timedelta(days=n) for n in range((end - raw).days)]
    assert not any(map(workdays.is_workday, skipped))


@given(ANY, st.integers(-48, 48))
def test_months_keep_the_day_or_shorten_it(start, months):
    end = workdays.add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (
        end.day < start.day and (end + timedelta(days=1)).month != end.month
    )
