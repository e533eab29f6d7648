"""Ages and periods in a rule: for a month they are those reached by its end."""

from __future__ import annotations

import pytest

from tests.policy.small import answer, book, rule

LAW = "".join(
    [
        rule("return 周岁(人.出生日期)", name="年龄", result="岁", who="人"),
        rule("return 加日(当日(), 1)", name="明天", result="日期"),
        rule("return 加月(当日(), 1)", name="下月", result="日期"),
    ]
)
BORN = "members: [{name: 甲, 出生日期: 1955-07-31}]"


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    return book(tmp_path_factory.mktemp("law"), LAW)


@pytest.mark.parametrize(
    ("at", "age"),
    [("2025-06", 69), ("2025-07", 70), ("2025-07-30", 69), ("2025-07-31", 70), ("2025-08-01", 70)],
)
def test_the_month_of_a_birthday_counts_whole(law, at: str, age: int):
    assert answer(law, "年龄", BORN, at) == age


@pytest.mark.parametrize(
    ("at", "tomorrow"),
    [("2025-07-31", 20250801), ("2025-02-28", 20250301), ("2024-02-28", 20240229)],
)
def test_tomorrow(law, at: str, tomorrow: int):
    assert answer(law, "明天", BORN, at) == tomorrow


@pytest.mark.parametrize(
    ("at", "day"), [("2025-02", 20250301), ("2025-06", 20250701), ("2024-12", 20250101)]
)
def test_the_day_after_a_month_is_the_first_of_the_next(law, at: str, day: int):
    assert answer(law, "明天", BORN, at) == day


@pytest.mark.parametrize(
    ("at", "day"), [("2025-01-31", 20250228), ("2024-12", 20250131), ("2025-02", 20250328)]
)
def test_a_month_later(law, at: str, day: int):
    assert answer(law, "下月", BORN, at) == day
