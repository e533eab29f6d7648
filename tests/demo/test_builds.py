"""Building again gives the same district; building on a later day only adds what happened since.

These build districts of their own, on SQLite, as the command does it: in a process of its own.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support import source

SCALE = 0.02
BUILD = """
import sys
from datetime import date
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from yingzhou.demo.build import build_district
build_district(scale=float(sys.argv[1]), today=date.fromisoformat(sys.argv[2]), workers=False)
"""
TABLES = ("divisions_", "people_", "organisations_")
STOCKS = {
    "people_residence": "kind, division_id",
    "people_household": "division_id",
    "people_membership": "relation",
    "people_enrolment": "roll",
    "people_income": "employed, source",
    "people_assets": "homes, vehicle",
    "people_schooling": "stage",
    "people_carelevel": "level",
    "organisations_organisation": "kind, division_id",
    "organisations_facility": "kind, division_id",
    "organisations_bedterm": "setting, nursing, dementia",
    "organisations_post": "kind",
    "organisations_certificate": "kind, grade",
}


def environment(var: Path, **more: str) -> dict[str, str]:
    ours = {
        key: value
        for key, value in os.environ.items()
        if key != "DATABASE_URL" and "PYTEST" not in key
    }
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "YINGZHOU_VAR": str(var)}
    return {**ours, **settings, **more}


@pytest.fixture(scope="module")
def build(tmp_path_factory) -> Callable[..., Path]:
    """A district built on a day; ``again`` builds it once more beside the first."""
    var, made = tmp_path_factory.mktemp("districts"), {}

    def on(today: str, again: bool = False) -> Path:
        file = var / f"{today}-{again}.sqlite3"
        if file not in made:
            subprocess.run(
                [sys.executable, "-c", BUILD, str(SCALE), today],
                cwd=source.ROOT,
                env=environment(var, DATABASE_URL=f"sqlite:///{file}", YINGZHOU_BULK="1"),
                check=True,
            )
            made[file] = True
        return file

    return on


def digests(file: Path) -> dict[str, str]:
    """A digest of each table's rows, without what is sealed anew each time."""
    found = {}
    with closing(sqlite3.connect(file)) as db:
        names = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for name in (name for name in names if name.startswith(TABLES)):
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
            kept = ", ".join(f'"{column}"' for column in columns if column != "id_number")
            rows = db.execute(f"SELECT {kept} FROM {name} ORDER BY 1")
            found[name] = sha256("\n".join(map(repr, rows)).encode()).hexdigest()
    return found


def standing(file: Path, day: str) -> dict[str, dict[tuple, int]]:
    """How many rows of each kind hold on a day."""
    with closing(sqlite3.connect(file)) as db:
        return {
            table: {
                tuple(row[:-1]): row[-1]
                for row in db.execute(
                    f"SELECT {kinds}, COUNT(*) FROM {table}"
                    f" WHERE valid_from <= ? AND valid_to > ? GROUP BY {kinds}",
                    (day, day),
                )
            }
            for table, kinds in STOCKS.items()
        }


def test_the_same_seed_builds_the_same_district_row_by_row(build):
    one, other = digests(build("2025-06-30")), digests(build("2025-06-30", again=True))
    assert len(one) > 15
    assert one == other


def test_a_later_build_tells_the_same_past(build):
    earlier, later = build("2024-06-30"), build("2025-06-30")
    for day in ("2015-12-31", "2020-12-31", "2023-12-31"):
        assert standing(earlier, day) == standing(later, day), day
    assert standing(earlier, "2024-06-30") == standing(later, "2024-06-30")
    assert standing(earlier, "2025-06-30") != standing(later, "2025-06-30")


def test_a_database_with_other_data_is_never_touched(tmp_path: Path):
    ours = environment(tmp_path)
    python = [sys.executable, "manage.py"]
    subprocess.run([*python, "migrate", "-v", "0"], cwd=source.ROOT, env=ours, check=True)
    file = next(tmp_path.glob("*.sqlite3"))
    with closing(sqlite3.connect(file)) as db, db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(accounts_user)")]
        values = ["" if name != "id" else "1" for name in columns]
        marks = ", ".join("?" * len(values))
        db.execute(f"INSERT INTO accounts_user VALUES ({marks})", values)
    refused = subprocess.run(
        [sys.executable, "-m", "config.cli", "demo", "--no-serve", "--scale", "0.02", "--rebuild"],
        cwd=source.ROOT,
        env=ours,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "里有不是演示的数据, 不会覆盖" in refused.stderr
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT COUNT(*) FROM accounts_user").fetchone() == (1,)


def test_without_a_database_the_command_says_what_to_do_first(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", "indicators"],
        cwd=source.ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "请先运行 yingzhou demo" in done.stderr
    assert "Traceback" not in done.stderr
