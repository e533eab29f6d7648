"""未知 is a value of its own: it spreads where it matters only, and says what is missing."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.policy.small import answer, book, rule
from yingzhou.policy.scalar import Unknown

LAW = "".join(
    [
        rule("return 户.有车 and 户.有房", name="都有", result="是否"),
        rule("return 户.有车 or 户.有房", name="有一样", result="是否"),
        rule("return not 户.有车", name="没有车", result="是否"),
        rule("return 任一(户.成员.残疾)", name="有残疾人", result="是否"),
        rule("return 全部(户.成员.残疾)", name="都残疾", result="是否"),
        rule("return 数(户.成员.残疾)", name="残疾人数", result="人"),
        rule("return 数(某.残疾 for 某 in 户.成员 if 某.在读)", name="在读残疾", result="人"),
        rule("return 合计(户.成员.工资)", name="工资合计"),
        rule("return 合计(某.工资 for 某 in 户.成员 if 某.残疾)", name="残疾人工资"),
        rule("return 最大(户.成员.工资)", name="最高工资"),
        rule("return 已知(户.存款)", name="知道存款", result="是否"),
        rule("if 户.有车:\n    return 0\nreturn 户.存款", name="看车再看钱", result="元"),
        rule("return 户.存款 if 户.有房 else 0", name="有房看存款", result="元"),
        rule("return 查表(p.津贴.表, 户.人数) if 户.有车 else 0", name="查"),
    ]
)
PAIRS = list(product([True, False, None], repeat=2))
WORDS = {True: "true", False: "false", None: "未知"}


@pytest.fixture(scope="module")
def law(tmp_path_factory):
    return book(tmp_path_factory.mktemp("law"), LAW)


def kleene_and(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if None in (one, other) else True


def told(value: object) -> bool | int | None:
    return None if isinstance(value, Unknown) else value  # type: ignore[return-value]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_and_or_are_certain_where_one_side_settles_it(law, one, other):
    text = f"household: {{有车: {WORDS[one]}, 有房: {WORDS[other]}}}\nmembers: [{{name: 甲}}]"
    assert told(answer(law, "都有", text)) == kleene_and(one, other)
    negated = [None if x is None else not x for x in (one, other)]
    either = kleene_and(*negated)
    assert told(answer(law, "有一样", text)) == (None if either is None else not either)
    assert told(answer(law, "没有车", text)) == negated[0]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_any_all_and_count_of_members(law, one, other):
    text = f"members: [{{name: 甲, 残疾: {WORDS[one]}}}, {{name: 乙, 残疾: {WORDS[other]}}}]"
    each = kleene_and(one, other)
    some = kleene_and(*[None if x is None else not x for x in (one, other)])
    assert told(answer(law, "都残疾", text)) == each
    assert told(answer(law, "有残疾人", text)) == (None if some is None else not some)
    count = None if None in (one, other) else int(one) + int(other)
    assert told(answer(law, "残疾人数", text)) == count


def test_who_does_not_count_may_be_unknown(law):
    text = "members: [{name: 甲, 在读: true, 残疾: true}, {name: 乙, 在读: false}]"
    assert answer(law, "在读残疾", text) == 1
    text = "members: [{name: 甲, 残疾: true, 工资: 5}, {name: 乙, 残疾: false}]"
    assert answer(law, "残疾人工资", text) == 500


def test_a_sum_and_a_largest_need_everybody(law):
    text = "members: [{name: 甲, 工资: 5}, {name: 乙}, {name: 丙}]"
    for name in ("工资合计", "最高工资"):
        value = answer(law, name, text)
        assert [(need.of, need.name) for need in value.needs] == [("乙", "工资"), ("丙", "工资")]


def test_what_is_not_asked_need_not_be_known(law):
    assert answer(law, "看车再看钱", "household: {有车: true}\nmembers: [{name: 甲}]") == 0
    assert answer(law, "有房看存款", "household: {有房: false}\nmembers: [{name: 甲}]") == 0
    assert answer(law, "查", "household: {有车: false}\nmembers: [{name: 甲}]") == 0


def test_an_unknown_condition_asks_for_the_condition_only(law):
    value = answer(law, "看车再看钱", "members: [{name: 甲}]")
    assert [(need.of, need.name) for need in value.needs] == [("本户", "有车")]


def test_whether_something_is_known_is_always_known(law):
    assert answer(law, "知道存款", "members: [{name: 甲}]") is False
    assert answer(law, "知道存款", "household: {存款: 0}\nmembers: [{name: 甲}]") is True


def test_unknown_is_neither_yes_nor_no(law: object, tmp_path: Path):
    value = answer(law, "都有", "members: [{name: 甲}]")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="未知不是是, 也不是否"):
        bool(value)
