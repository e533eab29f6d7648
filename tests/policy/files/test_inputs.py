"""Facts: their kind, their range, and what a household file may say of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.small import INPUTS, answer, book, case, faults, only, rule
from yingzhou.policy.faults import PolicyError

RULE = rule("return 0")
WRONG = {
    "a misspelt kind": ("人.甲: {type: 元/越, meaning: 甲, source: 乙}", "没有“元/越”这种类型"),
    "nobody's fact": ("家.甲: {type: 是否, meaning: 甲, source: 乙}", "不是事实的名称"),
    "no source": ("人.甲: {type: 是否, meaning: 甲}", "缺少 source"),
    "labels of a yes or no": (
        "人.甲: {type: 是否, labels: [a, b], meaning: 甲, source: 乙}", "类别",
    ),
    "a category without labels": ("人.甲: {type: 类别, meaning: 甲, source: 乙}", "列出 labels"),
    "an assumption without a reason": (
        "人.甲: {type: 是否, meaning: 甲, source: 乙, assume: false}", "一起写",
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_fact_is_told_with_its_line(wrong: str, tmp_path: Path):
    text, problem = WRONG[wrong]
    found = only(faults(tmp_path, RULE, inputs=INPUTS + text))
    assert found.line == INPUTS.count("\n") + 1
    assert problem in found.problem


HOUSEHOLDS = {
    "a misspelt fact": ("members: [{name: 甲, 公资: 1}]", "没有“公资”这项事实; 是不是要写“工资”"),
    "a household's fact of a person": ("members: [{name: 甲, 存款: 1}]", "没有“存款”这项事实"),
    "a negative amount": ("members: [{name: 甲, 工资: -1}]", "不合理"),
    "an amount beyond all measure": ("members: [{name: 甲, 工资: 100000000000}]", "不合理"),
    "half a fen": ("members: [{name: 甲, 工资: 1.005}]", "太细"),
    "a number in quotes": ('members: [{name: 甲, 工资: "12"}]', "应是数字"),
    "no day": ("members: [{name: 甲, 出生日期: 1950年}]", "出生日期"),
    "no yes or no": ("members: [{name: 甲, 残疾: 2}]", "残疾"),
    "no such category": ("members: [{name: 甲, 类别: 智利}]", "没有“智利”这一类"),
    "a household of nobody": ("household: {存款: 1}\nmembers: []", "户里没有人"),
    "a household without members": ("household: {存款: 1}", "户里没有人"),
    "a misspelt part": ("member: [{name: 甲}]", "是不是要写“members”"),
    "a member that is a word": ("members: [甲]", "第 1 个成员"),
}


@pytest.mark.parametrize("wrong", HOUSEHOLDS)
def test_a_wrong_household_is_refused_and_nothing_computed(wrong: str, tmp_path: Path):
    text, problem = HOUSEHOLDS[wrong]
    with pytest.raises(PolicyError) as told:
        case(book(tmp_path, RULE), text)
    assert problem in str(told.value)
    assert str(told.value).startswith("一户.yaml")


def test_what_is_assumed_holds_where_nothing_is_recorded(tmp_path: Path):
    law = book(tmp_path, rule("return 人.在读", who="人", result="是否"))
    assert answer(law, "结果", "members: [{name: 甲}]") == 0
    assert answer(law, "结果", "members: [{name: 甲, 在读: 未知}]") == 0
    assert answer(law, "结果", "members: [{name: 甲, 在读: true}]") == 1
