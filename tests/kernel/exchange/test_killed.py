"""Killed with SIGKILL while it asks: nothing is lost, and nothing asked under a second key."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.kernel.exchange.conftest import ask
from tests.support.source import ROOT
from yingzhou.core import clock
from yingzhou.kernel.exchange.providers import providers
from yingzhou.kernel.exchange.services.asking import Matter

KILLS = 12


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a database is not copied in seconds")
def test_killed_again_and_again_it_asks_each_once_and_loses_nothing(outside, home, tmp_path):
    before = {code: set(outside.asked(code)) for code in providers()}
    for code in providers():
        outside.faults(code, {"kind": "slow", "seconds": 0.05})
    for number in range(4):
        ask(home, matter=Matter(f"庙镇2026-{number:04d}", "核对"), at=clock.now())
    shutil.copytree(settings.KEY_DIR, tmp_path / "keys")
    (tmp_path / "yingzhou.sqlite3").write_bytes(connection.connection.serialize())
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told |= {"YINGZHOU_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    told |= {"YINGZHOU_EXCHANGE_URL": outside.url, "YINGZHOU_EXCHANGE_TOKEN": outside.token}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killing_exchange", str(KILLS), "7"],
        cwd=ROOT, env=told, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    left = json.loads(done.stdout.splitlines()[-1])
    assert left["killed"] == KILLS
    assert left["attempts"] > 1  # some were hit between sending and keeping
    assert set(left["states"]) == {"answered"}
    assert (left["complete"], left["faults"]) == (True, [])
    assert left["answers"] == len(left["keys"]) == 64
    seen = {key for code in providers() for key in set(outside.asked(code)) - before[code]}
    assert seen == set(left["keys"])
