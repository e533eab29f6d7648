"""``yingzhou demo`` overwrites demos only, one at a time, and never half of one."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from yingzhou.demo import command, standing


def database(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE django_migrations (id integer)")
        connection.execute("CREATE TABLE core_installation (name text, value text)")
        for table in standing.OURS:
            connection.execute(f"CREATE TABLE {table} (id integer)")
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def test_nothing_and_an_empty_database_may_be_built_over(tmp_path):
    assert standing.in_file(tmp_path / "none.sqlite3") == {}
    (tmp_path / "empty.sqlite3").touch()
    assert standing.in_file(tmp_path / "empty.sqlite3") == {}
    assert standing.in_file(database(tmp_path / "migrated.sqlite3")) == {}


def test_a_demo_tells_what_it_is(tmp_path):
    path = database(
        tmp_path / "demo.sqlite3",
        "INSERT INTO core_installation VALUES ('demo', '1'), ('scale', '0.1')",
        "INSERT INTO people_person VALUES (1)",
    )
    assert standing.in_file(path) == {"demo": "1", "scale": "0.1"}


@pytest.mark.parametrize("table", standing.OURS)
def test_one_record_of_any_kind_makes_it_somebodys_own(tmp_path, table):
    path = database(tmp_path / "own.sqlite3", f"INSERT INTO {table} VALUES (1)")
    with pytest.raises(standing.Foreign, match="不会覆盖"):
        standing.in_file(path)


def test_what_is_no_database_of_ours_is_left_alone(tmp_path, monkeypatch):
    file = tmp_path / "notes.sqlite3"
    file.write_text("these are my notes, and no database at all")
    monkeypatch.setattr(command, "sqlite_file", lambda: file)
    with pytest.raises(standing.Foreign):
        command.build_if_needed(0.02, True, Console(quiet=True))
    assert file.read_text().startswith("these are my notes")
    other = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (id integer)")
    with pytest.raises(standing.Foreign):
        standing.in_file(other)


def test_two_builders_do_not_work_on_the_same_district(tmp_path):
    target = tmp_path / "yingzhou.sqlite3"
    with (
        standing.only_builder(target),
        pytest.raises(ValueError, match="另一个 yingzhou demo"),
        standing.only_builder(target),
    ):
        pytest.fail("two builders at once")
    with standing.only_builder(target):
        pass


def test_a_builder_that_was_killed_stands_in_nobodys_way(tmp_path):
    target = tmp_path / "yingzhou.sqlite3"
    words = (
        "import os, signal, pathlib; from yingzhou.demo import standing\n"
        f"with standing.only_builder(pathlib.Path({str(target)!r})):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode < 0
    with standing.only_builder(target):
        pass


def test_a_build_that_fails_leaves_the_old_district_in_place(tmp_path, monkeypatch):
    path = database(tmp_path / "d.sqlite3", "INSERT INTO core_installation VALUES ('demo', '1')")
    before = path.read_bytes()
    monkeypatch.setattr(command, "sqlite_file", lambda: path)
    monkeypatch.setattr(command.sys, "executable", "/bin/false")
    with pytest.raises(ValueError, match="原有数据未动"):
        command.build_if_needed(0.02, True, Console(quiet=True))
    assert path.read_bytes() == before


def test_what_a_killed_build_left_behind_is_cleared_away(tmp_path, monkeypatch):
    path = tmp_path / "d.sqlite3"
    left = tmp_path / "d.sqlite3.building-1"
    left.write_text("half a district")
    monkeypatch.setattr(command, "sqlite_file", lambda: path)
    monkeypatch.setattr(command.sys, "executable", "/bin/false")
    with pytest.raises(ValueError, match="没有建成"):
        command.build_if_needed(0.02, True, Console(quiet=True))
    assert not left.exists()
