"""What stands in the books, and whether they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q, Sum

from yingzhou.core import crypto
from yingzhou.kernel.ledger.chain import GENESIS, content
from yingzhou.kernel.ledger.models import Account, Entry, EntryLine, LedgerHead, Period

BATCH = 2000


def balance(code: str, until: date | None = None) -> int:
    """What is on the account at the end of ``until``, in its unit."""
    rows = EntryLine.objects.filter(account__code=code)
    if until is not None:
        rows = rows.filter(entry__day__lte=until)
    return rows.aggregate(total=Sum("amount"))["total"] or 0


def balances(prefix: str = "", until: date | None = None) -> dict[str, int]:
    """By account code, those that begin with ``prefix`` and are not even."""
    within = Q() if until is None else Q(lines__entry__day__lte=until)
    rows = Account.objects.filter(code__startswith=prefix)
    rows = rows.annotate(total=Sum("lines__amount", filter=within)).exclude(total=0)
    return dict(rows.exclude(total=None).order_by("code").values_list("code", "total"))


def turnover(prefix: str, key: str) -> int:
    """What came to accounts of this beginning by entries whose key begins with ``key``."""
    rows = EntryLine.objects.filter(account__code__startswith=prefix, entry__key__startswith=key)
    return rows.aggregate(total=Sum("amount"))["total"] or 0


def open_months() -> list[str]:
    """Months with entries that nobody locked yet, the earliest first."""
    locked = Period.objects.values("month")
    rows = Entry.objects.exclude(month__in=locked).order_by("month")
    return list(rows.values_list("month", flat=True).distinct())


def faults() -> Iterator[str]:
    """Everything in the books that does not hold, in words. Reads all entries once."""
    yield from _unbalanced()
    previous, expected = GENESIS, 1
    rows = Entry.objects.order_by("seq").prefetch_related("lines__account")
    for entry in rows.iterator(BATCH):
        if entry.seq != expected:
            yield f"缺少第 {expected} 至 {entry.seq - 1} 笔"
        lines = {line.account.code: line.amount for line in entry.lines.all()}
        if crypto.chain_digest(previous, content(entry, lines)) != bytes(entry.digest):
            yield f"第 {entry.seq} 笔与摘要不符, 内容或前一笔被改动"
        if entry.month != f"{entry.day:%Y-%m}":
            yield f"第 {entry.seq} 笔的月份与记账日不符"
        previous, expected = bytes(entry.digest), entry.seq + 1
    head = LedgerHead.objects.filter(pk=1).first()
    at_end = (head.seq, bytes(head.digest)) if head else (0, GENESIS)
    if at_end != (expected - 1, previous):
        yield f"账尾不符: 应有 {at_end[0]} 笔, 实有 {expected - 1} 笔"


def _unbalanced() -> Iterator[str]:
    rows = EntryLine.objects.values("entry", "account__unit").annotate(total=Sum("amount"))
    for row in rows.exclude(total=0).order_by("entry"):
        yield f"第 {row['entry']} 笔借贷不平, 差 {row['total']}"
    empty = Entry.objects.annotate(n=Count("lines")).filter(n=0).order_by("seq")
    for entry in empty:
        yield f"第 {entry.seq} 笔没有分录"
