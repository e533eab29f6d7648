"""What people type is read as they mean it, or refused in the words of the page."""

from __future__ import annotations

import pytest

from yingzhou.kernel.cases.answers import read
from yingzhou.kernel.catalogue.items import Field

MONTH = Field(key="since", ask="从哪个月住到现在", label="何时住起", kind="month")
DAY = Field(key="on", ask="哪一天", label="日期", kind="date")


@pytest.mark.parametrize(
    "typed", ["2026-03", "2026-3", "2026年3月", "2026年-3月", "2026.3", "２０２６/３", "2026-3月"]
)
def test_a_month_may_be_written_as_people_write_it(typed):
    assert read(MONTH, typed) == "2026-03"


@pytest.mark.parametrize(
    "typed", ["2026-13", "2026-", "三月", "2026-3-1", "26年3月", "约2026年3月"]
)
def test_what_is_no_month_is_refused_in_the_words_of_its_two_boxes(typed):
    with pytest.raises(ValueError, match="请写明年和月, 例如 2026年3月"):
        read(MONTH, typed)


def test_a_day_may_be_written_in_chinese_and_must_exist():
    assert read(DAY, "2026年3月1日") == read(DAY, "2026-3-1") == "2026-03-01"
    with pytest.raises(ValueError, match="请写明年、月、日"):
        read(DAY, "2026-02-30")
