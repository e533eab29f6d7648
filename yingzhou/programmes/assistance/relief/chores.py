"""What the worker does for relief: claims to the insurer, questions how they stand, reminders."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.programmes.assistance.relief import insurer
from yingzhou.programmes.assistance.relief.models import Claim
from yingzhou.programmes.assistance.relief.services import claims, reassessing, rolls

log = logging.getLogger("yingzhou.relief")
AT_ONCE = 50
"""So many of one turn; the next comes in seconds."""
GIVES_UP_AFTER = 3
"""Failures in a row of one turn: the insurer is not there, and the rest waits for the next."""


@chore(every=timedelta(seconds=10))
def talk_to_the_insurer(now: datetime) -> None:
    if not insurer.is_configured():
        return
    due = Claim.objects.filter(
        state__in=(Claim.State.FILED, Claim.State.SENT), next_try__lte=now
    ).order_by("next_try")
    silent = 0
    for pk in due.values_list("pk", flat=True)[:AT_ONCE]:
        try:
            row = claims.work_on(claim=pk, at=now)
        except Exception:
            log.exception("claim %s failed", pk)
            silent += 1
        else:
            silent = silent + 1 if row.tries else 0
        if silent >= GIVES_UP_AFTER:
            return


@chore(every=timedelta(hours=6))
def remind(now: datetime) -> None:
    claims.remind_overdue(at=now)


@chore(every=timedelta(hours=12))
def assess_whoever_is_paid(now: datetime) -> None:
    reassessing.ask_anew(now)


@chore(every=timedelta(hours=6))
def take_off_the_roll(now: datetime) -> None:
    rolls.take_off_what_ended(now)
