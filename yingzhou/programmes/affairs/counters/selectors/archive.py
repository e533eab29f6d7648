"""Lists of what may be destroyed, and the lines of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from yingzhou.core import clock
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case, Decision, DestructionLine, DestructionList, Step
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.notices.selectors import letters_about

State = DestructionList.State
MOST = 100
TOOK_PART = "您已经建过或审过这份清单; 下一步审核要由另一个人做。"


@dataclass(frozen=True)
class Acts:
    """What ``user`` may do with a list now; ``why_not``: in words, where it is somebody else's."""

    review: bool
    destroy: bool
    drop: bool
    keep: bool
    why_not: str
    doomed: int


def counted() -> QuerySet[DestructionList]:
    rows = DestructionList.objects.select_related("made_by", "reviewed_by", "approved_by")
    return rows.annotate(
        cases=Count("lines"),
        kept=Count("lines", filter=~Q(lines__kept_why="")),
        done=Count("lines", filter=Q(lines__done_at__isnull=False)),
    ).order_by("-pk")


def due(today: date) -> int:
    """Cases whose time is over and that are on no open list."""
    open_ = DestructionList.objects.exclude(state__in=(State.DONE, State.DROPPED))
    taken = DestructionLine.objects.filter(list__in=open_).values("case")
    rows = Case.objects.filter(is_open=False, destroyed_at=None, destroy_on__lte=today)
    return rows.exclude(pk__in=taken).count()


def acts(row: DestructionList, user: User) -> Acts:
    in_review = row.state in (State.DRAFT, State.REVIEWED)
    took_part = user.pk in (row.made_by_id, row.reviewed_by_id)
    return Acts(
        review=in_review and not took_part,
        destroy=row.state == State.APPROVED,
        drop=row.state not in (State.DONE, State.DROPPED),
        keep=in_review,
        doomed=row.cases - row.kept,  # type: ignore[attr-defined]
        why_not="您已经建过或审过这份清单; 下一步审核要由另一个人做。"
        if in_review and took_part
        else "",
    )


def lines(row: DestructionList, cursor: str) -> tuple[Page, list[tuple[DestructionLine, str]]]:
    """With the name of each item. The answers are not read."""
    rows = row.lines.select_related("case").defer("case__answers")
    page = keyset(rows, ["id"], cursor, 50)
    return page, [(line, _name(line.case.item)) for line in page.rows]


@dataclass(frozen=True)
class Held:
    """What a case holds, as far as whoever reviews a list must know: nothing about the people."""

    line: DestructionLine
    item: str
    place: str
    years: int
    basis: str
    steps: list[Step]
    letters: list[Letter]
    papers: int
    decisions: list[Decision]
    following: list[Case]


def held(line: DestructionLine) -> Held:
    """Seven queries."""
    case = line.case
    item = item_of_version(case.version)
    retention: dict[str, Any] = item.apply.retention if item.apply else {}
    steps = case.steps.defer("data", "words").order_by("seq")
    decisions = case.decisions.defer("inputs", "trace", "reason").order_by("pk")
    return Held(
        line=line,
        item=item.name,
        place=name_of(case.place_id, clock.today()),
        years=retention.get("years", 0),
        basis=retention.get("basis", ""),
        steps=list(steps),
        letters=letters_about(f"case:{case.pk}"),
        papers=case.documents.count(),
        decisions=list(decisions),
        following=list(case.following.defer("answers").order_by("pk")),
    )


def report_rows(row: DestructionList) -> list[list[str]]:
    """The report as it was written when the list was carried out, with who answers for it."""
    signed = [
        f"{who} {clock.day_of(at)}" if at else ""
        for who, at in (
            (row.made_by, row.made_at),
            (row.reviewed_by, row.reviewed_at),
            (row.approved_by, row.approved_at),
            ((row.report or {}).get("by", ""), row.done_at),
        )
    ]
    told = row.report or {"destroyed": [], "kept": []}
    made = [
        [one["number"], _name(one["item"]), one["closed"], one["until"], "已销毁", ""]
        for one in told["destroyed"]
    ]
    made += [
        [one["number"], _name(one["item"]), one["closed"], one["until"], "保留", one["why"]]
        for one in told["kept"]
    ]
    return [[*line, *signed] for line in made]


def _name(code: str) -> str:
    item = items().get(code)
    return item.name if item else code
