"""Figures of the law: by date, with unit, source and how sure; faults are told with their line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.small import book, faults, only, rule

RULE = rule("return 0")


def figures(values: str, unit: str = "元/月", more: str = "") -> str:
    head = f"甲.数:\n  unit: {unit}\n  meaning: 数\n  basis: 试法\n{more}  values:\n"
    return head + "".join(f"    - {line}\n" for line in values.splitlines())


ONE = "{from: 2016-01-01, value: 880.50, source: 甲, confidence: seen}"
WRONG = {
    "no source": ("{from: 2016-01-01, value: 1, confidence: seen}", "缺少 source", 6),
    "no confidence": ("{from: 2016-01-01, value: 1, source: 甲}", "缺少 confidence", 6),
    "no date": ("{value: 1, source: 甲, confidence: seen}", "缺少 from", 6),
    "no value": ("{from: 2016-01-01, source: 甲, confidence: seen}", "没有的写 value", 6),
    "another confidence": (ONE.replace("seen", "sure"), "“sure”不对", 6),
    "a date in quotes": (ONE.replace("2016-01-01", '"2016-01-01"'), "2016-01-01”不对", 6),
    "half a fen": (ONE.replace("880.50", "880.505"), "太细, 最多到两位小数", 6),
    "a negative figure": (ONE.replace("880.50", "-1"), "不能是负数", 6),
    "words": (ONE.replace("880.50", "很多"), "“很多”不对", 6),
    "a misspelt entry": (ONE.replace("source", "souce"), "不认识的项 souce", 6),
    "dates in the wrong order": (f"{ONE}\n{ONE.replace('2016', '2015')}", "从早到晚", 1),
    "a date twice": (f"{ONE}\n{ONE}", "不重复", 1),
    "cells without a table": (ONE.replace("value: 880.50", "cells: [1]"), "没有的写 value", 6),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_figure_is_told_with_its_line(wrong: str, tmp_path: Path):
    values, problem, line = WRONG[wrong]
    found = faults(tmp_path, RULE, parameters=figures(values))
    assert any(problem in one.problem and one.line == line for one in found), found
    assert all(one.file.endswith("parameters.yaml") for one in found)


def test_a_misspelt_unit_is_told_with_the_right_one(tmp_path: Path):
    found = only(faults(tmp_path, RULE, parameters=figures(ONE, unit="元/越")))
    assert (found.line, found.remedy) == (2, "是不是要写“元/月”?")


def test_a_table_must_have_as_many_cells_as_its_keys_say(tmp_path: Path):
    by = "  by: [{key: 级, steps: [1, 2]}, {key: 类, labels: [甲, 乙]}]\n"
    short = ONE.replace("value: 880.50", "cells: [[1, 2], [3]]")
    found = only(faults(tmp_path, RULE, parameters=figures(short, more=by)))
    assert "行列数和 by 不符" in found.problem


def test_steps_go_upwards(tmp_path: Path):
    by = "  by: [{key: 级, steps: [2, 1]}]\n"
    cells = ONE.replace("value: 880.50", "cells: [1, 2]")
    assert "从小到大" in only(faults(tmp_path, RULE, parameters=figures(cells, more=by))).problem


def test_a_figure_holds_from_its_day_until_the_next(tmp_path: Path):
    ended = "{from: 2020-01-01, value: null, source: 甲, confidence: seen}"
    one = book(tmp_path, RULE, parameters=figures(f"{ONE}\n{ended}")).parameters["甲.数"]
    assert one.on(date(2015, 12, 31)) is None
    assert one.on(date(2016, 1, 1)).value == one.on(date(2019, 12, 31)).value == (88050,)
    assert one.on(date(2020, 1, 1)) is None


def test_a_parameter_stands_in_one_place_only(tmp_path: Path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "parameters.yaml").write_text(figures(ONE), encoding="utf-8")
    found = only(faults(tmp_path, RULE, parameters=figures(ONE)))
    assert "已经有了" in found.problem
    assert found.remedy == "只留一处"


@pytest.mark.parametrize(
    ("text", "line"), [("甲: [1\n乙: 2\n", 2), ("甲: 1\n甲: 2\n", 2), ("\t甲: 1\n", 1)]
)
def test_what_is_no_yaml_is_told_with_its_line(text: str, line: int, tmp_path: Path):
    found = faults(tmp_path, RULE, parameters=text)
    assert (found[0].line, "YAML" in found[0].problem) == (line, True)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path):
    from tests.policy.small import write
    from yingzhou.policy.book import load
    from yingzhou.policy.faults import PolicyError

    write(tmp_path, RULE)
    (tmp_path / "parameters.yaml").write_bytes("标准: 一".encode("gb18030"))
    with pytest.raises(PolicyError, match="UTF-8"):
        load([tmp_path])
