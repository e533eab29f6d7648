"""A household written down badly: an error with line and remedy, never a wrong amount."""

from __future__ import annotations

import pytest

from tests.policy.books import house
from yingzhou.policy.faults import Faults, PolicyError
from yingzhou.policy.files.lines import parse
from yingzhou.policy.given.facts import case_of, check_births
from yingzhou.policy.law import Moment


def told(text: str, at: str = "2025-07") -> str:
    """Everything that is said of ``text``, one fault a line; empty where it is good."""
    faults = Faults()
    try:
        content = parse(text, "一户.yaml")
        if case_of(house(), content, "一户.yaml", faults) is not None:
            check_births(content, Moment.read(at), "一户.yaml", faults)
    except PolicyError as error:
        faults.take(error)
    return "\n".join(map(str, faults.found))


def member(fact: str) -> str:
    return f"members:\n  - name: 甲\n    {fact}\n"


def test_a_good_one_is_taken():
    assert told(member("月养老金: 1200.5")) == ""
    assert told(member("月养老金: 1_200")) == ""
    assert told(member("出生日期: 2025-07-31")) == ""


@pytest.mark.parametrize("number", ["0123", "1:30", "0x1F", ".inf", ".nan", "1.0e+999999999"])
def test_a_number_that_yaml_reads_as_another_is_refused_with_its_line(number):
    assert told(member(f"月养老金: {number}")).startswith("一户.yaml:3: ")


def test_a_day_that_is_not_in_the_calendar():
    assert "一户.yaml:3: 没有“1950-13-01”这一天" in told(member("出生日期: 1950-13-01"))
    assert "“五〇年”不是日期, 应如 1950-05-01" in told(member("出生日期: 五〇年"))


def test_nobody_is_born_after_the_month_that_is_asked():
    said = told(member("出生日期: 2025-08-01"))
    assert said.startswith("一户.yaml:3: 出生日期 2025-08-01 在 2025-07 以后")
    assert "核对出生日期" in said


@pytest.mark.parametrize(
    "text",
    [
        "household: 3\nmembers: [{name: 甲}]",
        "registers: 3\nmembers: [{name: 甲}]",
        "members: [3]",
        "members: [{name: 甲, obligors: 3}]",
        "members: [{name: 甲, obligors: [3]}]",
        "? [甲]\n: 乙",
        "members: []",
    ],
)
def test_what_has_another_shape_is_told_and_breaks_nothing(text):
    assert told(text).startswith("一户.yaml")


def test_yes_and_no_are_asked_for_by_name():
    assert "“也许”应是 是 或 否" in told(member("本市户籍: 也许"))
