"""What the worker does for plans of help."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core.chores import chore
from yingzhou.programmes.assistance.advising.services import measures, plans


@chore(every=timedelta(minutes=5))
def follow_cases_of_plans(now: datetime) -> None:
    measures.follow_cases(now)


@chore(every=timedelta(hours=12))
def assess_needs_anew(now: datetime) -> None:
    plans.renew(now)
