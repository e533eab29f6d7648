"""Facts as columns: what does not fit is refused by name before anything is computed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.policy.books import toy
from yingzhou.policy.columns import labels_of, lowest
from yingzhou.policy.faults import PolicyError
from yingzhou.policy.law import Moment
from yingzhou.policy.population import load
from yingzhou.policy.run import run

HOMES = np.array([0, 0, 1], np.int32)
WRONG = {
    "a misspelt fact": (
        {"人.公资": np.zeros(3, np.int64)},
        "人.公资: 没有这项事实; 是不是要写“人.工资”",
    ),
    "too few values": ({"人.工资": np.zeros(2, np.int64)}, "有 2 个值, 应有 3 个"),
    "money as floats": ({"人.工资": np.zeros(3)}, "类型 float64 不对; 用整数"),
    "a negative amount": ({"人.工资": np.array([0, -1, 0])}, "有不合理的值 -0.01"),
    "an amount beyond measure": ({"人.工资": np.array([0, 10**12, 0])}, "不合理"),
    "no such grade": ({"人.等级": np.array([0, 5, 0])}, "应在 0 到 4 之间"),
    "no yes or no": ({"人.残疾": np.array([0, 2, 0])}, "应在 0 到 1 之间"),
    "a date before all dates": ({"人.出生日期": np.array([-1, 0, 0])}, "不合理"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_column_is_refused_by_name(wrong: str):
    columns, problem = WRONG[wrong]
    with pytest.raises(PolicyError) as told:
        load(toy(), HOMES, columns, 2)
    assert problem in str(told.value)
    assert str(told.value).startswith(next(iter(columns)))


@pytest.mark.parametrize(
    ("homes", "problem"),
    [([1, 0, 0], "要按户的顺序排列"), ([0, 0, 2], "超出 0 到 1"), ([-1, 0, 1], "超出 0 到 1")],
)
def test_people_stand_in_the_order_of_their_households(homes: list[int], problem: str):
    with pytest.raises(PolicyError, match=problem):
        load(toy(), np.array(homes, np.int32), {}, 2)


def test_nobody_lives_with_a_thousand_others():
    homes = np.zeros(1_001, np.int32)
    with pytest.raises(PolicyError, match="第 1 个户: 有 1001 人"):
        load(toy(), homes, {}, 1)
    assert load(toy(), homes[1:], {}, 1).persons == 1_000
    apart = np.arange(1_001, dtype=np.int32)
    with pytest.raises(PolicyError, match="第 1 个户籍户: 有 1001 人"):
        load(toy(), apart, {}, 1_001, register_of=homes)


def test_a_missing_column_and_a_missing_value_are_the_same():
    """人.类别 is assumed to be 无 where nothing is recorded; 人.等级 is not assumed."""
    law = toy()
    of_label, of_number = np.full((2, 3), lowest(np.int16), np.int16)
    given = load(law, HOMES, {"人.类别": of_label, "人.等级": of_number}, 2)
    absent = load(law, HOMES, {}, 2)
    for people in (given, absent):
        assert people.column(("人", "类别")).tolist() == [labels_of(law)["无"]] * 3
        assert people.column(("人", "等级")).tolist() == [lowest(np.int16)] * 3
        assert people.unknown_households(("人", "类别")) is None


def lands(register_of: list[int], wages: list[int], land: list[int]) -> list[int]:
    """有地: the register has land, and more than one of its people, in any household, no wage."""
    columns = {
        "人.工资": np.array(wages), "户籍户.承包地": np.array(land, np.int8),
        "户.房屋": np.zeros(2, np.int16),
    }  # fmt: skip
    people = load(toy(), HOMES, columns, 2, register_of=np.array(register_of, np.int32))
    return run(people, [("人", "有地")], Moment(2025, 7))["人", "有地"].tolist()


def test_a_registered_household_may_span_two_households():
    assert lands([0, 1, 1], [0, 0, 0], [1, 1]) == [0, 1, 1]
    assert lands([0, 1, 1], [0, 0, 5], [1, 1]) == [0, 0, 0]
    assert lands([0, 0, 1], [0, 0, 0], [1, 1]) == [1, 1, 0]
    assert lands([0, 1, 1], [0, 0, 0], [1, 0]) == [0, 0, 0]


def test_what_is_unknown_of_a_register_is_unknown_for_all_who_stand_in_it():
    unknown = lowest(np.int8)
    assert lands([0, 1, 1], [0, 0, 0], [1, unknown]) == [0, unknown, unknown]


def test_a_register_that_tears_the_order_apart_is_refused():
    homes = np.array([0, 1, 2], np.int32)
    registers = np.array([0, 1, 0], np.int32)
    columns = {"户籍户.承包地": np.zeros(2, np.int8)}
    people = load(toy(), homes, columns, 3, register_of=registers)
    with pytest.raises(PolicyError, match="放在一起"):
        run(people, [("人", "有地")], Moment(2025, 7))


@pytest.mark.parametrize("registers", [[0, 1], [0, -1, 1]])
def test_everybody_stands_in_some_register(registers: list[int]):
    with pytest.raises(PolicyError, match="每人所在的户籍户"):
        load(toy(), HOMES, {}, 2, register_of=np.array(registers))


def test_obligors_belong_to_persons():
    columns = {
        "义务人.收入": np.array([330000, 0]), "义务人.同城": np.array([1, 1], np.int8),
        "人.工资": np.zeros(3, np.int64),
    }  # fmt: skip
    people = load(toy(), HOMES, columns, 2, obligor_of=np.array([0, 2], np.int32))
    found = run(people, [("人", "无人赡养"), ("义务人", "能养")], Moment(2025, 7))
    assert found["人", "无人赡养"].tolist() == [0, 1, 1]
    assert found["义务人", "能养"].tolist() == [1, 0]
