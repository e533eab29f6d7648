"""The rules on the command line: a household explained, the district computed, a change tried."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config.cli import main
from tests import factories
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.people.models import Membership

CASE = """
household: {货币财产: 20000, 生活用机动车: false, 非居住房屋: false, 住房套数: 0}
members:
  - {name: 甲, 出生日期: 1980-05-01, 本市户籍: true, 月劳动收入: 0, 月养老金: 0, 月其他收入: 1000}
  - {name: 乙, 出生日期: 1950-05-01, 本市户籍: true, 月劳动收入: 0, 月养老金: 0, 月其他收入: %s}
"""
JULY = date(2025, 7, 1)


def invoke(*words: object) -> Result:
    return CliRunner().invoke(main, ["policy", *map(str, words)])


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


@pytest.fixture
def case(tmp_path: Path):
    def write(income: str = "0") -> Path:
        path = tmp_path / "一户.yaml"
        path.write_text(CASE % income, encoding="utf-8")
        return path

    return write


def test_a_household_is_explained_step_by_step(case):
    result = invoke("explain", "低保金", "--case", case(), "--at", "2025-07")
    assert result.exit_code == 0
    assert "本户 · 低保金: 2,300.00 元/月" in result.output
    assert "上海市社会救助条例" in result.output
    assert "依据的每一步" in result.output


def test_why_not_is_told_with_the_margin(case):
    result = invoke("explain", "低保金", "--case", case("2300"), "--at", "2025-07")
    assert "没有得到, 因为" in result.output
    assert "正好相等" in result.output


def test_what_is_missing_and_what_is_unverified_is_told(case):
    result = invoke("explain", "低保金", "--case", case("未知"), "--at", "2026-07")
    assert "还要知道" in result.output
    assert "乙的月其他收入" in result.output
    assert "未核实的数字和规则" in result.output


def test_programs_get_one_step_a_line_the_answer_first(case):
    rows = lines(invoke("explain", "低保金", "--case", case(), "--at", "2025-07", "--json"))
    assert (rows[0]["rule"], rows[0]["plain"], rows[0]["depth"]) == ("低保金", 230_000, 0)
    assert all(list(row) == list(rows[0]) for row in rows)
    assert {row["of"] for row in rows} >= {"本户", "甲", "乙"}


def test_a_persons_rule_is_explained_for_each_or_for_the_one_named(case):
    every = lines(invoke("explain", "老年综合津贴", "--case", case(), "--at", "2025-07", "--json"))
    assert [row["plain"] for row in every if row["depth"] == 0] == [0, 15_000]
    (one,) = [
        row
        for row in lines(
            invoke(
                "explain",
                "老年综合津贴",
                "--case",
                case(),
                "--at",
                "2025-07",
                "--for",
                "乙",
                "--json",
            )
        )
        if row["depth"] == 0
    ]
    assert one["plain"] == 15_000


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["explain", "低保今"], "没有规则“低保今”。是不是要写“低保金”?"),
        (["explain", "低保金", "--at", "七月"], "“七月”不是月份或日期, 应如 2025-07"),
        (["explain", "低保金", "--for", "丙"], "没有叫“丙”的户"),
    ],
)
def test_what_cannot_be_explained_is_told_in_words(case, words: list[str], told: str):
    result = invoke(*words, "--case", case())
    assert result.exit_code in (1, 2)
    assert told in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "told"),
    [("members: []", "户里没有人"), ("members: [{公资: 1}]", "没有“公资”这项事实")],
)
def test_a_wrong_household_is_told_with_file_and_line(tmp_path: Path, text: str, told: str):
    path = tmp_path / "一户.yaml"
    path.write_text(text, encoding="utf-8")
    result = invoke("explain", "低保金", "--case", path)
    assert result.exit_code == 1
    assert f"{path}:1: " in result.output
    assert told in result.output


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    result = invoke("explain", "低保金", "--case", tmp_path / "没有.yaml")
    assert (result.exit_code, "读不到文件" in result.output) == (1, True)


def test_the_house_s_rules_hold_together():
    result = invoke("check")
    assert (result.exit_code, "全部成立" in result.output) == (0, True), result.output
    (row,) = lines(invoke("check", "--json"))
    assert row["faults"] == 0
    assert min(row["days"], row["rules"], row["parameters"], row["examples"]) > 20


def test_explain_check_and_docs_wake_no_compiler(case, tmp_path: Path):
    """In a process of its own: this one has long been woken."""
    code = (
        "import sys; from config.cli import main\n"
        "explain = ['explain', '低保金', '--case', sys.argv[1]]\n"
        "docs = ['docs', '--to', sys.argv[2]]\n"
        "for words in (explain, ['check'], docs):\n"
        "    main(['policy', *words], standalone_mode=False)\n"
        "print(sorted({'numba', 'llvmlite'} & set(sys.modules)))"
    )
    words = [sys.executable, "-c", code, str(case()), str(tmp_path / "docs")]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.fixture
def homes(db):
    """Two households in two towns: 1,000 yuan of pension for two, and somebody never asked."""
    home = factories.village("启瀛村", factories.town("庙镇"))
    other = factories.village("界东村", factories.town("新河镇"))
    old = factories.person("李秀珍", date(1950, 5, 1), home=home, household="A1")
    young = factories.person("李强", date(1980, 5, 1), 1, home, household="A1")
    factories.person("王芳", date(1990, 1, 1), home=other, household="B1")
    factories.income(old, pension=100_000)
    factories.income(young)
    factories.assets(Membership.objects.get(person=old).household, homes=0)
    district.forget(JULY)
    yield
    district.forget(JULY)


def test_a_month_of_the_whole_district(homes):
    rows = lines(
        invoke("run", "--month", "2025-07", "--rule", "低保金", "--rule", "老年综合津贴", "--json")
    )
    aid, allowance, took = rows
    assert (aid["rule"], aid["of"], aid["unknown"]) == ("低保金", 2, 1)
    assert (aid["receivers"], aid["fen"]) == (1, 2 * 165_000 - 100_000)
    assert (allowance["receivers"], allowance["fen"]) == (1, 15_000)
    assert took["seconds"]


def test_without_rule_every_benefit_is_a_line_of_the_table(homes):
    result = invoke("run", "--month", "2025-07")
    assert result.exit_code == 0
    assert "应发老年综合津贴" in result.output
    assert "150.00" in result.output


def test_a_change_is_tried_town_by_town(homes, tmp_path: Path):
    path = tmp_path / "调整.yaml"
    cells = "[80, 160, 190, 360, 610]"
    path.write_text(
        f"name: 津贴各加十元\nparameters:\n  老年综合津贴.标准: {cells}\n", encoding="utf-8"
    )
    rows = [row for row in lines(invoke("reform", path, "--month", "2025-07", "--json"))]
    changed = [row for row in rows if row["winners"]]
    assert {row["town"] for row in changed} == {"全区", "庙镇"}
    assert {(row["winners"], row["losers"], row["cost"]) for row in changed} == {(1, 0, 1_000)}
    text = invoke("reform", path, "--month", "2025-07").output
    for line in ("庙镇", "全区"):
        (row,) = [row for row in text.splitlines() if row.startswith(line)][-1:]
        assert "+10.00" in row


def test_a_change_of_nothing_says_so(homes, tmp_path: Path):
    path = tmp_path / "不变.yaml"
    path.write_text("name: 不变\nparameters:\n  低保.标准: 1650\n", encoding="utf-8")
    assert "没有人的待遇因此变化" in invoke("reform", path, "--month", "2025-07").output


def test_a_wrong_change_is_told_with_file_and_line(db, tmp_path: Path):
    path = tmp_path / "调整.yaml"
    path.write_text("name: 错\nparameters:\n  低保.标淮: 1\n", encoding="utf-8")
    result = invoke("reform", path)
    assert result.exit_code == 1
    assert f"{path}:3: 没有参数“低保.标淮”; 是不是要写“低保.标准”?" in result.output


def test_a_day_is_no_month(db):
    result = invoke("run", "--month", "2025-07-01")
    assert (result.exit_code, "这里要一个月份, 如 2025-07" in result.output) == (2, True)


@pytest.mark.parametrize("command", [["run"], ["reform"]])
def test_a_database_of_nobody_says_what_to_do(db, command: list[str], tmp_path: Path):
    path = tmp_path / "调整.yaml"
    path.write_text("name: 甲\nparameters:\n  低保.标准: 1800\n", encoding="utf-8")
    day = date(2025, 6, 1)
    district.forget(day)
    words = [*command, *([path] if command == ["reform"] else []), "--month", "2025-06"]
    result = invoke(*words)
    district.forget(day)
    assert result.exit_code == 1
    assert "数据库里没有人" in result.output


def test_bench_needs_no_database():
    rows = lines(invoke("bench", "--households", "200", "--month", "2025-07", "--json"))
    assert {"seconds", "ns_per_household", "ratio_to_copying"} <= set(rows[0])
    assert rows[0]["households"] == 200
