"""What the worker does for visits."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.kernel.visits.services import closing, forgetting, photos, planning, rounds


@chore(every=timedelta(hours=12))
def plan_ahead(now: datetime) -> None:
    """A month's visits are there on its first day, whoever came on a roll since a day later."""
    planning.plan_all(now)
    rounds.plan(now)


@chore(every=timedelta(hours=3))
def miss_overdue(now: datetime) -> None:
    closing.miss_overdue(now)


@chore(every=timedelta(hours=24))
def forget_destroyed(now: datetime) -> None:  # noqa: ARG001 - the signature of a chore
    forgetting.forget_destroyed()


@chore(every=timedelta(hours=24))
def sweep_photos(now: datetime) -> None:
    photos.sweep(now)
