"""What is granted for a year, and the month that is closed: the two acts upon the books that no
payment does by itself."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.faults import LedgerFault
from yingzhou.kernel.ledger.models import Account, Entry, LedgerHead, Period
from yingzhou.kernel.ledger.selectors import open_months
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.faults import PaymentFault

LONGEST = 80


@transaction.atomic
def grant(
    *, benefit: str, year: int, amount: int, basis: str, actor: audit.Actor, at: datetime
) -> Entry:
    """More (or less, below nothing) for the year, by a paper that counts once."""
    basis = " ".join(basis.split())
    if benefit not in benefits():
        raise PaymentFault("请选是哪一项待遇的预算")
    if not 1 <= len(basis) <= LONGEST:
        raise PaymentFault(f"请写依据的文号, 最多 {LONGEST} 个字")
    if not amount:
        raise PaymentFault("金额不能是零: 追加写正数, 调减写负数")
    if abs(year - clock.day_of(at).year) > 1:
        raise PaymentFault("只能登记今年、上年和下年的预算")
    LedgerHead.objects.select_for_update().filter(pk=1).first()  # nobody spends it meanwhile
    mark = sha256(basis.encode()).hexdigest()[:16]
    key = f"budget:{benefit}:{year}:{mark}"
    if Entry.objects.filter(key=key).exists():
        raise PaymentFault(f"“{basis}”已经登记过{books.name_of(benefit)} {year}年的预算")
    left = books.budget_left(benefit, year)
    if amount < 0 and (left or 0) + amount < 0:
        raise PaymentFault(f"只剩 {format_fen(left or 0)} 元没有用, 不能调减得比这个多")
    source = ledger.account("budget/granted", "财政拨款", Account.Kind.INCOME)
    entry = ledger.post(
        key=key,
        lines={books.granted(benefit, year): amount, source: -amount},
        text=f"{books.name_of(benefit)} {year}年预算: {basis}",
        day=clock.day_of(at),
        by=By(actor.name),
        at=at,
    )
    detail = {"item": books.name_of(benefit), "year": year, "total": amount}
    audit.record(actor, "payments.budget", entry, detail)
    return entry


@transaction.atomic
def lock(*, until: str, actor: audit.Actor, at: datetime) -> list[Period]:
    """Close every month that is still open up to this one, in order; all of them or none."""
    try:
        date.fromisoformat(f"{until}-01")
    except ValueError as error:
        raise PaymentFault("请选锁定到哪个月") from error
    wanted = [one for one in open_months() if one <= until]
    if not wanted:
        raise PaymentFault(f"{until} 以前的账都已经锁定, 没有要锁的")
    try:
        return [ledger.lock(month=one, actor=actor, at=at) for one in wanted]
    except LedgerFault as fault:
        raise PaymentFault(str(fault)) from fault
