"""Reading for the API: cases of a client, ratings, items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, overload

from django.db.models import Avg, Count, QuerySet

from yingzhou.core import clock
from yingzhou.core.paging import Page, keyset
from yingzhou.core.workdays import tentative
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.cases.guards import missing_materials
from yingzhou.kernel.cases.models import Case, Document, Rating
from yingzhou.kernel.cases.places import who_acts
from yingzhou.kernel.catalogue.items import Item, item_on, items
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.notices.models import Letter

from . import shapes

NUMBER = re.compile(r"\d{4}-\d{9}-\d{6,9}")
FEW = 5
"""Fewer ratings than these could tell who gave which."""


@overload
def _local(moment: datetime) -> datetime: ...
@overload
def _local(moment: None) -> None: ...
def _local(moment: datetime | None) -> datetime | None:
    """Shanghai's time, to the second, whoever asks when."""
    return moment.astimezone(clock.ZONE).replace(microsecond=0) if moment else None


def cases_of(client: ApiClient) -> QuerySet[Case]:
    """Those that this client opened, and no other."""
    own = Case.objects.filter(steps__seq=1, steps__user=client.user)
    return own.select_related("version", "applicant")


def case_of(client: ApiClient, number: str) -> Case | None:
    """None as well where it is somebody else's: that it exists is not told."""
    return cases_of(client).filter(number=number).first() if NUMBER.fullmatch(number) else None


def cases_page(client: ApiClient, after: str, size: int) -> Page:
    return keyset(cases_of(client), ["-id"], after, size)


def brief(case: Case) -> dict[str, Any]:
    item = item_of_version(case.version)
    stage = item.apply.process.stages[case.stage] if item.apply else None
    return {
        "number": case.number,
        "item": case.item,
        "name": item.name,
        "stage": case.stage,
        "stage_name": stage.name if stage else case.stage,
        "waiting_for": who_acts(case.by, case.desk_id, clock.today()) if case.is_open else "",
        "is_open": case.is_open,
        "outcome": case.get_outcome_display() if case.outcome else "",
        "received_at": _local(case.received_at),
        "promised_on": case.promised_on,
        "promised_note": tentative(case.promised_on),
    }


def state(case: Case, may: Iterable[str]) -> shapes.Case:
    """Where a case stands. Nothing of what was answered in it, nothing of who handles it."""
    item = item_of_version(case.version)
    there = list(case.documents.filter(removed_at=None).order_by("pk"))
    missing = (
        missing_materials(item.apply, case.answers, [one.material for one in there])
        if item.apply and case.is_open
        else []
    )
    letters = Letter.objects.filter(about=f"case:{case.pk}").order_by("pk")
    return shapes.Case(
        **brief(case),
        stage_plain=item.apply.process.stages[case.stage].plain if item.apply else "",
        is_paused=case.is_paused,
        accepted_at=_local(case.accepted_at),
        closed_at=_local(case.closed_at),
        corrections=[
            shapes.Correction(
                lines=[str(line) for line in one.lines],
                asked_at=_local(one.asked_at),
                due_on=one.due_on,
                answered_at=_local(one.answered_at),
            )
            for one in case.corrections.order_by("pk")
        ],
        documents=[document(one) for one in there],
        missing=[shapes.Missing(key=one.key, name=one.name) for one in missing],
        letters=list(letters.values_list("number", flat=True)),
        may=list(may),
    )


def document(row: Document) -> shapes.Document:
    return shapes.Document(
        id=row.pk,
        material=row.material,
        name=row.name,
        kind=row.kind,
        size=row.size,
        added_at=_local(row.added_at),
    )


def ratings(since: date, until: date, item: str) -> shapes.Ratings:
    """Sums by item, both days included. Two queries."""
    rows = Rating.objects.filter(at__gte=_midnight(since), at__lt=_midnight(until, 1))
    if item:
        rows = rows.filter(case__item=item)
    counted = rows.filter(excluded="")
    by_item: dict[str, dict[int, int]] = {}
    for code, stars, count in (
        counted.values_list("case__item", "stars").annotate(n=Count("pk")).order_by("case__item")
    ):
        by_item.setdefault(code, {})[stars] = count
    whole = rows.aggregate(all=Count("pk"))["all"]
    told = counted.aggregate(n=Count("pk"), mean=Avg("stars"))
    enough = told["n"] >= FEW
    return shapes.Ratings(
        since=since,
        until=until,
        count=told["n"],
        excluded=whole - told["n"],
        average=round(told["mean"], 2) if enough else None,
        items=[_of_item(code, stars) for code, stars in by_item.items()],
    )


def _of_item(code: str, stars: dict[int, int]) -> shapes.OfItem:
    count = sum(stars.values())
    enough = count >= FEW
    mean = round(sum(level * n for level, n in stars.items()) / count, 2)
    return shapes.OfItem(
        item=code,
        name=items()[code].name if code in items() else code,
        count=count,
        average=mean if enough else None,
        stars={str(level): stars.get(level, 0) for level in Rating.LEVELS} if enough else None,
    )


def _midnight(day: date, later: int = 0) -> datetime:
    return datetime.combine(day, time.min, clock.ZONE) + timedelta(days=later)


def item_of(code: str, day: date) -> Item | None:
    try:
        return item_on(code, day)
    except KeyError:
        return None
