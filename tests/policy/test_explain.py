"""Why, and why not: steps to read aloud, margins to the fen, doubts that are never hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.small import book, evaluated, rule
from yingzhou.policy.explain import Explanation, doubts_of, explain, told

LAW = "".join(
    [
        rule("return 合计(户.成员.工资)", name="收入"),
        rule(
            "return 户.收入 < p.低保.标准 * 户.人数 and not 户.有车 and (户.有房 or 户.存款 > 0)",
            name="符合", result="是否",
        ),
        rule(
            "if not 户.符合:\n    return 0\n差额 = p.低保.标准 * 户.人数 - 户.收入\nreturn 差额",
            name="救助金", more='给付="月", 名称="生活救助金"',
        ),
        rule("return 户.收入 >= p.低保.标准 * 户.人数", name="有余", result="是否"),
        rule("return not 户.符合 and not 户.有车", name="边缘", result="是否"),
        rule("return 户.救助金", name="加发", more='确信="unverified", 备注="尚未公布"').replace(
            "2016-01-01", "2025-07-01"
        ),
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    return book(tmp_path_factory.mktemp("law"), LAW)


def why(law, name: str, text: str, at: str = "2025-07") -> Explanation:
    evaluation = evaluated(law, text, at)
    return explain(evaluation, law.find(name), evaluation.case.household)


def household(wage: str, more: str = "有车: false, 有房: true, 存款: 0") -> str:
    return f"household: {{{more}}}\nmembers: [{{name: 甲, 工资: {wage}}}]"


def test_the_answer_comes_first_with_value_clause_and_title(law):
    answer = why(law, "救助金", household("1000")).answer
    assert (answer.title, answer.value, answer.plain) == ("生活救助金", "650.00 元/月", 65000)
    assert answer.clause == "试法 第一条"
    assert not answer.is_nothing
    assert not answer.reasons


def test_the_authors_own_steps_are_told_with_values(law):
    sentences = why(law, "救助金", household("1000")).answer.sentences
    assert sentences[1] == (
        "差额 = 低保标准 1,650.00 元/人/月 × 人数 1 人 − 收入 1,000.00 元/月 = 650.00 元/月"
    )
    assert sentences[-1] == "生活救助金 = 差额 650.00 元/月"


def test_every_rule_it_rests_on_is_told_once_and_deeper(law):
    lines = why(law, "救助金", household("1000")).lines
    assert [(line.title, line.depth) for line in lines] == [
        ("生活救助金", 0), ("符合", 1), ("收入", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wage", "margin"),
    [("1650", "正好相等"), ("1650.01", "高出 0.01 元"), ("2000", "高出 350.00 元")],
)
def test_why_not_says_by_how_much(law, wage: str, margin: str):
    answer = why(law, "救助金", household(wage)).answer
    assert answer.is_nothing
    (reason,) = answer.reasons
    assert reason.startswith(f"收入 {float(wage):,.2f} 元/月, 应低于 低保标准")
    assert margin in reason


def test_why_not_yet_says_how_much_is_missing(law):
    (reason,) = why(law, "有余", household("1649.99")).answer.reasons
    assert "应不低于" in reason
    assert reason.endswith("还差 0.01 元/月")


def test_one_fen_below_the_line_is_paid_one_fen(law):
    assert why(law, "救助金", household("1649.99")).answer.plain == 1


def test_every_condition_that_failed_is_told(law):
    text = household("2000", "有车: true, 有房: false, 存款: 0")
    reasons = why(law, "救助金", text).answer.reasons
    assert len(reasons) == 3
    assert any("有车" in reason for reason in reasons)
    assert any("满足一项即可, 但都不满足" in reason for reason in reasons)


def test_what_is_unknown_says_whose_fact_is_missing(law):
    text = "household: {有车: false, 有房: true}\nmembers: [{name: 甲, 工资: 1}, {name: 乙}]"
    answer = why(law, "救助金", text).answer
    assert (answer.value, answer.needs, answer.plain) == ("未知", ("乙的工资",), None)
    assert not answer.is_nothing


def test_what_is_certainly_refused_needs_nothing_more(law):
    answer = why(law, "救助金", "household: {有车: true}\nmembers: [{name: 甲}]").answer
    assert (answer.value, answer.needs) == ("0.00 元/月", ())


def test_an_unverified_figure_that_was_used_is_told(law):
    assert [one.name for one in why(law, "救助金", household("1000")).doubts] == ["低保.标准"]
    assert not why(law, "救助金", household("100"), "2025-06").doubts


def test_an_unverified_rule_is_told(law):
    doubts = why(law, "加发", household("1000")).doubts
    assert [(one.name, one.note) for one in doubts] == [
        ("加发", "尚未公布"), ("低保.标准", "没有查到"),
    ]  # fmt: skip


def test_before_a_rule_was_made_it_says_since_when(law):
    answer = why(law, "加发", household("1000"), "2025-06").answer
    assert answer.sentences == ("加发自 2025-07-01 起施行, 此前没有这一项",)
    assert answer.is_nothing


def test_alternatives_are_told_in_brackets(law):
    text = household("1000")
    (sentence,) = why(law, "符合", text).answer.sentences
    assert ", 并且 (有房 是, 或者 存款" in sentence


def test_the_whole_trace_can_be_printed(law):
    evaluation = evaluated(law, household("1000"))
    explain(evaluation, law.find("救助金"), evaluation.case.household)
    text = "\n".join(told(evaluation))
    assert "本户 · 生活救助金: 650.00 元/月  [试法 第一条]" in text


def test_no_path_is_told_for_a_rule_of_another_day(tmp_path: Path):
    law_book = book(tmp_path, rule("return 0", more='至="2019-12-31"'))
    answer = why(law_book, "结果", "members: [{name: 甲}]", "2020-01").answer
    assert "到 2019-12-31 为止" in answer.sentences[0]


def test_doubts_can_be_asked_for_without_telling_every_step(law):
    evaluation = evaluated(law, household("1000"), "2025-07")
    key, instance = law.find("加发"), evaluation.case.household
    doubts = doubts_of(evaluation, evaluation.step(key, instance))
    assert set(doubts) == set(explain(evaluation, key, instance).doubts)


def test_a_choice_that_came_to_nothing_says_why(tmp_path):
    text = rule("return p.低保.标准 * 户.人数 if 户.收入低 else 0", name="一次给") + rule(
        "return 合计(户.成员.工资) < p.低保.标准 * 户.人数", name="收入低", result="是否"
    )
    (reason,) = why(book(tmp_path, text), "一次给", household("2000")).answer.reasons
    assert reason.endswith("高出 350.00 元/月")


def test_what_was_decided_before_is_not_computed_again_and_says_where_it_stands(law):
    evaluation = evaluated(law, household("5000"), "2025-07")
    home = evaluation.case.household
    evaluation.suppose(law.find("符合"), home, 1, "2025-06-01 决定享受")
    found = explain(evaluation, law.find("救助金"), home)
    decided = next(line for line in found.lines if line.key == law.find("符合"))
    assert decided.sentences == ("2025-06-01 决定享受",)
    assert decided.depth == 1
    assert [line.key for line in found.lines if line.key == law.find("收入")], "else as ever"
    assert "不成立" not in found.answer.sentences[1]


def test_what_they_have_already_is_named_and_not_taken_apart(law):
    """Nobody is told that their income should not have been so low."""
    assert why(law, "边缘", household("1000")).answer.reasons == ("本户的符合为是, 要求为否",)
    assert why(law, "边缘", household("9000")).answer.value == "是"
