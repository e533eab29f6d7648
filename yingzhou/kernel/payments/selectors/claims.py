"""What is to be asked back: who was told, until when they are heard, what has come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from yingzhou.core import clock
from yingzhou.core.money import format_fen
from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.payments.books import name_of
from yingzhou.kernel.payments.models import Receipt, Recovery
from yingzhou.kernel.payments.selectors import explained
from yingzhou.kernel.payments.selectors.explained import Explained
from yingzhou.kernel.people.names import mask_name

SIZE = 30
State = Recovery.State


@dataclass(frozen=True)
class Claim:
    """``clock``: what is waited for, in words; ``is_late``: nobody has decided in time."""

    row: Recovery
    name: str
    who: str
    amount: str
    left: str
    clock: str
    is_late: bool

    @property
    def may_decide(self) -> bool:
        return self.row.state == State.PROPOSED


@dataclass(frozen=True)
class Whole:
    """One claim in full."""

    claim: Claim
    months: list[tuple[date, str]]
    receipts: list[tuple[Receipt, str]]
    corrections: list[Explained]
    can_claim: bool


def counts() -> dict[str, int]:
    """How many stand in which state. One query."""
    rows = Recovery.objects.order_by().values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows}


def listed(state: str, cursor: str) -> Page:
    """Two queries. Who waits longest to be heard or decided comes first."""
    rows: QuerySet[Recovery] = Recovery.objects.select_related("payee")
    rows = rows.annotate(got=Sum("receipts__amount")).filter(state=state)
    page = keyset(rows, ["id"], cursor, SIZE)
    return Page([_claim(row) for row in page.rows], page.after, page.is_first)


def whole(row: Recovery) -> Whole:
    """Six queries."""
    row.got = sum(one.amount for one in row.receipts.all())  # type: ignore[attr-defined]
    claim = _claim(row)
    months = row.months.order_by().values("month").annotate(total=Sum("amount")).order_by("month")
    receipts = [(one, format_fen(one.amount)) for one in row.receipts.order_by("pk")]
    causes = row.corrections.select_related("payee", "recovery").order_by("month")
    is_over = row.hear_until is None or clock.today() > row.hear_until
    return Whole(
        claim,
        [(one["month"], format_fen(one["total"])) for one in months],
        receipts,
        explained.explain(causes),
        bool(row.said) or is_over,
    )


def waiting_of(person: int) -> list[Claim]:
    """What a resident may still say something to. One query."""
    rows = Recovery.objects.filter(payee=person, state=State.PROPOSED).select_related("payee")
    return [_claim(row) for row in rows.annotate(got=Sum("receipts__amount")).order_by("pk")]


def unsettled_of(person: int) -> tuple[list[Claim], list[Claim]]:
    """What a resident may still say something to, and what was decided to come back and has not
    yet. One query."""
    states = (State.PROPOSED, State.OPEN)
    rows = Recovery.objects.filter(payee=person, state__in=states).select_related("payee")
    found = [_claim(row) for row in rows.annotate(got=Sum("receipts__amount")).order_by("pk")]
    return [one for one in found if one.may_decide], [one for one in found if not one.may_decide]


def _claim(row: Recovery) -> Claim:
    got = getattr(row, "got", 0) or 0
    words, is_late = _clock(row)
    return Claim(
        row=row,
        name=name_of(row.benefit),
        who=mask_name(row.payee.name),
        amount=format_fen(row.amount),
        left=format_fen(row.amount - got),
        clock=words,
        is_late=is_late,
    )


def _clock(row: Recovery) -> tuple[str, bool]:
    if row.state != State.PROPOSED or row.hear_until is None:
        return "", False
    until = f"{row.hear_until.year}年{row.hear_until.month}月{row.hear_until.day}日"
    if row.said:
        return "领款人已说明, 等决定", clock.today() > row.hear_until
    if clock.today() > row.hear_until:
        return f"说明的时间到{until}已过, 等决定", True
    return f"等领款人说明, 到{until}", False
