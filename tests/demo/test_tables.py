"""A demo's tables, made at once from the models, are those that the migrations make."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from tests.support import tables


@contextmanager
def an_empty_database(folder: Path) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'empty.sqlite3'}"
        return
    now = connection.settings_dict
    name = f"empty_{os.getpid()}"
    server = psycopg.connect(
        host=now["HOST"], port=now["PORT"] or None, user=now["USER"], password=now["PASSWORD"],
        dbname="postgres", autocommit=True,
    )  # fmt: skip
    with server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        try:
            yield (
                f"postgres://{quote(now['USER'])}:{quote(now['PASSWORD'])}@{now['HOST']}"
                f":{now['PORT'] or 5432}/{name}"
            )
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


@pytest.mark.django_db
def test_both_ways_make_the_same_tables(tmp_path):
    with an_empty_database(tmp_path) as url:
        made = subprocess.run(
            [sys.executable, "-m", "tests.support.tables"],
            env=os.environ | {"DATABASE_URL": url, "YINGZHOU_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert made.returncode == 0, made.stderr
    found, triggers = json.loads(made.stdout.splitlines()[-1])
    wanted = json.loads(json.dumps(tables.described()))
    assert found.keys() == wanted.keys()
    for name, table in wanted.items():
        assert found[name] == table, name
    assert triggers == tables.triggers() != []
