"""Ratings within a supervisor's divisions, with how their rectification stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.models import Rating
from yingzhou.kernel.cases.selectors.rights import not_about, not_shut
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.versions import item_of_version

SUPERVISE = "cases.supervise"
FILTERS: dict[str, tuple[str, Q]] = {
    "": ("全部", Q()),
    "bad": ("差评(一星、二星)", Q(stars__lte=2)),
    "open": ("正在整改", Q(rectification__is_open=True)),
    "late": ("整改超期", Q(rectification__is_open=True)),
    "done": ("已整改", Q(rectification__is_open=False)),
    "excluded": ("不计入的", ~Q(excluded="")),
}


@dataclass(frozen=True)
class Line:
    rating: Rating
    item: str
    stage: str
    is_late: bool


def rated(user: User) -> QuerySet[Rating]:
    """What ``user`` may look at; never of themselves or their relatives, and no bad one of what
    they did: a colleague puts it right, and who gave it is not theirs to read."""
    ids = scope_of(user, SUPERVISE).ids
    rows = Rating.objects.filter(not_about(user))
    rows = rows.select_related("case", "rectification__version").defer(
        "case__answers", "rectification__answers", "rectification__version__content"
    )
    if ids is not None:
        rows = rows.filter(Q(case__home__in=list(ids)) | Q(case__place__in=list(ids)))
    return rows.filter(not_shut(user, "case"))


def page(user: User, show: str, today: date, cursor: str) -> tuple[Page, list[Line]]:
    rows = rated(user).filter(FILTERS.get(show, FILTERS[""])[1])
    if show == "late":
        rows = rows.filter(rectification__due_on__lt=today)
    found = keyset(rows, ["-at", "-id"], cursor, 30)
    return found, [_line(rating, today) for rating in found.rows]


def _line(rating: Rating, today: date) -> Line:
    item = items().get(rating.case.item)
    case = rating.rectification
    process = None
    if case is not None:
        whole = item_of_version(case.version)
        process = whole.apply.process if whole.apply else None
    stage = process.stages[case.stage].name if case is not None and process else ""
    due = case.due_on if case is not None and case.is_open else None
    return Line(
        rating, item.name if item else rating.case.item, stage, due is not None and due < today
    )
