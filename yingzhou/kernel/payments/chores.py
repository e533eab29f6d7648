"""What the worker does for payments: the month that somebody asked for is computed,
the year that somebody asked for is written out."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.kernel.payments.models import Run, SealedYear
from yingzhou.kernel.payments.services import computing, sealing

log = logging.getLogger("yingzhou.payments")


@chore(every=timedelta(seconds=5))
def compute_asked(now: datetime) -> None:
    for run in Run.objects.filter(state=Run.State.ASKED).order_by("month"):
        try:
            computing.compute(run=run, at=now)
        except Exception as fault:
            log.exception("run %s failed", run.pk)
            failed = Run.objects.filter(pk=run.pk, state=Run.State.ASKED)
            failed.update(state=Run.State.FAILED, phase=str(fault)[:200] or type(fault).__name__)


@chore(every=timedelta(seconds=5))
def write_asked(now: datetime) -> None:  # noqa: ARG001 - every chore is told the time
    for year in SealedYear.objects.filter(state=SealedYear.State.ASKED).order_by("year"):
        try:
            sealing.write(sealed=year)
        except Exception as fault:
            log.exception("year %s was not written", year.year)
            failed = SealedYear.objects.filter(pk=year.pk, state=SealedYear.State.ASKED)
            words = str(fault)[:200] or type(fault).__name__
            failed.update(state=SealedYear.State.FAILED, fault=words)
