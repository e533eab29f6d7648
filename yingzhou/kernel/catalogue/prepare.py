"""Getting ready for whole-district calculation: the snapshot of a day and the compiled kernel.

No page waits for either: a page asks :func:`is_ready`, and :func:`start` does the work in a
process of its own, one at a time for one database.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings

from yingzhou.policy.compiled.kernel import is_compiled

from . import district
from .book import book, paid

_STARTED: list[subprocess.Popen[bytes]] = []
"""The last process this one started; kept so that it is waited for when the next one starts."""


def is_ready(day: date) -> bool:
    return district.is_kept(day) and is_compiled(book(), paid())


def now(day: date) -> None:
    """Both, at once; some seconds for the whole district."""
    from yingzhou.policy.compiled.kernel import kernel

    kernel(book(), paid())
    if not district.is_kept(day):
        district.make(day)


def start(day: date) -> None:
    """In the background, unless it is being done already."""
    with _turn() as is_mine:
        if not is_mine:
            return
    for earlier in _STARTED:
        if earlier.poll() is None:
            return
    command = [sys.executable, "-m", "django", "prepare_district", day.isoformat()]
    # A session of its own: Ctrl+C at the server does not leave half a snapshot and a traceback.
    child = subprocess.Popen(command, env=os.environ.copy(), start_new_session=True)  # noqa: S603
    _STARTED[:] = [child]


def fault(day: date) -> str:
    """Why the last attempt failed; empty where it did not."""
    told = _place("fault", day)
    return told.read_text(encoding="utf-8") if told.exists() else ""


@contextmanager
def _turn() -> Iterator[bool]:
    """Whether it is this process's turn: the lock ends with its holder, however that ends."""
    path = _place("turn")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _place(what: str, day: date | None = None) -> Path:
    name = f"{what}_{district.identity()[:12]}"
    return Path(settings.VAR_DIR) / "policy" / (f"{name}_{day}" if day else name)


def in_turn(day: date) -> None:
    """What the process does: unless all is there, or another is at it. A failure is told by
    :func:`fault` until it succeeds."""
    with _turn() as is_mine:
        if is_mine and not is_ready(day):
            _tell_failure(day)


def _tell_failure(day: date) -> None:
    told = _place("fault", day)
    try:
        now(day)
    except Exception as error:
        told.write_text(str(error) or type(error).__name__, encoding="utf-8")
        raise
    told.unlink(missing_ok=True)
