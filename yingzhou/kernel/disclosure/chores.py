"""What the worker does for notices: no notice is shown longer, or shorter, than its
term."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core import clock
from yingzhou.core.chores import chore
from yingzhou.kernel.disclosure import services


@chore(every=timedelta(minutes=10))
def end_notices(now: datetime) -> None:
    services.end_over(today=clock.day_of(now), at=now)


@chore(every=timedelta(hours=12))
def follow_the_calendar(now: datetime) -> None:
    services.follow_the_calendar(today=clock.day_of(now))
