"""What was decided to be paid once: what waits for a batch, and what became of the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.payments.books import name_of
from yingzhou.kernel.payments.models import Grant, RunLine
from yingzhou.kernel.people.names import mask_name

SIZE = 50
WAITS = Q(way=Grant.Way.CARD, revoked_at=None) & (Q(run=None) | Q(run__approved_by=""))


@dataclass(frozen=True)
class Row:
    """``became``: what became of the money, in words."""

    number: str
    name: str
    who: str
    amount: str
    decided_at: datetime
    way: str
    became: str
    run: int | None


def count() -> int:
    return Grant.objects.filter(WAITS).count()


def waiting_in(year: int) -> int:
    """Decided in this year, and gone out in no batch."""
    return Grant.objects.filter(WAITS, decided_at__year=year).count()


def page(is_waiting: bool, cursor: str) -> Page:
    """Those that wait, or all, newest first. Two queries."""
    rows = Grant.objects.filter(WAITS) if is_waiting else Grant.objects.all()
    found = keyset(rows.select_related("payee", "case", "run"), ["-id"], cursor, SIZE)
    return Page(rows=shown(found.rows), after=found.after, is_first=found.is_first)


def of_person(person: int) -> list[Row]:
    """Of whoever it goes to, newest first."""
    rows = Grant.objects.filter(payee=person).select_related("payee", "case", "run")
    return shown(rows.order_by("-id")[:SIZE])


def shown(grants: Iterable[Grant] | QuerySet[Grant]) -> list[Row]:
    kept = list(grants)
    lines = _lines(kept)
    return [
        Row(
            number=one.case.number,
            name=name_of(one.benefit),
            who=mask_name(one.payee.name),
            amount=format_fen(one.amount),
            decided_at=one.decided_at,
            way=one.get_way_display(),
            became=_became(one, lines.get((one.run_id, one.benefit, one.holder, one.correction))),
            run=one.run_id,
        )
        for one in kept
    ]


def _lines(grants: list[Grant]) -> dict[tuple, RunLine]:
    runs = {one.run_id for one in grants if one.run_id is not None}
    rows = RunLine.objects.filter(run__in=runs, why=RunLine.Why.ONCE)
    return {(one.run_id, one.benefit, one.holder, one.correction): one for one in rows}


def _became(grant: Grant, line: RunLine | None) -> str:
    run = grant.run
    if grant.revoked_at is not None:
        is_out = run is not None and run.approved_by
        return "决定已撤销, 已付的在追回" if is_out else "决定已撤销, 不发"
    if grant.way != Grant.Way.CARD:
        return "当场给了"
    if grant.payee.death_date is not None and (run is None or not run.approved_by):
        return "本人已去世, 没有发"
    if run is None:
        return "等下一批"
    if line is not None and line.state != RunLine.State.WAITING:
        return str(line.get_state_display())
    return str(run.get_state_display())
