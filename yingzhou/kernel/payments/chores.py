"""What the worker does for payments: the month that somebody asked for is computed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.kernel.payments.models import Run
from yingzhou.kernel.payments.services import computing

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
