"""What the worker does: sends what is due."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.kernel.exchange.services.sending import send_due


@chore(every=timedelta(seconds=5))
def ask_providers(now: datetime) -> None:
    send_due(at=now)
