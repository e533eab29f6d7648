"""Several at the same moment, each with a database connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import copy_context
from pathlib import Path
from typing import Any


@contextmanager
def on_disk(folder: Path) -> Iterator[None]:
    """New connections see a copy in a file of what is there now: in SQLite's memory writers fail
    instead of queueing. On PostgreSQL nothing needs doing."""
    from django.db import connection, connections

    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    copy = folder / "copy.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=WAL")  # as every file of ours is before many come
    settings = connections.settings["default"]
    in_memory, settings["NAME"] = settings["NAME"], str(copy)
    try:
        yield
    finally:
        settings["NAME"] = in_memory


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """What each gave, in order; all begin together. The first failure is raised."""
    from django.db import connection

    gate = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            gate.wait(30)
            results[number] = works[number]()
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    # Where time stands still, it does so in the threads.
    threads = [
        threading.Thread(target=copy_context().run, args=(run, number))
        for number in range(len(works))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if failures:
        raise failures[0]
    return results
