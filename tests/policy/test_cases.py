"""The runner of worked examples: a miss is told with the whole explanation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.small import rule, write
from yingzhou.policy.book import load
from yingzhou.policy.cases import examples, main, run
from yingzhou.policy.faults import PolicyError

LAW = rule("return 合计(户.成员.工资)", name="收入") + rule("return 人.工资", name="本人", who="人")


def case(expect: str, more: str = "", at: str = "2025-07") -> str:
    members = "[{name: 甲, 工资: 1}, {name: 乙, 工资: 2.5}]"
    return f"- name: 两人\n  at: {at}\n  members: {members}\n  expect: {{{expect}}}\n{more}"


def misses(folder: Path, text: str) -> list[str]:
    law = load([write(folder, LAW, cases=text)])
    return [
        str(one) for example in examples(law, folder / "cases.yaml") for one in run(law, example)
    ]


def test_what_comes_out_as_written_is_no_miss(tmp_path: Path):
    assert not misses(tmp_path, case("收入: 3.5, 本人: {甲: 1, 乙: 2.5}"))


def test_a_miss_names_file_line_and_both_values(tmp_path: Path):
    (miss,) = misses(tmp_path, case("收入: 3.51"))
    assert miss.endswith("cases.yaml:1: 两人(2025-07) 本户的收入: 应是 3.51, 算出 3.50 元/月")


def test_one_amount_for_several_people_is_that_of_each(tmp_path: Path):
    (miss,) = misses(tmp_path, case("本人: 1"))
    assert "乙的本人" in miss


def test_the_unknown_must_be_expected_with_what_is_missing(tmp_path: Path):
    unknown = case("收入: 未知", "  needs: [工资]\n").replace("工资: 2.5", "残疾: true")
    assert not misses(tmp_path, unknown)
    (miss,) = misses(tmp_path, unknown.replace("[工资]", "[奖金]"))
    assert "应是 奖金, 算出 工资" in miss


WRONG = {
    "no such rule": (case("收如: 1"), "是不是要写“收入”"),
    "no month": (case("收入: 1", at="2025"), "不是月份或日期"),
    "nothing expected": (case(""), "不能为空"),
    "a misspelt entry": (case("收入: 1", "  becuase: x\n"), "不认识的项 becuase"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_example_is_told_with_its_line(wrong: str, tmp_path: Path):
    text, problem = WRONG[wrong]
    with pytest.raises(PolicyError, match=problem) as told:
        misses(tmp_path, text)
    assert told.value.faults[0].line >= 1


def test_the_command_prints_the_trace_of_a_miss(tmp_path: Path, capsys: pytest.CaptureFixture):
    write(tmp_path, LAW, cases=case("收入: 3") + case("收入: 3.5"))
    assert main([str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "✗ " in told
    assert "收入 = 各成员工资合计 3.50 元/月" in told
    assert "2 个例子, 1 处不符" in told


def test_the_command_passes_over_other_folders(tmp_path: Path, capsys: pytest.CaptureFixture):
    write(tmp_path, LAW, cases=case("收入: 3"))
    assert main([str(tmp_path), "--only", "别处"]) == 0
    assert "0 个例子" in capsys.readouterr().out


def test_the_command_tells_faults_of_the_law(tmp_path: Path, capsys: pytest.CaptureFixture):
    write(tmp_path, rule("return 户.存歀"), cases=case("收入: 3"))
    assert main([str(tmp_path)]) == 2
    assert "rules.py:3" in capsys.readouterr().out
