"""Killed at random while cases move: a small run of ``tests.support.killing`` on a copy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
KILLS = 10


@pytest.mark.district
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database is not copied in seconds")
def test_killed_ten_times_within_transitions_nothing_is_lost_and_nothing_twice(tmp_path):
    shutil.copytree(settings.KEY_DIR, tmp_path / "keys")
    connection.ensure_connection()
    (tmp_path / "yingzhou.sqlite3").write_bytes(connection.connection.serialize())
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told |= {"YINGZHOU_VAR": str(tmp_path), "YINGZHOU_DEMO": "1"}
    told["DJANGO_SETTINGS_MODULE"] = "config.settings"
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killing", str(KILLS), "11"],
        cwd=ROOT, env=told, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["faults"] == []
    assert found["within a transition"] >= KILLS
    assert found["steps of this run"] > 0
