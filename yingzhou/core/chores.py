"""What has to be done by itself, again and again: the worker does it (``django work``).

    @chore(every=timedelta(minutes=5))
    def end_clocks(now: datetime) -> None: ...

Imported when the app is ready. A chore is done by one process at a time; the lock dies with its
holder, however that ends. A failure is kept (:class:`~yingzhou.core.models.ChoreRun`), stops no
other chore, and the chore is tried again when it is due next. A chore must bear being repeated:
a process may be killed in the middle of one.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from yingzhou.core.models import ChoreRun
from yingzhou.core.registry import Registry

log = logging.getLogger("yingzhou.chores")
Work = Callable[[datetime], object]


@dataclass(frozen=True)
class Chore:
    """``every``: how long after its last run it is due again."""

    name: str
    every: timedelta
    work: Work


CHORES: Registry[Chore] = Registry("定时任务")


def chore(*, every: timedelta) -> Callable[[Work], Work]:
    """Decorator: the worker calls the function with the present moment, every ``every``."""

    def register(work: Work) -> Work:
        name = f"{work.__module__.removeprefix('yingzhou.')}.{work.__name__}"
        CHORES.add(name, Chore(name, every, work))
        return work

    return register


def run_due(now: datetime) -> list[str]:
    """Does all that is due and that no other process is at; the names of what was tried."""
    return [one.name for one in CHORES if _in_turn(one, now)]


def _in_turn(one: Chore, now: datetime) -> bool:
    if not _is_due(one, now):
        return False
    with only_one(one.name) as is_mine:
        if not is_mine or not _is_due(one, now):  # another has just done it
            return False
        _do(one, now)
    return True


def _is_due(one: Chore, now: datetime) -> bool:
    last = ChoreRun.objects.filter(name=one.name).values_list("last_run", flat=True).first()
    return last is None or last + one.every <= now or last > now  # the clock was put back


def _do(one: Chore, now: datetime) -> None:
    error = ""
    try:
        one.work(now)
    except Exception as fault:
        log.exception("chore %s failed", one.name)
        error = f"{type(fault).__name__}: {fault}"[:500]
    kept = {"last_run": now, "last_error": error} | ({} if error else {"last_good": now})
    ChoreRun.objects.update_or_create(name=one.name, defaults=kept)


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Whether this process alone may go on; PostgreSQL knows for all machines, else a file does."""
    if connection.vendor == "postgresql":
        with _database_lock(name) as is_mine:
            yield is_mine
    else:
        with _file_lock(name) as is_mine:
            yield is_mine


@contextmanager
def _database_lock(name: str) -> Iterator[bool]:
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _file_lock(name: str) -> Iterator[bool]:
    database = str(connection.settings_dict["NAME"])
    known_by = hashlib.sha256(f"{database}:{name}".encode()).hexdigest()[:20]
    path = Path(settings.VAR_DIR) / "turns" / known_by
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
