"""What must hold of the money, whatever happened (``yingzhou check``).

The database refuses most of it already; this looks again, for whoever reaches the tables past it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from yingzhou.core.invariants import invariant
from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger.models import Entry, EntryLine
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.models import (
    BankFile,
    Inquiry,
    Recovery,
    Run,
    RunLine,
    SealedYear,
    Transfer,
)
from yingzhou.kernel.payments.named import line_of, month_of
from yingzhou.kernel.people.models import Membership

APPROVED = ~Q(approved_by="")


@invariant("没有人审批自己计算的发放")
def four_eyes() -> Iterator[str]:
    for run in Run.objects.filter(APPROVED, approved_by=F("computed_by")):
        yield f"{run}: 计算和审批都是{run.approved_by}"
    for entry in Entry.objects.exclude(approved_by="").filter(approved_by=F("made_by")):
        yield f"总账第 {entry.seq} 笔: 制单和复核都是{entry.made_by}"


@invariant("同一个月同一项待遇没有发两次")
def nobody_twice() -> Iterator[str]:
    """More than one line of a month is a correction, numbered without a gap."""
    rows = RunLine.objects.order_by().values("benefit", "holder", "month")
    lines = rows.annotate(n=Count("pk"), different=Count("correction", distinct=True))
    for row in lines.filter(n__gt=F("different")):
        told = month_of(row["benefit"], row["holder"], row["month"])
        yield f"{told}: 发了 {row['n']} 笔"


@invariant("同一笔钱没有进账两次")
def nobody_credited_twice() -> Iterator[str]:
    """What the bank says arrived of a run is no more than the person's lines of it. What an inquiry
    found had not come after all was sent once more."""
    paid = _by_payee(Transfer.objects.filter(state=Transfer.State.PAID), "file__run", "amount")
    lines = _by_payee(RunLine.objects.exclude(run__approved_by=""), "run", "amount")
    missed = _by_payee(
        Inquiry.objects.filter(state=Inquiry.State.REPAID),
        "confirmation__run", "confirmation__amount", "confirmation__payee",
    )  # fmt: skip
    for (run, payee), fen in paid.items():
        due = lines.get((run, payee))
        if due is not None and fen - missed.get((run, payee), 0) > due:
            which = Run.objects.get(pk=run)
            yield f"{which}, 人员 {payee}: 应发 {format_fen(due)} 元, 进账 {format_fen(fen)} 元"


def _by_payee(
    rows: QuerySet[Any], run: str, amount: str, payee: str = "payee"
) -> dict[tuple[int, int], int]:
    sums = rows.order_by().values_list(run, payee).annotate(total=Sum(amount))
    return {(of, whose): fen for of, whose, fen in sums.iterator(20_000)}


@invariant("没有人在去世的次月以后还领钱")
def nobody_after_death() -> Iterator[str]:
    """Money for the month of death is theirs; a household goes on for whoever lives on in it."""
    yield from _to_the_dead()
    yield from _to_homes_of_the_dead()


def _to_homes_of_the_dead() -> Iterator[str]:
    """Whose payee is dead and where nobody was left alive."""
    for line in _after_death(of_household=True):
        living = Membership.objects.filter(
            Q(person__death_date=None) | Q(person__death_date__gte=line.since),
            household=line.holder, valid_to__gt=line.since, valid_from__lte=line.since,
        )  # fmt: skip
        if not living.exists() and not _given_back(line):
            yield f"{line_of(line)}: 家里已没有人, 领款人于 {line.payee.death_date} 去世"


def _to_the_dead() -> Iterator[str]:
    for line in _after_death(of_household=False):
        if not _given_back(line):
            yield f"{line_of(line)}: 已于 {line.payee.death_date} 去世"


def _after_death(*, of_household: bool) -> QuerySet[RunLine]:
    """Approved lines for months after the death of whoever was paid."""
    codes = [one.code for one in benefits().values() if one.is_of_household == of_household]
    rows = RunLine.objects.filter(
        ~Q(run__approved_by=""), benefit__in=codes, since__gt=F("payee__death_date"), amount__gt=0
    )
    return rows.select_related("payee")[:1000]


def _given_back(line: RunLine) -> bool:
    """Corrected to nothing, or asked back."""
    if Recovery.objects.filter(lines=line).exclude(state=Recovery.State.CANCELLED).exists():
        return True
    same = RunLine.objects.filter(benefit=line.benefit, holder=line.holder, month=line.month)
    return (same.aggregate(total=Sum("amount"))["total"] or 0) <= 0


@invariant("发放、报盘、总账的钱一分不差")
def money_agrees() -> Iterator[str]:
    """Lines of sealed years stand in files (:mod:`.sealing.invariants` compares those)."""
    sealed = SealedYear.objects.filter(state=SealedYear.State.SEALED).values_list("year", flat=True)
    in_files = set(sealed)
    for run in Run.objects.order_by("month", "number"):
        lines = run.lines.aggregate(total=Sum("amount"), n=Count("pk"))
        found = ((lines["total"] or 0), lines["n"])
        if run.month.year not in in_files and found != (run.total, run.lines_count):
            yield (
                f"{run}: 批次写 {run.lines_count} 笔 {format_fen(run.total)} 元,"
                f" 明细 {found[1]} 笔 {format_fen(found[0])} 元"
            )
        if run.approved_by:
            yield from _in_books(run)
    yield from _in_files()


def _in_books(run: Run) -> Iterator[str]:
    spent = EntryLine.objects.filter(
        entry__key=f"run:{run.pk}:approved", account__code__startswith="spent/"
    ).aggregate(total=Sum("amount"))["total"]
    if (spent or 0) != run.total:
        yield f"{run}: 总账支出 {format_fen(spent or 0)} 元, 批次 {format_fen(run.total)} 元"


def _in_files() -> Iterator[str]:
    for file in BankFile.objects.select_related("run").order_by("pk"):
        sums = file.transfers.aggregate(total=Sum("amount"), n=Count("pk"))
        if ((sums["total"] or 0), sums["n"]) != (file.total, file.lines_count):
            yield f"报盘 {file.number}: 文件头和明细不符"
        sent = EntryLine.objects.filter(
            entry__key=f"file:{file.number}:sent", account__code="bank/relief"
        ).aggregate(total=Sum("amount"))["total"]
        if -(sent or 0) != file.total:
            in_books = format_fen(-(sent or 0))
            yield f"报盘 {file.number}: 总账 {in_books} 元, 文件 {format_fen(file.total)} 元"
        if file.answered_at is not None:
            waiting = file.transfers.filter(state=Transfer.State.SENT).count()
            if waiting:
                yield f"报盘 {file.number}: 已回盘, 还有 {waiting} 笔没有结果"
