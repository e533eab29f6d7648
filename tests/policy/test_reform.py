"""What a change would cost, and whom: exact sums by group; the unknown stand apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.policy.small import book, rule
from yingzhou.policy.book import Book
from yingzhou.policy.columns import lowest
from yingzhou.policy.faults import PolicyError
from yingzhou.policy.given.reforms import load as load_reform
from yingzhou.policy.law import Moment
from yingzhou.policy.population import load
from yingzhou.policy.reform import reform
from yingzhou.policy.run import Runner

AID = ("户", "救助金")
LAW = rule(
    "return 较高(p.低保.标准 * 户.人数 - 合计(户.成员.工资), 0)", name="救助金", more='给付="月"'
)
JULY = Moment(2025, 7)


@pytest.fixture
def law(tmp_path: Path) -> Book:
    return book(tmp_path, LAW)


@pytest.fixture
def runner(law: Book) -> Runner:
    """Two towns: 1,000 and 1,700 yuan of wages; 5,000 and somebody of whom it is not known."""
    wages = np.array([100_000, 170_000, 500_000, lowest(np.int64)])
    return Runner(load(law, np.arange(4, dtype=np.int32), {"人.工资": wages}, 4), [AID])


TOWNS = {"户": np.array([0, 0, 1, 1])}


def test_cost_caseload_winners_and_losers_by_town(runner: Runner):
    (effect,) = reform(runner, JULY, {"低保.标准": (180_000,)}, TOWNS)
    assert effect.cost == (80_000 - 65_000) + 10_000
    assert (effect.cost_before.tolist(), effect.cost_after.tolist()) == ([65_000, 0], [90_000, 0])
    assert (effect.cases_before.tolist(), effect.cases_after.tolist()) == ([1, 0], [2, 0])
    assert (effect.winners.tolist(), effect.losers.tolist()) == ([2, 0], [0, 0])
    assert (effect.gain.tolist(), effect.loss.tolist()) == ([25_000, 0], [0, 0])
    assert effect.unknown.tolist() == [0, 1]


def test_a_lower_standard_has_losers(runner: Runner):
    (effect,) = reform(runner, JULY, {"低保.标准": (90_000,)}, TOWNS)
    assert (effect.losers.tolist(), effect.loss.tolist()) == ([1, 0], [65_000, 0])
    assert effect.cost == -65_000


def test_the_law_as_it_is_changes_nothing(runner: Runner):
    (effect,) = reform(runner, JULY, {"低保.标准": (165_000,)}, TOWNS)
    assert effect.cost == effect.winners.sum() == effect.losers.sum() == 0


def test_a_reform_does_not_leak_into_the_next_one(runner: Runner):
    first = reform(runner, JULY, {"低保.标准": (180_000,)}, TOWNS)[0].cost
    reform(runner, JULY, {"低保.标准": (90_000,)}, TOWNS)
    assert reform(runner, JULY, {"低保.标准": (180_000,)}, TOWNS)[0].cost == first
    assert runner.month(JULY)[AID].tolist()[:3] == [65_000, 0, 0]


def file(folder: Path, text: str) -> Path:
    path = folder / "调整.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_reform_is_a_file_with_money_in_yuan(law: Book, tmp_path: Path):
    text = "name: 提标\nparameters:\n  低保.标准: 1800.5\n  津贴.表: [80, 160]\n"
    found = load_reform(law, file(tmp_path, text))
    assert found.figures == {"低保.标准": (180_050,), "津贴.表": (8000, 16000)}


WRONG = {
    "a misspelt parameter": ("name: 甲\nparameters:\n  低保.标淮: 1\n", "低保.标准", 3),
    "too few cells": ("name: 甲\nparameters:\n  津贴.表: [1]\n", "要 2 个值, 写了 1 个", 3),
    "words": ("name: 甲\nparameters:\n  低保.标准: 多\n", "应是数字", 3),
    "a negative figure": ("name: 甲\nparameters:\n  低保.标准: -1\n", "不能是负数", 3),
    "nothing to change": ("name: 甲\n", "没有写要改什么", 0),
    "no name": ("parameters:\n  低保.标准: 1\n", "缺少 name", 1),
    "rules that are not there": ("name: 甲\nrules: 没有.py\n", "没有文件 没有.py", 2),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_reform_is_told_with_its_line(wrong: str, law: Book, tmp_path: Path):
    text, problem, line = WRONG[wrong]
    with pytest.raises(PolicyError) as told:
        load_reform(law, file(tmp_path, text))
    (fault,) = told.value.faults
    assert problem in str(fault)
    assert fault.line == line
