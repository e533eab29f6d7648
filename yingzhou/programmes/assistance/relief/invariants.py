"""What must hold of settlements and claims, whatever happened (``yingzhou check``).

The database refuses most of it already; this looks again, for whoever reaches the tables past it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, Sum

from yingzhou.core.invariants import invariant
from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger import selectors as ledger
from yingzhou.kernel.ledger.models import EntryLine
from yingzhou.programmes.assistance.relief import books
from yingzhou.programmes.assistance.relief.models import Claim, Settlement, Statement, YearTotal

OUTPATIENT = Settlement.Kind.OUTPATIENT


@invariant("医疗救助没有一个人超过年限额")
def caps_hold() -> Iterator[str]:
    """By the bills themselves, and as the row of the year says it."""
    kept = {(row.person_id, row.year): row for row in YearTotal.objects.iterator(2000)}
    rows: Any = Settlement.objects.order_by().values("person", "year").annotate(
        total=Sum("paid"),
        outpatient=Sum("paid", filter=Q(kind=OUTPATIENT)),
        capped=Sum("paid", filter=Q(cap__isnull=False)),
    )  # fmt: skip
    for row in rows.order_by("person", "year"):
        who = f"人员 {row['person']} {row['year']} 年"
        year = kept.pop((row["person"], row["year"]), None)
        sums = (row["total"], row["outpatient"] or 0, row["capped"] or 0)
        if year is None:
            yield f"{who}: 有结算, 没有年度合计"
            continue
        if sums != (year.given, year.given_outpatient, year.capped):
            yield f"{who}: 年度合计写 {format_fen(year.given)} 元, 结算共 {format_fen(sums[0])} 元"
        if max(year.capped, sums[2]) > year.cap:
            yield f"{who}: 已救助 {format_fen(sums[2])} 元, 超过限额 {format_fen(year.cap)} 元"
        if year.capped_outpatient > year.cap_outpatient:
            yield f"{who}: 门急诊超过限额 {format_fen(year.cap_outpatient)} 元"
    for (person, number), year in kept.items():
        if year.given:
            yield f"人员 {person} {number} 年: 年度合计 {format_fen(year.given)} 元, 没有结算"
    over = Settlement.objects.filter(reverses=None, paid__gt=0, cap__lt=F("paid") + F("before"))
    for one in over.order_by("pk"):
        yield f"{one}: 此前 {format_fen(one.before)} 元, 又给 {format_fen(one.paid)} 元, 超过限额"


@invariant("医疗救助结算和总账一分不差")
def settlements_agree_with_the_books() -> Iterator[str]:
    entered: dict[str, int] = defaultdict(int)
    lines = EntryLine.objects.filter(
        entry__key__startswith="settlement:", account__code__startswith=f"spent/{books.MEDICAL}/"
    )
    entered.update(lines.order_by().values_list("entry__key").annotate(total=Sum("amount")))
    for one in Settlement.objects.order_by("pk").iterator(2000):
        amount = entered.pop(books.settled_key(one.pk), 0)
        if amount != one.paid:
            yield f"{one}: 结算 {format_fen(one.paid)} 元, 总账 {format_fen(amount)} 元"
    for key, amount in entered.items():
        yield f"总账“{key}” {format_fen(amount)} 元, 没有这笔结算"
    yield from _months_agree()


def _months_agree() -> Iterator[str]:
    """What is owed to a hospital for a month is what was settled; nothing once it is closed."""
    owed = {code: -amount for code, amount in ledger.balances("hospital/").items()}
    closed = {
        books.owed_code(one.hospital.code, one.month): one
        for one in Statement.objects.exclude(closed_at=None).select_related("hospital")
    }
    rows: Any = Settlement.objects.order_by().values("hospital__code", "month")
    sums = {
        books.owed_code(row["hospital__code"], row["month"]): row["total"]
        for row in rows.annotate(total=Sum("paid"))
    }
    for code in sorted({*sums, *owed, *closed}):
        statement, total = closed.get(code), sums.get(code, 0)
        if statement is not None and statement.total != total:
            stated = format_fen(statement.total)
            yield f"{statement}: 清算单 {stated} 元, 明细 {format_fen(total)} 元"
        wanted = 0 if statement is not None else total
        if owed.get(code, 0) != wanted:
            yield f"{code}: 应付 {format_fen(owed.get(code, 0))} 元, 应为 {format_fen(wanted)} 元"


@invariant("同一张医院单据没有结算两次")
def no_bill_twice() -> Iterator[str]:
    first = Settlement.objects.filter(reverses=None)
    numbers: Any = first.order_by().values("hospital__name", "number").annotate(n=Count("pk"))
    for row in numbers.filter(n__gt=1):
        yield f"{row['hospital__name']}单号 {row['number']}: 结算了 {row['n']} 次"
    standing = first.filter(reversed_at=None, kind=Settlement.Kind.INPATIENT)
    stays: Any = standing.order_by().values("hospital__name", "person", "since", "until")
    for row in stays.annotate(n=Count("pk")).filter(n__gt=1):
        yield (
            f"{row['hospital__name']} 人员 {row['person']} {row['since']} 至 {row['until']} 的住院:"
            f" 结算了 {row['n']} 次"
        )
    yield from _reversals_hold()


def _reversals_hold() -> Iterator[str]:
    for one in Settlement.objects.exclude(reverses=None).select_related("reverses"):
        if one.reverses is not None and one.paid != -one.reverses.paid:
            yield f"{one}: 撤销的金额和原来的 {one.reverses} 不一样"
    lost = Settlement.objects.filter(reversed_at__isnull=False, reversal=None)
    for one in lost:
        yield f"{one}: 写着已撤销, 没有撤销的记录"


@invariant("没有人复核自己出的医疗救助清算单")
def statements_are_closed_by_another() -> Iterator[str]:
    for one in Statement.objects.filter(closed_by=F("made_by")).select_related("hospital"):
        yield f"{one}: 出具和复核都是{one.made_by}"


@invariant("生态惠民保险赔过的都有金额和日期, 不赔的都有原因")
def claims_end_properly() -> Iterator[str]:
    settled = Q(state=Claim.State.SETTLED)
    for one in Claim.objects.filter(settled & (Q(amount__lte=0) | Q(settled_on=None))):
        yield f"{one}: 已赔付, 没有金额或日期"
    for one in Claim.objects.filter(~settled & ~Q(amount=0)):
        yield f"{one}: 没有赔付, 却有金额 {format_fen(one.amount)} 元"
    for one in Claim.objects.filter(state=Claim.State.REFUSED, reason=""):
        yield f"{one}: 不予赔付, 没有写原因"
    seen: Any = Claim.objects.exclude(reference="").order_by().values("reference")
    for row in seen.annotate(n=Count("pk")).filter(n__gt=1):
        yield f"保险公司编号 {row['reference']}: 用了 {row['n']} 次"
