"""The only reader of the wall clock. Everything else asks here, so that tests can stop time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """The present moment, timezone-aware, in Shanghai time."""
    return _stopped.get() or datetime.now(ZONE)  # noqa: TID251 - this is core.clock


def today() -> date:
    """The present day in Shanghai."""
    return now().date()


def day_of(moment: datetime) -> date:
    """The day of ``moment`` in Shanghai."""
    return moment.astimezone(ZONE).date()


@contextmanager
def stopped_at(moment: datetime | date) -> Iterator[None]:
    """Within the block it is ``moment``; a plain date means noon of that day."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=ZONE)
    token = _stopped.set(moment.astimezone(ZONE))
    try:
        yield
    finally:
        _stopped.reset(token)
