"""What the worker does for cases."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.kernel.cases.services import checks, documents, drafts, recusal, tend


@chore(every=timedelta(minutes=1))
def end_clocks(now: datetime) -> None:
    tend.fire_ended(now)


@chore(every=timedelta(minutes=1))
def ask_outside(now: datetime) -> None:
    checks.catch_up(now)


@chore(every=timedelta(minutes=10))
def keep_away(now: datetime) -> None:
    recusal.let_go(now)


@chore(every=timedelta(hours=12))
def follow_the_calendar(now: datetime) -> None:  # noqa: ARG001 - the signature of a chore
    """The official calendar of a year is published late in the year before."""
    tend.recompute()


@chore(every=timedelta(hours=6))
def forget_drafts(now: datetime) -> None:
    drafts.expire(now)


@chore(every=timedelta(hours=24))
def sweep_files(now: datetime) -> None:
    documents.sweep(now)
