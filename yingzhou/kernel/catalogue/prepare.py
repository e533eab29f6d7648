"""Getting ready for whole-district calculation: the snapshot of a day and the compiled kernel.

No page waits for either: a page asks :func:`is_ready`, and :func:`start` works in the background.
"""

from __future__ import annotations

import os
import threading
from datetime import date

from yingzhou.policy.compiled.kernel import is_compiled

from . import district
from .book import book, paid

_LOCK = threading.Lock()
_WORK: dict[date, threading.Thread] = {}
_FAILED: dict[date, str] = {}


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
    with _LOCK:
        if day in _WORK and _WORK[day].is_alive():
            return
        _WORK[day] = threading.Thread(target=_work, args=(day,), daemon=True)
        _WORK[day].start()


def fault(day: date) -> str:
    """Why the last attempt failed; empty where it did not."""
    return _FAILED.get(day, "")


def _work(day: date) -> None:
    from django.db import connection

    try:
        now(day)
        _FAILED.pop(day, None)
    except Exception as error:
        _FAILED[day] = str(error)
        raise
    finally:
        connection.close()


def main() -> None:
    """``python -m yingzhou.kernel.catalogue.prepare``: for this month, unless all is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from .book import this_month

    day = district.day_of(this_month())
    if not is_ready(day):
        now(day)


if __name__ == "__main__":
    main()
