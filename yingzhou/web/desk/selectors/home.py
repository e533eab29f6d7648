"""The queue's page: tabs with counts, filters that stand in the address, rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.core.periods import Unit, left
from yingzhou.core.workdays import add_workdays
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.whose import short_name
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.versions import item_of_version

TODO, OPINIONS, OFFERED = "todo", "opinions", "offered"
TABS = {
    TODO: "我的待办",
    OPINIONS: "协办",
    OFFERED: "移交给我的",
    "rectifications": "差评整改",
    "owned": "首问负责",
    "waiting": "等申请人",
}
EMPTY = {
    TODO: "没有等您办的事。窗口收件、别人移交来的会出现在这里。",
    OPINIONS: "没有等您答复的协办意见。",
    OFFERED: "没有人移交事情给您。",
    "rectifications": "没有要整改的差评。",
    "owned": "没有您首问负责的在办件。您收的件办结前都列在这里。",
    "waiting": "没有在等申请人的事。",
}
SOON = 3
"""Workdays."""
CASES = {
    TODO: queue.todo,
    "rectifications": queue.rectifications,
    "owned": queue.owned,
    "waiting": queue.waiting,
}
WORK = ("cases.receive", "cases.handle", "cases.decide", "cases.opinion")


@dataclass(frozen=True)
class Filters:
    """What the address asks for, checked."""

    tab: str = TODO
    item: str = ""
    stage: str = ""
    soon: bool = False

    @property
    def can_select(self) -> bool:
        """Rows can be handled together where they are of one item and one stage."""
        return self.tab == TODO and bool(self.item and self.stage)


@dataclass(frozen=True)
class Queue:
    filters: Filters
    tabs: list[dict[str, Any]]
    page: Page
    rows: list[Any] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.page.rows

    @property
    def empty(self) -> str:
        return EMPTY[self.filters.tab]


def works(user: User) -> bool:
    return any(user.may(permission) for permission in WORK)


def filters_of(asked: Mapping[str, str], user: User) -> Filters:
    tab = asked.get("tab", TODO)
    if tab not in TABS:
        tab = TODO
    if "tab" not in asked and user.may("cases.opinion") and not user.may("cases.view"):
        tab = OPINIONS
    code = asked.get("item", "")
    item = items().get(code)
    if item is None or item.apply is None:
        return Filters(tab, soon=asked.get("soon") == "1")
    stage = asked.get("stage", "")
    stage = stage if stage in item.apply.process.stages else ""
    return Filters(tab, code, stage, asked.get("soon") == "1")


def queue_of(user: User, filters: Filters, today: date, cursor: str) -> Queue:
    """Six counts and one page."""
    counts = queue.counts(user)
    tabs = [
        {"key": key, "name": name, "count": getattr(counts, key), "is_here": key == filters.tab}
        for key, name in TABS.items()
        if getattr(counts, key) or key in (TODO, filters.tab)
    ]
    if filters.tab == OPINIONS:
        asked = queue.opinions(user).select_related(
            "case__version", "case__applicant", "case__organisation"
        )
        rows = asked.defer("case__version__content", "case__answers")
        page = keyset(rows, queue.DUE, cursor, queue.SIZE)
        return Queue(filters, tabs, page, [_opinion(one, today) for one in page.rows])
    if filters.tab == OFFERED:
        offers = queue.offered(user).select_related(
            "case__version", "case__applicant", "case__organisation", "giver"
        )
        page = keyset(offers.defer("case__answers"), ["id"], cursor, queue.SIZE)
        return Queue(filters, tabs, page, [_offer(one, today) for one in page.rows])
    cases = _filtered(CASES[filters.tab](user), filters, today)
    page, found = queue.page(cases, user, today, cursor)
    return Queue(filters, tabs, page, [_named(row) for row in found])


def _filtered(rows: QuerySet[Case], filters: Filters, today: date) -> QuerySet[Case]:
    if filters.item:
        rows = rows.filter(item=filters.item)
    if filters.stage:
        rows = rows.filter(stage=filters.stage)
    return rows.filter(due_on__lte=add_workdays(today, SOON)) if filters.soon else rows


def _named(row: queue.Row) -> dict[str, Any]:
    return {"row": row, "case": row.case, "who": short_name(row.case)}


def _opinion(one: Any, today: date) -> dict[str, Any]:
    due, item = one.due_on, item_of_version(one.case.version)
    return {
        "asked": one,
        "item": item.name,
        "who": short_name(one.case),
        "days_left": left(today, due, Unit.WORKDAYS) if due else None,
        "is_late": due is not None and due < today,
    }


def _offer(one: Any, today: date) -> dict[str, Any]:
    return {
        "offer": one,
        "item": item_of_version(one.case.version).name,
        "who": short_name(one.case),
        "place": name_of(one.case.home_id, today),
    }


def choices(filters: Filters) -> dict[str, Any]:
    """Items and stages that the filters offer; no query."""
    found = sorted(
        (one for one in items().values() if one.apply is not None), key=lambda one: one.name
    )
    chosen = items().get(filters.item)
    return {"items": found, "stages": _stages(chosen)}


def _stages(item: Item | None) -> list[Any]:
    if item is None or item.apply is None:
        return []
    return [stage for stage in item.apply.process.stages.values() if not stage.is_final]
