"""The only way into the books: balanced, once, in an open month, chained to the entry before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock, crypto
from yingzhou.kernel.ledger.chain import GENESIS, content
from yingzhou.kernel.ledger.faults import LedgerFault
from yingzhou.kernel.ledger.models import Account, Entry, EntryLine, LedgerHead, Period

MOST = 2**62
"""No line and no sum comes near what a whole number of the database holds."""


@dataclass(frozen=True)
class By:
    """Who made an entry, and who else approved it (empty where nothing leaves the house)."""

    made: str
    approved: str = ""


def account(code: str, name: str, kind: str, unit: str = "fen") -> Account:
    """The account of this code, opened where it is not there yet. Raises LedgerFault where it is
    there as something else."""
    found, _ = Account.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "unit": unit}
    )
    if (found.kind, found.unit) != (kind, unit):
        raise LedgerFault(f"科目“{code}”已经是{found.get_kind_display()}({found.unit})")
    return found


@transaction.atomic
def post(
    *, key: str, lines: Mapping[Account, int], text: str, day: date, by: By, at: datetime
) -> Entry:
    """Enter ``lines`` (what comes to each account, signed, in its unit) under ``key``. The same
    again gives the entry that is there; anything else under a taken key is refused."""
    amounts = {one: amount for one, amount in lines.items() if amount}
    _check_balance(amounts)
    head, _ = LedgerHead.objects.select_for_update().get_or_create(
        pk=1, defaults={"seq": 0, "digest": GENESIS}
    )
    there = Entry.objects.filter(key=key).first()
    if there is not None:
        return _same(there, amounts)
    month = f"{day:%Y-%m}"
    if Period.objects.filter(month=month).exists():
        raise LedgerFault(f"{month} 的账已经锁定, 不能再记; 请记在开着的月份, 写明更正哪一笔")
    if by.approved and by.approved == by.made:
        raise LedgerFault("制单和复核不能是同一个人")
    entry = Entry(
        seq=head.seq + 1,
        key=key,
        day=day,
        month=month,
        text=text[:200],
        made_by=by.made,
        made_at=at,
        approved_by=by.approved,
    )
    entry.digest = crypto.chain_digest(
        bytes(head.digest), content(entry, {one.code: amount for one, amount in amounts.items()})
    )
    entry.save(force_insert=True)
    EntryLine.objects.bulk_create(
        [EntryLine(entry=entry, account=one, amount=amount) for one, amount in amounts.items()]
    )
    head.seq, head.digest = entry.seq, entry.digest
    head.save()
    return entry


def reverse(*, entry: Entry, why: str, day: date, by: By, at: datetime) -> Entry:
    """Undo an entry by its opposite; once."""
    lines = {line.account: -line.amount for line in entry.lines.select_related("account")}
    text = f"冲销第 {entry.seq} 笔: {why}"
    return post(key=f"reverse:{entry.seq}", lines=lines, text=text, day=day, by=by, at=at)


@transaction.atomic
def lock(*, month: str, actor: audit.Actor, at: datetime) -> Period:
    """Close a month for good. Months are locked in order, when they are over."""
    LedgerHead.objects.select_for_update().filter(pk=1).first()  # nobody is entering meanwhile
    if month >= f"{clock.day_of(at):%Y-%m}":
        raise LedgerFault(f"{month} 还没有过完, 不能锁定")
    earlier = Entry.objects.filter(month__lt=month).values("month")
    locked = Period.objects.values("month")
    open_before = earlier.exclude(month__in=locked).order_by("month").first()
    if open_before is not None:
        raise LedgerFault(f"{open_before['month']} 还开着, 请先锁定它")
    period, is_new = Period.objects.get_or_create(
        month=month, defaults={"locked_at": at, "locked_by": actor.name}
    )
    if is_new:
        audit.record(actor, "ledger.lock", period, {"month": month})
    return period


def _check_balance(amounts: Mapping[Account, int]) -> None:
    if not amounts:
        raise LedgerFault("没有金额, 不用记账")
    sums: dict[str, int] = {}
    for one, amount in amounts.items():
        if abs(amount) > MOST:
            raise LedgerFault(f"{one}的数额太大: {amount}")
        sums[one.unit] = sums.get(one.unit, 0) + amount
    wrong = {unit: total for unit, total in sums.items() if total}
    if wrong:
        raise LedgerFault(f"借贷不平: {wrong}")


def _same(there: Entry, amounts: Mapping[Account, int]) -> Entry:
    kept = {line.account_id: line.amount for line in there.lines.all()}
    if kept != {one.pk: amount for one, amount in amounts.items()}:
        raise LedgerFault(f"“{there.key}”已经记过账, 数额不一样, 不能再记")
    return there
