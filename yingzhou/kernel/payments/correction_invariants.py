"""What must hold of corrections and claims (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q, Sum

from yingzhou.core.invariants import invariant
from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger import selectors as books
from yingzhou.kernel.payments.books import benefit_of, name_of
from yingzhou.kernel.payments.models import (
    Correction,
    Receipt,
    Recovery,
    RecoveryMonth,
    RunLine,
    SealedYear,
)
from yingzhou.kernel.payments.named import line_of, month_of
from yingzhou.kernel.payments.selectors.paid import net_in
from yingzhou.kernel.payments.services.recovering import owed

State = Recovery.State
NOT_CLAIMED = (State.CANCELLED,)
Key = tuple[str, date]


@invariant("更正过的月份, 发的减去追回的等于最后一次重算的")
def as_recalculated() -> Iterator[str]:
    """Of each holder and month the last recalculation of record; what a death asked back (or gave
    back) since then is no recalculation and is added again."""
    last: dict[tuple[str, date, int], Correction] = {}
    rows = Correction.objects.exclude(run__approved_by="").exclude(due=None)
    for row in rows.select_related("run").order_by("run__approved_at", "pk").iterator():
        last[row.benefit, row.month, row.holder] = row
    since: dict[tuple[str, date, int], list[RecoveryMonth]] = {}
    for part in RecoveryMonth.objects.exclude(recovery__event=None).order_by("pk").iterator():
        since.setdefault((part.benefit, part.month, part.holder), []).append(part)
    by_month: dict[Key, list[Correction]] = {}
    for row in last.values():
        by_month.setdefault((row.benefit, row.month), []).append(row)
    for (benefit, month), some in by_month.items():
        net = net_in(benefit, month, [row.holder for row in some])
        now = dict(zip(net.holder.tolist(), net.amount.tolist(), strict=True))
        for row in some:
            later = _after(since.get((benefit, month, row.holder), []), row.run.approved_at)
            found = now.get(row.holder, 0) + later
            if found != row.due:
                told = month_of(benefit, row.holder, month)
                yield f"{told}: 实际 {_yuan(found)}, 重算 {_yuan(row.due or 0)}"


def _after(parts: list[RecoveryMonth], at: datetime | None) -> int:
    return sum(one.amount for one in parts if at is None or one.made_at > at)


@invariant("没有哪个月更正到零以下")
def never_below_nothing() -> Iterator[str]:
    """Neither by lines nor by claims beyond what was paid."""
    low = RunLine.objects.exclude(run__approved_by="").order_by()
    sums = low.values("benefit", "holder", "month").annotate(total=Sum("amount"))
    for row in sums.filter(total__lt=0)[:1000]:
        told = month_of(row["benefit"], row["holder"], row["month"])
        yield f"{told}: {_yuan(row['total'])}"
    yield from _claimed_beyond()


def _claimed_beyond() -> Iterator[str]:
    months = RecoveryMonth.objects.order_by().values_list("benefit", "month").distinct()
    for benefit, month in months:
        theirs = RecoveryMonth.objects.filter(benefit=benefit, month=month).order_by()
        claims = dict(theirs.values_list("holder").annotate(total=Sum("amount")))
        net = net_in(benefit, month, sorted(claims))
        left = dict(zip(net.holder.tolist(), net.amount.tolist(), strict=True))
        for holder, total in claims.items():
            if left.get(holder, -total) < 0:
                over = _yuan(-left.get(holder, -total))
                yield f"{month_of(benefit, holder, month)}: 追回超过所发 {over}"


@invariant("每一笔更正都有第一笔, 或者说明了为什么")
def every_correction_is_explained() -> Iterator[str]:
    rows = Correction.objects.all().order_by("pk").iterator()
    known = {(row.run_id, row.benefit, row.holder, row.month): row for row in rows}
    lines = RunLine.objects.filter(correction__gt=0).exclude(why=RunLine.Why.ONCE).order_by("pk")
    for line in lines.iterator():
        row = known.get((line.run_id, line.benefit, line.holder, line.month))
        if row is None or not row.because:
            yield f"{line_of(line)}: 没有写明为什么更正"
        elif (row.number, row.difference - row.reduced) != (line.correction, line.amount):
            yield f"{line_of(line)}: 和重算的差额不一样"
        elif row.paid and not _has_first(line):
            yield f"{line_of(line)}: 写着原来发过, 找不到原来的那一笔"


def _has_first(line: RunLine) -> bool:
    same = RunLine.objects.filter(benefit=line.benefit, holder=line.holder, month=line.month)
    if same.filter(correction__lt=line.correction).exists():
        return True
    return SealedYear.objects.filter(year=line.month.year, state=SealedYear.State.SEALED).exists()


@invariant("每一笔追回的钱和各月的数、退回的数、总账的数一致")
def claims_agree() -> Iterator[str]:
    """What was claimed of the months is what was asked less what is no longer asked; nothing stands
    in the books before it was decided, by another person than who computed."""
    for row in Recovery.objects.order_by("pk"):
        months = row.months.aggregate(total=Sum("amount"))["total"] or 0
        reduced = row.receipts.filter(kind=Receipt.Kind.REDUCED).aggregate(total=Sum("amount"))
        wanted = 0 if row.state in NOT_CLAIMED else row.amount - (reduced["total"] or 0)
        if months != wanted:
            yield f"追回 {row.pk}: 各月 {_yuan(months)}, 应为 {_yuan(wanted)}"
    silent = Q(decided_by="") & Q(state__in=(State.OPEN, State.SETTLED, State.WAIVED))
    for row in Recovery.objects.exclude(run=None).filter(silent):
        yield f"追回 {row.pk}: 没有人决定过"
    yield from _not_told()
    yield from _in_books()


def _in_books() -> Iterator[str]:
    """What is still to come back is what the books say is claimed."""
    asked: dict[str, int] = {}
    for row in Recovery.objects.filter(state=State.OPEN):
        asked[row.benefit] = asked.get(row.benefit, 0) + owed(row)
    held = {benefit_of(code): fen for code, fen in books.balances("claimed/").items()}
    for benefit in sorted(asked.keys() | held.keys()):
        if asked.get(benefit, 0) != held.get(benefit, 0):
            in_books, there = _yuan(held.get(benefit, 0)), _yuan(asked.get(benefit, 0))
            yield f"{name_of(benefit)}: 总账应追回 {in_books}, 各件还差 {there}"


def _not_told() -> Iterator[str]:
    """What was too much, and nobody proposed to ask it back."""
    lost = Correction.objects.exclude(run__approved_by="").filter(
        outcome=Correction.Outcome.CLAWBACK, recovery=None
    )
    for row in lost:
        told = month_of(row.benefit, row.holder, row.month)
        yield f"{told}: 多发 {_yuan(-row.difference)}, 没有立案听取意见"


def _yuan(fen: int) -> str:
    return f"{format_fen(fen)} 元"
