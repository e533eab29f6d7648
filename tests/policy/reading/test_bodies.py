"""What an author may write wrong in a rule's body: told with the line and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.small import book, faults, only, rule

WRONG = {
    "a misspelt fact": ("return 户.存歀", "“户”没有“存歀”", "是不是要写“存款”"),
    "a misspelt parameter": ("return p.低保.标淮 * 户.人数", "没有参数“低保.标淮”", "低保.标准"),
    "a misspelt word": ("return 四舍五入到份(户.存款)", "不认识“四舍五入到份”", "要写“四舍五入到"),
    "an unknown name": ("return 家.存款", "不认识“家”", ""),
    "a person's fact of a household": ("return 户.工资", "“户”没有“工资”", ""),
    "several people as one": ("return 户.成员.工资", "好几个人", "合计"),
    "yuan and yuan a month": ("return 户.存款 + 合计(户.成员.工资)", "不能相加", "按年的换成按月"),
    "yuan a year as a month's": ("return 合计(户.成员.奖金)", "结果应是金额(元/月)", ""),
    "per head without heads": ("return 合计(户.成员.工资) - p.低保.标准", "不能相加", "乘人数"),
    "money times money": ("return 户.存款 * 户.存款", "没有意义或太细", ""),
    "too fine a product": (
        "比 = p.低保.比例\nreturn 四舍五入到分(户.存款 * 比 * 比 * 比)", "太细", "先取整再乘",
    ),
    "a bare division": ("return 合计(户.成员.工资) / 户.人数", "写明怎样取整", "四舍五入到分"),
    "a floor division": ("return 合计(户.成员.工资) // 2", "除法要写明怎样取整", ""),
    "a power": ("return 户.人数 ** 2", "只能用 + - *", ""),
    "an unrounded result": ("return p.低保.标准 * 户.人数 * p.低保.比例", "未取整", "四舍五入到分"),
    "a decimal": ("return 户.存款 * 0.3", "不能写小数", "parameters.yaml"),
    "an amount": ("return 合计(户.成员.工资) + 500", "不能相加", "parameters.yaml"),
    "an amount to compare with": ("return 0 if 户.存款 > 500 else 0", "不能相加", "parameters"),
    "an amount as result": ("return 500", "结果应是金额", ""),
    "no result": ("差 = 户.存款", "有的情形没有写结果", "return"),
    "no result on one way": ("if 户.有车:\n    return 0", "有的情形没有写结果", "return"),
    "a line never reached": ("return 0\n差 = 户.存款", "永远到不了", ""),
    "a condition that is a number": ("return 0 if 户.存款 else 0", "“是或否”", "写成比较"),
    "a yes or no as a number": ("return 户.有车 + 户.有车", "要的是数", ""),
    "a loop": ("for 某人 in 户.成员:\n    pass\nreturn 0", "这种语句不能用在规则里", ""),
    "an import": ("import os\nreturn 0", "这种语句不能用在规则里", ""),
    "a call of Python": ("return open('x')", "不认识“open”", ""),
    "a call of a method": ("return 户.存款.bit_length()", "不认识", ""),
    "a list": ("return [0]", "这种写法不能用在规则里", ""),
    "a local name without a value": ("return 差额", "不认识“差额”", ""),
    "a name on one way only": ("if 户.有车:\n    差 = 户.存款\nreturn 差", "不认识“差”", ""),
    "two kinds under one name": ("差 = 户.存款\n差 = 户.有车\nreturn 0", "原来是", ""),
    "a name that is taken": ("p = 户.存款\nreturn 0", "“p”已有别的意思", ""),
    "a label that does not exist": (
        "return 0 if 任一(某.类别 == '智利' for 某 in 户.成员) else 0", "没有“智利”这一类", "智力",
    ),
    "a label that is compared": (
        "return 0 if 任一(某.类别 > '智力' for 某 in 户.成员) else 0", "不能比大小", "",
    ),
    "the largest of perhaps nobody": (
        "return 最大(某.工资 for 某 in 户.成员 if 某.残疾)", "可能一个也没有", "缺省=0",
    ),
    "a table as a figure": ("return p.津贴.表", "是一张表", "查表"),
    "a figure as a table": ("return 查表(p.低保.标准, 户.人数)", "应是一张表", ""),
    "a table without its keys": ("return 查表(p.津贴.表)", "要依次给出 周岁", ""),
    "too many values": ("return 较低(户.存款)", "要 2 个值, 写了 1 个", ""),
    "a money rounding of a number": ("return 四舍五入到分(户.人数)", "不能用于", "到整数"),
    "a number rounding of money": ("return 四舍五入到整数(户.存款)", "不能用于", "到分"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_fault_names_its_line_and_the_remedy(wrong: str, tmp_path: Path):
    body, problem, remedy = WRONG[wrong]
    found = only(faults(tmp_path, rule(body)))
    assert found.file.endswith("rules.py")
    assert 2 <= found.line <= 3 + body.count("\n")
    assert problem in found.problem
    assert remedy in f"{found.problem}; {found.remedy}"


def test_the_line_is_that_of_the_wrong_word(tmp_path: Path):
    body = "if 户.有车:\n    return 0\n差 = 户.存款\nreturn 合计(户.成员.工资) - 户.存歀"
    assert only(faults(tmp_path, rule(body))).line == 6


def test_all_faults_of_all_rules_are_told_at_once(tmp_path: Path):
    rules = rule("return 户.存歀") + rule("return 0.5", name="别的") + rule("return 0", name="好的")
    found = faults(tmp_path, rules)
    assert [one.line for one in found] == [3, 6]


def test_nothing_in_a_file_of_rules_is_ever_run(tmp_path: Path):
    trap = tmp_path / "ran"
    rules = f"open({str(trap)!r}, 'w')\n" + rule("return 0")
    assert "这里只能写规则" in only(faults(tmp_path, rules)).problem
    assert not trap.exists()


def test_in_a_rule_about_one_person_per_head_is_that_persons(tmp_path: Path):
    law = book(tmp_path, rule("return p.低保.标准 - 人.工资", who="人"))
    assert law.rules["人", "结果"]
