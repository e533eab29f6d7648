"""The facts of the past are computed on a second core while the demo's matters come to pass.

First those of days before the first matter: whatever a matter brings about is dated after it began;
the rest when the matters are over. The other process only reads, because SQLite has one writer.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
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


@dataclass
class Facts:
    """Facts in the making, those of the ``past`` and those of the ``recent`` days."""

    pool: ProcessPoolExecutor
    file: Path | None
    past: Wanted
    recent: Wanted
    made: list[Future[list[facts.Rows]]] = field(default_factory=list)

    def begin(self) -> None:
        self.made.append(self.pool.submit(_make, self.past, self.file))

    def go_on(self) -> None:
        """The matters are over, and nothing that is counted changes any more."""
        self.made.append(self.pool.submit(_make, self.recent, None))

    def keep(self) -> None:
        """Waits for both and writes them down. Outside of any transaction."""
        past, recent = self.made
        with connection.constraint_checks_disabled(), bulk.indexes_afterwards([Fact]):
            _keep(self.past, past.result())
            if self.file:
                _pour(self.file)
        _keep(self.recent, recent.result())


@contextmanager
def past_facts(before: date) -> Iterator[Facts]:
    """Begins to compute the facts of all standard days before ``before``. Outside of any
    transaction."""
    standard = list(facts.standard())
    past = [(codes, [day for day in days if day < before]) for codes, days in standard]
    recent = [(codes, [day for day in days if day >= before]) for codes, days in standard]
    _open_to_others()
    with ProcessPoolExecutor(1, get_context("fork")) as pool, _file_beside() as file:
        found = Facts(pool, file, past, recent)
        found.begin()
        yield found


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
