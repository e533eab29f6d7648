"""What goes wrong around a command is one plain sentence, not a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from django.db.utils import OperationalError, ProgrammingError

from config.cli.output import plain_errors
from tests import factories
from tests.support import source
from yingzhou.core.models import Installation

serve = import_module("config.cli.serve")


def run(tmp_path: Path, *words: str, **environment: str) -> str:
    kept = {k: v for k, v in os.environ.items() if "PYTEST" not in k and k != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "config.cli", *words],
        cwd=source.ROOT,
        env={**kept, "YINGZHOU_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_server_that_does_not_answer(tmp_path):
    url = "postgres://me:geheim@127.0.0.1:1/x"
    for words in (["indicators"], ["demo", "--no-serve"]):
        told = run(tmp_path, *words, DATABASE_URL=url)
        assert "连不上数据库" in told
        assert "geheim" not in told


def test_a_database_url_of_no_kind_that_is_known(tmp_path):
    assert "foo://" in run(tmp_path, "reconcile", DATABASE_URL="foo://x")


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "yingzhou.sqlite3").write_text("these are my notes, and no database at all")
    assert "不是数据库" in run(tmp_path, "reconcile")
    assert "不会覆盖" in run(tmp_path, "demo", "--no-serve")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (OperationalError("no such table: core_auditentry"), "还没有数据"),
        (ProgrammingError('relation "core_auditentry" does not exist'), "还没有数据"),
        (OperationalError('FATAL: database "x" does not exist'), "请先建库"),
        (OperationalError("database is locked"), "另一个程序占用"),
        (OperationalError('password authentication failed for user "x"'), "连不上数据库"),
        (PermissionError(13, "Permission denied", "/x/keys"), "不能读写 /x/keys"),
    ],
)
def test_faults_in_words(fault, words):
    with pytest.raises(click.ClickException) as told, plain_errors():
        raise fault
    assert words in told.value.message


def test_a_fault_of_ours_keeps_its_traceback():
    with pytest.raises(ProgrammingError), plain_errors():
        raise ProgrammingError("syntax error at or near SELECT")


def test_a_port_that_is_taken_and_a_host_that_is_not_ours():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ValueError, match="已被占用"):
            serve.require_free("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(ValueError, match="请换 --host"):
        serve.require_free("192.0.2.1", 8000)


@pytest.mark.django_db
def test_a_demo_is_served_as_a_demo_and_a_real_district_is_not(settings, monkeypatch):
    monkeypatch.setenv("YINGZHOU_DEMO", "0")
    settings.DEMO = False
    serve._choose_mode("127.0.0.1")
    assert os.environ["YINGZHOU_DEMO"] == "0"
    Installation.objects.create(name="demo", value="1")
    with pytest.raises(ValueError, match="YINGZHOU_DEMO=1"):
        serve._choose_mode("192.0.2.1")
    serve._choose_mode("127.0.0.1")
    assert os.environ["YINGZHOU_DEMO"] == "1"
    Installation.objects.all().delete()
    settings.DEMO = True
    serve._choose_mode("127.0.0.1")
    factories.person()
    with pytest.raises(ValueError, match="不是演示区"):
        serve._choose_mode("127.0.0.1")
