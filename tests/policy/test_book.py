"""The book as a whole: circles, gaps, numbers too large, divisors of nought, exclusions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.small import PARAMETERS, answer, book, faults, only, rule
from yingzhou.policy.book import load
from yingzhou.policy.check import check, check_figures
from yingzhou.policy.faults import Fault, PolicyError
from yingzhou.policy.law import Moment

LATE = rule("return 户.有车", name="有", result="是否").replace("2016-01-01", "2020-01-01")


def checked(folder: Path, rules: str, **files: str) -> tuple[Fault, ...]:
    with pytest.raises(PolicyError) as told:
        check(book(folder, rules, **files))
    return told.value.faults


def test_a_circle_is_refused_with_its_path(tmp_path: Path):
    rules = rule("return 户.乙", name="甲") + rule("return 户.丙", name="乙")
    rules += rule("return 户.甲", name="丙")
    found = only(checked(tmp_path, rules))
    assert "户.甲 → 户.乙 → 户.丙 → 户.甲" in found.problem
    assert found.file.endswith("rules.py")


def test_a_circle_that_nobody_checked_is_told_when_it_is_asked(tmp_path: Path):
    law_book = book(tmp_path, rule("return 户.乙", name="甲") + rule("return 户.甲", name="乙"))
    with pytest.raises(PolicyError, match=r"户.甲 → 户.乙 → 户.甲"):
        answer(law_book, "甲", "members: [{name: 某}]")


def test_a_circle_through_another_entity_is_refused(tmp_path: Path):
    rules = rule("return 合计(户.成员.乙)", name="甲") + rule(
        "return 人.户.甲", name="乙", who="人"
    )
    assert "户.甲 → 人.乙 → 户.甲" in only(checked(tmp_path, rules)).problem


def test_a_rule_that_is_used_before_it_was_made_is_a_gap(tmp_path: Path):
    found = only(checked(tmp_path, rule("return 0 if 户.有 else 0") + LATE))
    assert "用到的“户.有”在 2016-01-01 没有施行" in found.problem
    assert "未施行" in found.remedy


def test_what_may_be_absent_and_benefits_leave_no_gap(tmp_path: Path):
    may = LATE.replace('自="2020-01-01"', '自="2020-01-01", 未施行="无"')
    gives = rule("return 户.存款", name="钱", result="元", more='给付="次"')
    gives = gives.replace("2016-01-01", "2020-01-01")
    body = "return 户.钱 if 户.有 else 户.钱"
    law_book = book(tmp_path, rule(body, result="元") + may + gives)
    assert date(2020, 1, 1) in check(law_book)
    text = "household: {存款: 3, 有车: true}\nmembers: [{name: 甲}]"
    assert answer(law_book, "结果", text, "2019-12") == 0
    assert answer(law_book, "结果", text, "2020-01") == 300


def test_a_figure_without_a_value_on_a_day_is_a_gap(tmp_path: Path):
    rules = rule("return p.低保.标准 * 户.人数").replace("2016-01-01", "2015-01-01")
    found = only(
        checked(tmp_path, rules, parameters=PARAMETERS.replace("2016-01-01", "2017-01-01"))
    )
    assert "参数 低保.标准 在 2016-01-01 没有值" in found.problem


def test_a_figure_that_ends_is_a_gap_from_then_on(tmp_path: Path):
    ended = "    - {from: 2026-01-01, value: null, source: 甲, confidence: seen}\n低保.比例:"
    parameters = PARAMETERS.replace("低保.比例:", ended, 1)
    found = only(checked(tmp_path, rule("return p.低保.标准 * 户.人数"), parameters=parameters))
    assert "2026-01-01 没有值" in found.problem


def test_what_could_outgrow_64_bits_is_refused(tmp_path: Path):
    once = "return 四舍五入到元(合计(户.成员.工资) * p.低保.比例)"
    assert check(book(tmp_path, rule(once)))
    twice = once.replace("p.低保.比例", "p.低保.比例 * p.低保.比例")
    found = checked(tmp_path, rule(twice))
    assert "64 位整数装不下" in found[0].problem
    assert found[0].line == 3


def test_a_reforms_figures_may_not_outgrow_64_bits_nor_divide_by_nought(tmp_path: Path):
    heads = rule(
        "return 四舍五入到整数(合计(户.成员.工资) / p.低保.标准)", name="份数", result="人"
    )
    law_book = book(tmp_path, heads + rule("return p.低保.标准 * 户.人数"))
    check_figures(law_book, {"低保.标准": (180_000,)})
    for figure, problem in ((0, "除数可能为 0"), (10**17, "64 位整数装不下")):
        with pytest.raises(PolicyError, match=problem):
            check_figures(law_book, {"低保.标准": (figure,)})


def test_a_divisor_that_may_be_nought_is_refused(tmp_path: Path):
    count = rule("return 数(户.成员.残疾)", name="残", result="人")
    each = rule("return 四舍五入到分(合计(户.成员.工资) / 户.残)", result="元/人/月")
    found = only(checked(tmp_path, each + count))
    assert "除数可能为 0" in found.problem
    assert "较高(除数, 1)" in found.remedy


def test_the_digest_is_that_of_the_files_whatever_folder_they_lie_in(tmp_path: Path):
    for place in ("a/law", "b/law"):
        (tmp_path / place).mkdir(parents=True)
    one = book(tmp_path / "a" / "law", rule("return 0")).digest
    assert book(tmp_path / "b" / "law", rule("return 0")).digest == one
    assert book(tmp_path / "b" / "law", rule("return 0") + "\n").digest != one


@pytest.mark.parametrize(("name", "want"), [("结果", ("户", "结果")), ("户.结果", ("户", "结果"))])
def test_a_rule_is_found_by_its_name(name: str, want: tuple[str, str], tmp_path: Path):
    assert book(tmp_path, rule("return 0")).find(name) == want


def test_a_misspelt_name_is_told_with_the_right_one(tmp_path: Path):
    with pytest.raises(KeyError, match="是不是要写“救助金”"):
        book(tmp_path, rule("return 0", name="救助金")).find("求助金")


def test_a_reform_s_rule_takes_the_place_of_the_old_one_from_its_day(tmp_path: Path):
    law_book = book(tmp_path, rule("return 0", result="元"))
    other = tmp_path / "reform.py"
    text = rule("return 户.存款", result="元").replace("2016-01-01", "2026-01-01")
    other.write_text(text, encoding="utf-8")
    changed = load([tmp_path], instead=other)
    one = "household: {存款: 3}\nmembers: [{name: 甲}]"
    assert [answer(changed, "结果", one, at) for at in ("2025-12", "2026-01")] == [0, 300]
    assert answer(law_book, "结果", one, "2026-01") == 0
    assert changed.digest != law_book.digest


GIVES = "".join(
    rule("return 合计(户.成员.工资)" if n == "甲" else "return 户.丁", name=n, more='给付="月"')
    for n in ("甲", "乙")
)
GIVES += rule("return p.低保.标准 * 户.人数", name="丁")
NEVER = "- {kind: 不得同时享受, first: 户.甲, then: [户.乙], basis: 试法, from: 2020-01-01}"
HIGHEST = "- {kind: 择高, among: [户.甲, 户.乙], basis: 试法, until: 2019-12-31}"


@pytest.mark.parametrize(
    ("wage", "at", "paid"),
    [
        ("5", "2025-01", (500, 0)),
        ("0", "2025-01", (0, 88000)),
        ("5", "2019-12", (0, 88000)),
        ("880", "2019-12", (88000, 0)),
        ("880.01", "2019-12", (88001, 0)),
        ("879.99", "2019-12", (0, 88000)),
    ],
)
def test_what_excludes_one_another_is_paid_once(wage, at, paid, tmp_path: Path):
    law_book = book(tmp_path, GIVES, exclusions=f"{NEVER}\n{HIGHEST}")
    check(law_book)
    text = f"members: [{{name: 某, 工资: {wage}}}]"
    assert (answer(law_book, "应发甲", text, at), answer(law_book, "应发乙", text, at)) == paid


WRONG_EXCLUSIONS = {
    "a misspelt benefit": (NEVER.replace("户.乙", "户.己"), "没有“户.己”"),
    "another kind": (NEVER.replace("不得同时享受", "不能"), "“不能”不对"),
    "no entity": (NEVER.replace("户.乙", "乙"), "人.名称 或 户.名称"),
    "the wrong parts": (NEVER.replace("first", "among").replace("户.甲", "[户.甲]"), "要写"),
    "no basis": (NEVER.replace("basis: 试法, ", ""), "缺少 basis"),
}


@pytest.mark.parametrize("wrong", WRONG_EXCLUSIONS)
def test_a_wrong_exclusion_is_told_with_its_line(wrong: str, tmp_path: Path):
    text, problem = WRONG_EXCLUSIONS[wrong]
    found = faults(tmp_path, GIVES, exclusions=f"# 互斥\n{text}")
    assert (found[0].line, problem in found[0].problem) == (2, True)


@pytest.mark.parametrize("text", ["2025", "2025-13", "2025-02-30", "七月", "2025/07", ""])
def test_what_is_no_month_is_told(text: str):
    with pytest.raises(ValueError, match="不是月份或日期"):
        Moment.read(text)


def test_months_follow_one_another():
    assert str(Moment.read("2025-12").next_month()) == "2026-01"
    assert str(Moment.read("2025-12-31")) == "2025-12-31"
