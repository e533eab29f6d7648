"""A hospital's month: summed up by one person, compared with the books and closed by another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger import selectors as books_read
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.services import By
from yingzhou.programmes.assistance.relief import books
from yingzhou.programmes.assistance.relief.faults import ReliefFault
from yingzhou.programmes.assistance.relief.models import Hospital, Statement
from yingzhou.programmes.assistance.relief.selectors.statements import Sums, sums_of


@transaction.atomic
def draw_up(*, hospital: int, month: date, actor: audit.Actor, at: datetime) -> Statement:
    """``month``: its first day; it must be over. Drawn up again, the sums are taken anew."""
    row = Hospital.objects.select_for_update().get(pk=hospital)
    if month >= clock.day_of(at).replace(day=1):
        raise ReliefFault(f"{month:%Y-%m} 还没有过完, 过完再出清算单")
    there = Statement.objects.select_for_update().filter(hospital=row, month=month).first()
    if there is not None and there.closed_at is not None:
        raise ReliefFault(f"{there}已经由{there.closed_by}复核, 不能重出")
    found = sums_of(row, month)
    if not found.count and not found.reversed_count:
        raise ReliefFault(f"{row.name} {month:%Y-%m} 没有结算, 不用清算")
    _check_books(row, month, found)
    made, _ = Statement.objects.update_or_create(
        hospital=row,
        month=month,
        defaults={
            "count": found.count,
            "reversed_count": found.reversed_count,
            "total": found.total,
            "made_at": at,
            "made_by": actor.name,
        },
    )
    detail = {"month": f"{month:%Y-%m}", "total": found.total, "name": row.name}
    audit.record(actor, "medical.statement", made, detail)
    return made


@transaction.atomic
def close(*, statement: int, total: int, actor: audit.Actor, at: datetime) -> Statement:
    """``total``: what whoever closes it saw, in fen. What is owed leaves the bureau's account."""
    row = Statement.objects.select_for_update().select_related("hospital").get(pk=statement)
    if row.closed_at is not None:
        raise ReliefFault(f"{row}已经由{row.closed_by}复核过了")
    if actor.name == row.made_by:
        raise ReliefFault("出具和复核不能是同一个人, 请另一个人复核")
    found = sums_of(row.hospital, row.month)
    if (total, row.total) != (found.total, found.total):
        raise ReliefFault(
            f"您看的时候是 {format_fen(total)} 元, 现在明细合计 {format_fen(found.total)} 元:"
            " 请经办重出清算单, 再复核"
        )
    _check_books(row.hospital, row.month, found)
    if row.total:
        ledger.post(
            key=books.cleared_key(row.pk),
            lines={books.owed(row.hospital, row.month): row.total, books.bank(): -row.total},
            text=f"医疗救助清算 {row}",
            day=clock.day_of(at),
            by=By(row.made_by, actor.name),
            at=at,
        )
    row.closed_at, row.closed_by = at, actor.name
    row.save(update_fields=["closed_at", "closed_by"])
    detail = {"month": f"{row.month:%Y-%m}", "total": row.total, "name": row.hospital.name}
    audit.record(actor, "medical.close", row, detail)
    return row


def _check_books(hospital: Hospital, month: date, found: Sums) -> None:
    owed = -books_read.balance(books.owed_code(hospital.code, month))
    if owed != found.total:
        raise ReliefFault(
            f"总账应付 {format_fen(owed)} 元, 结算明细 {format_fen(found.total)} 元, 两边不符:"
            " 请先查清再清算"
        )
