"""What was found for a case goes with the case: when its papers are destroyed, so is what its
visitors wrote and photographed. That somebody went, and when, stays."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.models import Record, Visit

from . import photos

NOTHING: dict[str, Any] = {"values": {}, "asked": [], "outcome": "", "why": "", "place": None}


def forget_destroyed() -> int:
    """How many visits were emptied. Repeated, it does nothing more."""
    rows = Visit.objects.filter(kind=casework.KIND, records__isnull=False).exclude(outcome="-")
    by_case: dict[int, list[int]] = {}
    for pk, asked_by in rows.values_list("pk", "asked_by").distinct():
        by_case.setdefault(int(asked_by.split(":")[1]), []).append(pk)
    gone = Case.objects.filter(destroyed_at__isnull=False, pk__in=by_case)
    visits = [pk for case in gone.values_list("pk", flat=True) for pk in by_case[case]]
    for pk in visits:
        _empty(pk)
    return len(visits)


@transaction.atomic
def _empty(pk: int) -> None:
    visit = Visit.objects.select_for_update(of=("self",)).get(pk=pk)
    for record in Record.objects.filter(visit=visit).prefetch_related("photos"):
        files = [photo.file for photo in record.photos.all()]
        record.photos.all().delete()
        record.content, record.words = NOTHING, ""
        record.save(update_fields=["content", "words"])
        transaction.on_commit(partial(photos.unlink, files))
    visit.outcome, visit.why, visit.carry = "-", "", ""
    visit.save(update_fields=["outcome", "why", "carry"])
