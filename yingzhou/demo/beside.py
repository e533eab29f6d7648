"""The facts of the past are computed on a second core while the demo's matters come to pass.

Only of days before the first matter: whatever a matter brings about is dated after it began. The
other process only reads, because SQLite has one writer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context

from django.conf import settings
from django.db import connection, connections

from yingzhou.demo import bulk
from yingzhou.insight import facts
from yingzhou.insight.models import Fact


@contextmanager
def past_facts(before: date) -> Iterator[Callable[[], None]]:
    """Begins to compute; what is given waits for it and keeps the facts of all standard days, those
    since ``before`` computed then. Outside of any transaction."""
    wanted = [(codes, [day for day in days if day < before]) for codes, days in facts.standard()]
    _open_to_others()
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        made = pool.submit(_rows, wanted)

        def keep() -> None:
            found = made.result()
            with connection.constraint_checks_disabled(), bulk.indexes_afterwards([Fact]):
                for (codes, days), rows in zip(wanted, found, strict=True):
                    facts.keep(codes, days, rows)
            facts.refresh(since=before)

        yield keep


def _open_to_others() -> None:
    """The file of a build is its builder's alone; from here on another process may read it, with
    a connection of its own."""
    os.environ.pop("YINGZHOU_BULK", None)
    connections.close_all()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["init_command"] = settings.SQLITE_SHARED


def _rows(wanted: list[tuple[list[str], list[date]]]) -> list[facts.Rows]:
    return [facts.rows(codes, days) for codes, days in wanted]
