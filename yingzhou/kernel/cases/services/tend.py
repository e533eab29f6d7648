"""What happens because time has passed: clocks that end, notices that are over, a calendar that
changed. Run by the worker; each case in a transaction of its own, so one fault stops nobody else.
"""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from yingzhou.core import clock as wall
from yingzhou.core.periods import deadline
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Clock, Consultation
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.kernel.catalogue.versions import item_of_version

from . import clocks
from .advance import advance

log = logging.getLogger("yingzhou.cases")


def fire_ended(at: datetime, most: int = 500) -> int:
    """Takes the steps that the law lets time take: the clock's last day is over, and it names what
    then happens. Returns how many were taken."""
    today = wall.day_of(at)
    over = Q(due_at=None, due_on__lt=today) | Q(due_at__lt=at)
    due = Clock.objects.filter(over, ended_at=None, due_on__lte=today).exclude(on_end="")
    taken = 0
    for case, key, way, steps in due.order_by("due_on", "pk").values_list(
        "case", "key", "on_end", "case__steps_taken"
    )[:most]:
        taken += _fire(case, key, way, steps, at)
    return taken


def _fire(case: int, key: str, way: str, steps: int, at: datetime) -> bool:
    try:
        advance(case=case, transition=way, user=None, at=at, seen=steps)
    except CaseFault as fault:
        log.warning("case %s: clock %s ended, %s not taken: %s", case, key, way, fault)
        return False
    return True


def recompute(most: int = 100_000) -> int:
    """After a change of the calendar: every running clock anew, the cases that wait on them, and
    what others were asked. Returns how many days moved."""
    moved: set[int] = set()
    rows = Clock.objects.filter(ended_at=None, due_on__isnull=False)
    for row in rows.prefetch_related(clocks.WITH_PAUSES).order_by("pk")[:most].iterator(2000):
        due = clocks.compute(row)
        if due != row.due_on:
            row.due_on = due
            row.save(update_fields=["due_on"])
            moved.add(row.case_id)
    for pk in sorted(moved):
        _new_days(pk)
    return len(moved) + _opinions()


def _opinions() -> int:
    """Of departments and experts who have not answered."""
    moved = []
    rows = Consultation.objects.filter(answered_at=None, case__is_open=True)
    for row in rows.select_related("case__version").order_by("pk").iterator(2000):
        apply = item_of_version(row.case.version).apply
        asked = apply.departments if apply else ()
        named = (row.unit, row.question)
        period = next((one.period for one in asked if (one.unit, one.question) == named), None)
        due = deadline(wall.day_of(row.asked_at), period) if period is not None else row.due_on
        if due != row.due_on:
            row.due_on = due
            moved.append(row)
    return Consultation.objects.bulk_update(moved, ["due_on"], batch_size=500)


@transaction.atomic
def _new_days(pk: int) -> None:
    case = Case.objects.select_for_update(of=("self",)).get(pk=pk)
    rows = clocks.running(case).values()
    case.due_on = clocks.earliest(rows) or FOREVER
    promised: date | None = clocks.promised(rows)
    case.promised_on = promised or case.promised_on
    case.save(update_fields=["due_on", "promised_on"])
    if case.by == APPLICANT:
        asked = case.corrections.filter(answered_at=None, due_on__isnull=False)
        asked.update(due_on=case.due_on)
