"""What stands above a rule: its mark, whom it is about, what comes out, from when until when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.small import answer, book, faults, only, rule
from yingzhou.policy.law import law

NOUGHT = "    return 0\n"
HEAD = 'def 结果(户, p) -> "元":\n    return 0\n'
MARK = '@规则(依据="试法 第一条")\n'
WRONG = {
    "no mark": (f'{HEAD}', "要有一个 @规则"),
    "another mark": (f'@cache\n{HEAD}', "要有一个 @规则"),
    "no basis": (f'@规则(自="2016-01-01")\n{HEAD}', "没有依据"),
    "an unknown option": (f'@规则(依据="甲", 根据="")\n{HEAD}', "没有“根据”"),
    "no text": (f'@规则(依据="甲", 自=甲)\n{HEAD}', "应是引号里的文字"),
    "no day": (f'@规则(依据="甲", 自="2019年")\n{HEAD}', "不是日期"),
    "an end before the beginning": (
        f'@规则(依据="甲", 自="2019-01-01", 至="2018-01-01")\n{HEAD}', "早于",
    ),
    "a benefit by the week": (
        f'@规则(依据="甲", 给付="周")\n{HEAD}', "给付只能是 月、季、年、次",
    ),
    "nobody": (f'{MARK}def 结果(p) -> "元":\n{NOUGHT}', "括号里写错了"),
    "somebody unknown": (f'{MARK}def 结果(家, p) -> "元":\n{NOUGHT}', "括号里写错了"),
    "no result": (f"{MARK}def 结果(户, p):\n{NOUGHT}", "没有写明结果是什么"),
    "an unknown unit": (f'{MARK}def 结果(户, p) -> "元/年月":\n{NOUGHT}', "没有写明结果是什么"),
    "something else": ("甲 = 1\n", "这里只能写规则"),
    "no Python": ("def 结果(户, p:\n", "读不懂这一行"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_heading_is_told_with_its_line(wrong: str, tmp_path: Path):
    text, problem = WRONG[wrong]
    found = only(faults(tmp_path, text))
    assert found.line in (1, 2)
    assert problem in found.problem


def test_a_misspelt_option_is_told_with_the_right_one(tmp_path: Path):
    text = f'@规则(依据="甲", 给附="月")\n{HEAD}'
    assert "给付" in only(faults(tmp_path, text)).remedy


def test_a_loop_with_a_default_needs_brackets_and_is_told_so(tmp_path: Path):
    body = "return 最大(某.工资 for 某 in 户.成员 if 某.残疾, 缺省=0)"
    assert "再加一层括号" in only(faults(tmp_path, rule(body))).remedy
    good = "return 最大((某.工资 for 某 in 户.成员 if 某.残疾), 缺省=0)"
    assert book(tmp_path, rule(good))


def test_versions_take_over_from_one_another(tmp_path: Path):
    rules = rule("return 户.存款", result="元", more='至="2019-12-31"')
    rules += rule("return 0", result="元", more='备注="新"').replace("2016-01-01", "2020-01-01")
    law_book = book(tmp_path, rules)
    one = "household: {存款: 7}\nmembers: [{name: 甲}]"
    assert answer(law_book, "结果", one, "2019-12") == 700
    assert answer(law_book, "结果", one, "2020-01") == 0
    assert answer(law_book, "结果", one, "2015-12") == 0


def test_versions_that_overlap_are_refused_with_the_remedy(tmp_path: Path):
    rules = rule("return 0") + rule("return 0").replace("2016-01-01", "2020-01-01")
    found = only(faults(tmp_path, rules))
    assert "同时有效" in found.problem
    assert found.remedy == '给先前的写 至="2019-12-31"'
    assert found.line == 5


def test_versions_may_not_share_even_one_day(tmp_path: Path):
    rules = rule("return 0", more='至="2020-01-01"')
    rules += rule("return 0").replace("2016-01-01", "2020-01-01")
    assert "同时有效" in only(faults(tmp_path, rules)).problem


def test_versions_of_different_kinds_are_refused(tmp_path: Path):
    rules = rule("return 0", more='至="2019-12-31"')
    rules += rule("return 户.有车", result="是否").replace("2016-01-01", "2020-01-01")
    assert "先前是金额" in faults(tmp_path, rules)[-1].problem


def test_a_new_name_takes_the_place_of_the_old_one_by_date(tmp_path: Path):
    rules = rule(
        "return 户.有车", name="低收入", result="是否", more='至="2024-12-30", 名称="低收入家庭"'
    )
    rules += rule(
        "return not 户.有车", name="边缘", result="是否", more='替代="低收入", 名称="低保边缘家庭"'
    ).replace("2016-01-01", "2024-12-31")
    rules += rule("return 户.低收入", name="照旧", result="是否")
    law_book = book(tmp_path, rules)
    one = "household: {有车: true}\nmembers: [{name: 甲}]"
    assert law_book.find("低收入") == law_book.find("边缘") == ("户", "边缘")
    assert answer(law_book, "照旧", one, "2024-12-30") == 1
    assert answer(law_book, "照旧", one, "2024-12-31") == 0
    held = law(law_book, date(2024, 12, 30)).rules["户", "边缘"]
    assert held.heading.shown == "低收入家庭"


def test_what_replaces_nothing_is_refused(tmp_path: Path):
    found = only(faults(tmp_path, rule("return 0", name="边缘", more='替代="低收人"')))
    assert "替代的规则“低收人”不存在" in found.problem


def test_a_rule_that_is_also_a_fact_is_refused(tmp_path: Path):
    assert (
        "既是规则又是事实"
        in faults(tmp_path, rule("return 0", name="存款", result="元"))[0].problem
    )
