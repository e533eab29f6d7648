"""What the worker does for discovery: the round of the month, and visits as room comes free."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yingzhou.core import clock
from yingzhou.core.chores import chore
from yingzhou.core.workdays import roll_forward
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Round
from yingzhou.programmes.assistance.relief.discovery.services import declining, rounds, visiting

log = logging.getLogger("yingzhou.discovery")


@chore(every=timedelta(seconds=5))
def look_through(now: datetime) -> None:
    """The round that somebody asked for."""
    for row in Round.objects.filter(state=Round.State.ASKED).order_by("month"):
        try:
            rounds.work(row=row, at=now)
        except Exception as fault:
            log.exception("round %s failed", row.pk)
            failed = Round.objects.filter(pk=row.pk, state=Round.State.ASKED)
            failed.update(state=Round.State.FAILED, phase=str(fault)[:200] or type(fault).__name__)


@chore(every=timedelta(hours=1))
def begin_the_month(now: datetime) -> None:
    """On the first workday, or as soon after it as anybody is there."""
    today = clock.day_of(now)
    first = today.replace(day=1)
    if today >= roll_forward(first) and not Round.objects.filter(month=first).exists():
        rounds.ask(month=first, by=rounds.BY_ITSELF, at=now)


@chore(every=timedelta(hours=6))
def go_on(now: datetime) -> None:
    """Whose turn has come since the round."""
    declining.follow_refusals(clock.day_of(now))
    open_ones = Finding.objects.filter(state__in=Finding.BEFORE_THE_WORD)
    if open_ones.exists():
        visiting.arrange(at=now)
