"""The month's round: asked for on the page or by the calendar, done by the worker. Whoever is
killed meanwhile leaves it asked for, and it is done again: every finding has a key, every visit,
too."""

from __future__ import annotations

import time
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.catalogue.book import book
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.looking import entitled, sources
from yingzhou.programmes.assistance.relief.discovery.looking.candidates import there
from yingzhou.programmes.assistance.relief.discovery.looking.given import Given
from yingzhou.programmes.assistance.relief.discovery.models import Round

from . import keeping, visiting

LOOKING, KEEPING, SENDING = (
    "读登记数据, 按规则算全区每个人每一户", "去掉已在享受、在办和不愿意打扰的", "按先后安排上门",
)  # fmt: skip
BY_ITSELF = "系统(每月第一个工作日)"


def ask(*, month: date, by: str, at: datetime, actor: audit.Actor | None = None) -> Round:
    """Have the month looked through; again, where it was done before: nothing is found twice."""
    today = clock.day_of(at)
    if month != today.replace(day=1):
        raise DiscoveryFault("只能找当月: 以前的月份登记已经变了, 以后的还没有到")
    with transaction.atomic():
        row, is_new = Round.objects.select_for_update().get_or_create(
            month=month, defaults={"asked_by": by, "asked_at": at, "phase": "排队"}
        )
        if row.state == Round.State.ASKED and not is_new:
            return row
        row.state, row.asked_by, row.asked_at = Round.State.ASKED, by, at
        row.phase, row.done = "排队", 0
        row.save()
        audit.record(actor or audit.SYSTEM, "discovery.ask", row, {"month": f"{month:%Y-%m}"})
    return row


def work(*, row: Round, at: datetime) -> Round:
    """What was asked for. What was found is kept in one transaction, visits in small ones."""
    began, today = time.perf_counter(), clock.day_of(at)
    _tell(row, LOOKING, 5)
    given = Given(today)
    looked = entitled.look(row.month, given)
    _tell(row, KEEPING, 45)
    found = there([*looked.found, *sources.look(today, given)], today)
    row.people, row.snapshot, row.rules = looked.people, looked.snapshot, book().digest
    keeping.keep(row=row, found=found, at=at)
    _tell(row, SENDING, 60)
    row.asked += visiting.arrange(at=at, tell=lambda part: _tell(row, SENDING, 60 + part // 3))
    row.seconds = round(time.perf_counter() - began, 2)
    row.state, row.phase, row.done, row.ended_at = Round.State.DONE, "", 100, at
    row.save()
    detail = {"month": f"{row.month:%Y-%m}", "found": row.found, "asked": row.asked}
    audit.record(audit.Actor(None, row.asked_by), "discovery.round", row, detail)
    return row


def _tell(row: Round, phase: str, done: int) -> None:
    """For whoever watches; outside of any transaction."""
    Round.objects.filter(pk=row.pk).update(phase=phase, done=done)
