"""A case asks for its assessment by itself, and what was found goes into it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.assessments.faults import AssessmentFault
from yingzhou.kernel.assessments.models import Task
from yingzhou.kernel.assessments.services import ask_for_assessment, call_off
from yingzhou.kernel.cases import assessed
from yingzhou.kernel.cases.models import Case, Clock
from yingzhou.kernel.cases.verified import VERIFIED
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.versions import item_of_version

from .advance import locked

PREFIX = "case:"


@transaction.atomic
def follow(*, case: int, at: datetime) -> Task | None:
    """Where the item has the applicant assessed at this stage: one that counts is taken over, else
    one is asked for. A case that is over needs none any more."""
    row = Case.objects.select_related("version", "applicant").get(pk=case)
    item = item_of_version(row.version)
    if item.apply is None or item.apply.assesses is None or row.applicant is None:
        return None
    if not row.is_open:
        _not_any_more(row, at)
        return None
    if row.stage != item.apply.assesses.at:
        return None
    if assessed.found_for(row, item.apply, clock.day_of(at)) is not None:
        _carry(row.pk, at)
        return None
    return _ask(row, item, at)


def _ask(row: Case, item: Item, at: datetime) -> Task | None:
    assert item.apply is not None  # noqa: S101 - looked at above
    assert item.apply.assesses is not None  # noqa: S101
    assert row.applicant is not None  # noqa: S101
    running = Clock.objects.filter(case=row, ended_at=None, due_on__isnull=False)
    first = running.order_by("due_on").first()
    try:
        return ask_for_assessment(
            kind=item.apply.assesses.instrument,
            subject=row.applicant,
            asked_by=f"{PREFIX}{row.pk}",
            key=f"{PREFIX}{row.pk}:{row.stage}:{row.steps_taken}",
            reason=f"{item.name} {row.number}",
            due_on=first.due_on if first else None,
            basis=first.basis if first else "",
            confidence=first.confidence if first else "",
            division=row.home_id,
            at=at,
        )
    except AssessmentFault:
        return None  # said by the guard


def _not_any_more(row: Case, at: datetime) -> None:
    rows = Task.objects.filter(asked_by=f"{PREFIX}{row.pk}", state__in=Task.LIVE)
    pks = list(rows.values_list("pk", flat=True))
    if pks:
        call_off(tasks=pks, why="办件已经结束", at=at)


@transaction.atomic
def carry(*, person: int, instrument: str, at: datetime) -> int:
    """Into every open case of this person that waits for it, or counted with the one before; how
    many."""
    codes = [
        item.code for item in items().values()
        if item.apply and item.apply.assesses and item.apply.assesses.instrument == instrument
    ]  # fmt: skip
    rows = Case.objects.filter(applicant=person, is_open=True, item__in=codes)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    for pk in pks:
        _carry(pk, at)
    return len(pks)


def _carry(pk: int, at: datetime) -> None:
    row = locked(pk)
    item = item_of_version(row.version)
    found = assessed.found_for(row, item.apply, clock.day_of(at)) if item.apply else None
    if item.apply is None or found is None or assessed.is_carried(row, item.apply, found):
        return
    kept = row.answers.get(VERIFIED, {}) | assessed.entries(row, item.apply, found, at)
    row.answers = {**row.answers, VERIFIED: kept}
    row.save(update_fields=["answers"])
    detail = {"number": row.number, "fields": sorted(kept)}
    audit.record(audit.SYSTEM, "case.verify", row, detail)
