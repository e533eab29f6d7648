"""The facts of the past are computed on a second core while the demo's matters come to pass.

Only of days before the first matter: whatever a matter brings about is dated after it began. The
other process only reads, because SQLite has one writer.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from yingzhou.demo import bulk
from yingzhou.insight import facts
from yingzhou.insight.models import Fact

Wanted = list[tuple[list[str], list[date]]]
"""Measures, and the days of which they are wanted."""


@contextmanager
def past_facts(before: date) -> Iterator[Callable[[], None]]:
    """Begins to compute; what is given waits for it and keeps the facts of all standard days, those
    since ``before`` computed then. Outside of any transaction."""
    standard = list(facts.standard())
    past = [(codes, [day for day in days if day < before]) for codes, days in standard]
    recent = [(codes, [day for day in days if day >= before]) for codes, days in standard]
    _open_to_others()
    with ProcessPoolExecutor(1, get_context("fork")) as pool, _file_beside() as file:
        making = pool.submit(_make, past, file)

        def keep() -> None:
            found = making.result()
            making_recent = pool.submit(_make, recent, None)  # while the past is written here
            with connection.constraint_checks_disabled(), bulk.indexes_afterwards([Fact]):
                _keep(past, found)
                if file:
                    _pour(file)
            _keep(recent, making_recent.result())

        yield keep


def _open_to_others() -> None:
    """The file of a build is its builder's alone; from here on another process may read it, with
    a connection of its own."""
    os.environ.pop("YINGZHOU_BULK", None)
    connections.close_all()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["init_command"] = settings.SQLITE_SHARED
        # The journal changes here, while nobody else has the file: nobody can wait for that.
        connection.ensure_connection()
        connection.close()


@contextmanager
def _file_beside() -> Iterator[Path | None]:
    """Where the other process may put its rows: SQLite takes them from there ten times as fast as
    one by one. None on another engine."""
    if connection.vendor != "sqlite":
        yield None
        return
    file = Path(f"{settings.DATABASES['default']['NAME']}-beside")
    file.unlink(missing_ok=True)
    yield file
    file.unlink(missing_ok=True)


def _make(wanted: Wanted, file: Path | None) -> list[facts.Rows]:
    """The rows of each of ``wanted``; none where they went into the file."""
    made = [facts.in_order(facts.rows(codes, days)) for codes, days in wanted]
    if file is None:
        return made
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        other.execute(f"CREATE TABLE made ({', '.join(facts.COLUMNS)})")
        other.execute("BEGIN")
        marks = ", ".join("?" * len(facts.COLUMNS))
        for rows in made:
            other.executemany(f"INSERT INTO made VALUES ({marks})", rows)  # noqa: S608
        other.execute("COMMIT")
    return [[] for _ in made]


def _keep(wanted: Wanted, found: list[facts.Rows]) -> None:
    for (codes, days), rows in zip(wanted, found, strict=True):
        facts.keep(codes, days, rows)


def _pour(file: Path) -> None:
    names = ", ".join(facts.COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute("ATTACH %s AS beside", [str(file)])
        cursor.execute(
            f"INSERT INTO {Fact._meta.db_table} ({names}) SELECT {names} FROM beside.made"  # noqa: S608
        )
        cursor.execute("DETACH beside")
