"""What the worker does for letters and messages."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.kernel.notices import services


@chore(every=timedelta(seconds=5))
def deliver_messages(now: datetime) -> None:
    services.deliver_due(at=now)


@chore(every=timedelta(seconds=5))
def make_letters(now: datetime) -> None:  # noqa: ARG001 - the signature of a chore
    services.render_waiting()


@chore(every=timedelta(hours=24))
def sweep_files(now: datetime) -> None:
    services.sweep(now)
