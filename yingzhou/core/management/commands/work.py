"""The worker: hands over events that were left behind, and does the chores that are due.

``yingzhou serve`` starts one; a deployment may run as many as it likes, on any machine.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from yingzhou.core import chores, clock, events

log = logging.getLogger("yingzhou.work")


class Command(BaseCommand):
    help = "Hand over pending events and do the chores that are due, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--every", type=float, default=5, help="seconds between two rounds")
        parser.add_argument("--beside", type=int, help="stop when this parent process is gone")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["once"]:
            one_round()
            return
        stop = _stopped_by_signals()
        while not stop.is_set() and not _is_orphan(options["beside"]):
            close_old_connections()
            try:
                one_round()
            except Exception:  # the database may be away for a while
                log.exception("a round failed")
            stop.wait(options["every"])


def one_round() -> None:
    events.hand_over_pending()
    chores.run_due(clock.now())


def _stopped_by_signals() -> threading.Event:
    """A round under way is finished first; a second signal does not wait."""
    stop = threading.Event()

    def note(number: int, _: Any) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return stop


def _is_orphan(parent: int | None) -> bool:
    return parent is not None and os.getppid() != parent
