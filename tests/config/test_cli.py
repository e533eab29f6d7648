"""The command line: a stranger finds the way, a program can read it, a mistake is explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from django.db import connection

from config.cli import main
from tests import factories
from yingzhou.core import audit, clock

COMMANDS = {
    (): [],
    ("demo",): ["--scale", "--no-serve", "--rebuild", "--host", "--port"],
    ("serve",): ["--host", "--port", "--workers", "--no-worker"],
    ("indicators",): ["--at", "--division", "--plan", "--all", "--json", "--rebuild"],
    ("reconcile",): ["--status", "--json"],
    ("check",): ["--json"],
    ("policy",): [],
    ("policy", "explain"): ["--case", "--at", "--case-name", "--number", "--for", "--json"],
    ("policy", "run"): ["--month", "--rule", "--json"],
    ("policy", "reform"): ["--month", "--json"],
    ("policy", "check"): ["--json"],
    ("policy", "bench"): ["--households", "--unknown", "--month", "--json"],
    ("policy", "docs"): ["--to"],
    ("catalogue",): ["--json"],
    ("catalogue", "health"): ["--bad", "--json"],
    ("catalogue", "diff"): [],
    ("catalogue", "export"): ["--to"],
    ("catalogue", "import"): ["--to", "--yes"],
    ("catalogue", "hsds"): ["--to", "--address"],
    ("catalogue", "sync"): [],
    ("audit",): [],
    ("audit", "verify"): ["--json"],
}
RECONCILE_KEYS = [
    *("id", "subject", "unit", "as_of", "published", "computed", "difference", "status"),
    *("reason", "home", "quote", "contradiction"),
]


@pytest.fixture
def run(db) -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(main, list(words))


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.output.splitlines()]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_names_every_option_and_says_it_in_two_languages(words: tuple[str, ...]):
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert all(option in result.output for option in COMMANDS[words])
    first = result.output.splitlines()[2].strip()
    assert first[0].isascii(), first
    assert any("\u4e00" <= character <= "\u9fff" for character in result.output)


def test_the_list_above_has_every_command_and_every_option():
    def walk(command: click.Command, words: tuple[str, ...]) -> dict[tuple[str, ...], set[str]]:
        options = {name for p in command.params for name in p.opts if name.startswith("--")}
        found = {words: options}
        for name, child in getattr(command, "commands", {}).items():
            found |= walk(child, (*words, name))
        return found

    assert walk(main, ()) == {words: set(options) for words, options in COMMANDS.items()}


def test_the_first_help_shows_every_command_with_its_purpose():
    result = CliRunner().invoke(main, ["-h"])
    for name in (
        "demo",
        "serve",
        "indicators",
        "reconcile",
        "policy",
        "catalogue",
        "audit",
        "check",
    ):
        assert f"\n  {name} " in result.output
    assert "DATABASE_URL" in result.output


@pytest.mark.parametrize("scale", ["0", "0.001", "2"])
def test_a_scale_that_cannot_be_is_refused_before_anything_is_built(scale: str):
    result = CliRunner().invoke(main, ["demo", "--no-serve", "--scale", scale])
    assert result.exit_code == 2
    assert "应在 0.02 与 1 之间" in result.output


def assert_explained(result: Result, words: str) -> None:
    assert result.exit_code not in (0, None)
    assert isinstance(result.exception, SystemExit)
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_date_in_the_future_is_refused(run):
    tomorrow = clock.today() + timedelta(days=1)
    assert_explained(run("indicators", "--at", str(tomorrow)), f"{tomorrow} 还没有到")


@pytest.mark.parametrize("text", ["2025-13-01", "20/5/2025", "昨天"])
def test_what_is_no_date_is_refused_with_an_example(run, text: str):
    assert_explained(run("indicators", "--at", text), "请写成 2025-12-31")


def test_a_division_that_does_not_exist_is_refused(run):
    factories.village()
    result = run("indicators", "--at", "2020-12-31", "--division", "999999999999")
    assert_explained(result, "没有代码为“999999999999”的区划")


def test_a_plan_that_does_not_exist_is_refused_and_the_known_ones_are_named(run):
    result = run("indicators", "--plan", "1949-1953")
    assert_explained(result, "没有规划“1949-1953”; 现有: 2021-2025")


@pytest.mark.parametrize("command", ["indicators", "reconcile"])
def test_without_divisions_there_is_nothing_to_compute_and_it_says_so(run, command: str):
    assert_explained(run(command), "区划")


def test_an_unknown_status_is_refused(run):
    assert_explained(run("reconcile", "--status", "wrong"), "not kept yet")


def test_an_indicator_without_a_denominator_is_a_dash_with_a_note(run):
    factories.village()
    result = run("indicators", "--at", "2020-12-31")
    assert result.exit_code == 0
    assert "—" in result.output
    assert "注1" in result.output
    assert "没有分母" in result.output


def test_indicators_as_json_are_one_object_a_line(run):
    village = factories.village()
    result = run("indicators", "--at", "2020-12-31", "--all", "--json")
    rows = lines(result)
    assert result.exit_code == 0
    assert len(rows) == 17 * 3
    assert {row["division"] for row in rows} >= {village.code}
    assert [row["number"] for row in rows[:17]] == list(range(1, 18))


def test_reconcile_as_json_has_the_same_keys_on_every_line(run):
    factories.village()
    result = run("reconcile", "--json")
    rows = lines(result)
    assert result.exit_code == 1  # an empty district meets no published figure
    assert all(list(row) == RECONCILE_KEYS for row in rows)
    assert {row["status"] for row in rows} <= {"exact", "explained", "off", "not kept yet"}
    some = lines(run("reconcile", "--json", "--status", "not kept yet"))
    assert some == [row for row in rows if row["status"] == "not kept yet"]
    assert all(row["home"] and not row["computed"] for row in some)


def test_an_intact_audit_chain_is_said_to_be_intact(run):
    audit.record(audit.SYSTEM, "试")
    result = run("audit", "verify")
    assert result.exit_code == 0
    assert "审计链完整" in result.output
    assert "共 1 条" in result.output
    assert lines(run("audit", "verify", "--json")) == [{"entries": 1, "intact": True}]


def test_a_changed_audit_entry_is_named_and_the_exit_code_is_1(run):
    audit.record(audit.SYSTEM, "试")
    audit.record(audit.SYSTEM, "再试")
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        trigger = "audit_no_change ON core_auditentry" if postgres else "audit_no_update"
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("UPDATE core_auditentry SET action = '改' WHERE seq = 1")
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert "审计链不完整" in result.output
    assert "第 1 条" in result.output
    head, *faults = lines(run("audit", "verify", "--json"))
    assert head == {"entries": 2, "intact": False}
    assert [fault["seq"] for fault in faults][:1] == [1]


@pytest.mark.parametrize("columns", ["80", "120"])
def test_no_table_is_wider_than_the_terminal(run, monkeypatch, columns: str):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", columns)
    factories.village()
    for words in (["indicators", "--at", "2020-12-31"], ["reconcile"]):
        output = run(*words).output
        assert max(cell_len(line) for line in output.splitlines()) <= int(columns)


@pytest.mark.district
def test_the_reasons_of_explained_figures_stand_below_the_table(run):
    result = run("reconcile", "--status", "explained")
    assert result.exit_code == 0
    table, _, below = result.output.partition("\n\n")
    assert "640 家" not in table
    for figure in ("G15", "G28", "I15b"):
        assert f"explained · {figure}" in below
    assert "不可能比自己多" in below


@pytest.mark.district
def test_no_published_figure_is_off_in_the_district(run):
    result = run("reconcile", "--json")
    assert result.exit_code == 0
    assert {row["status"] for row in lines(result)} == {"exact", "explained", "not kept yet"}


@pytest.mark.district
def test_any_day_and_any_town_can_be_asked(run):
    rows = lines(run("indicators", "--at", "2020-12-31", "--division", "310151101000", "--json"))
    assert [row["division_name"] for row in rows] == ["城桥镇"] * 17
    assert {row["date"] for row in rows} == {str(date(2020, 12, 31))}


def test_check_says_what_holds_and_what_does_not(run, db):
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "✓ 总账每笔借贷相等" in result.output
    names = [line["name"] for line in lines(run("check", "--json"))]
    assert len(names) >= 5
