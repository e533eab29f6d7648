"""A rule in plain Chinese, for readers who do not read the source."""

from __future__ import annotations

from datetime import date

from tests.policy.books import house, toy
from yingzhou.policy.prose import told

DAY = date(2025, 8, 1)


def said(entity: str, name: str, day: date = DAY) -> list[str]:
    rule = house().version((entity, name), day)
    return ["  " * line.depth + line.text for line in told(rule.body)]


def test_steps_conditions_and_the_result_are_told_in_order():
    assert said("户", "低保金") == [
        "如果不是“符合低保”:",
        "  结果: 0",
        "先算“差额”: 低保标准 × 核算人数 − 家庭月收入",
        "结果: 差额 × 发放人数 ÷ (核算人数和1中较高的), 四舍五入到分",
    ]


def test_conditions_that_must_all_hold_stand_one_a_line():
    assert said("户", "符合低保")[0] == "以下都满足才是“是”:"
    assert "  收入低于低保标准" in said("户", "符合低保")


def test_members_are_told_as_members():
    assert said("户", "家庭月收入") == ["结果: 各计入核算的成员的计入月收入之和"]
    assert said("户", "有本市户籍成员") == ["结果: 有成员本市户籍"]


def test_days_are_earlier_or_later_not_lower():
    assert "当日 不晚于 冷静期止日" in "".join(said("户", "可以撤回"))


def test_every_rule_of_both_books_can_be_told():
    for book in (house(), toy()):
        for versions in book.rules.values():
            for rule in versions:
                lines = list(told(rule.body))
                assert lines
                assert not any("Node" in line.text or "Kind(" in line.text for line in lines)
