"""What must hold of who is asked whether the money came (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from yingzhou.core.invariants import invariant
from yingzhou.kernel.ledger.models import EntryLine
from yingzhou.kernel.payments import sample
from yingzhou.kernel.payments.models import Confirmation, Draw, Inquiry, RunLine
from yingzhou.kernel.payments.services.confirming import population


@invariant("抽查的名单能照样再抽出来")
def drawn_again() -> Iterator[str]:
    """While the lines of the run stand in the table."""
    for draw in Draw.objects.select_related("run").order_by("pk"):
        kept = set(Confirmation.objects.filter(run=draw.run).values_list("payee", flat=True))
        if sample.digest(kept) != draw.chosen or len(kept) != draw.count:
            yield f"{draw.run}: 问的人和抽中的人不一样"
        if not draw.run.lines.exists():
            continue
        everybody, _ = population(draw.run)
        again = sample.drawn(everybody.values(), draw.seed, draw.rules)
        if set(again) != kept:
            yield f"{draw.run}: 照种子再抽一遍, 名单不一样"


@invariant("每个说没收到的都向银行查, 没到账的只再付一次")
def who_says_no_is_looked_into() -> Iterator[str]:
    silent = Confirmation.objects.filter(state=Confirmation.State.MISSING, inquiry=None)
    for row in silent.select_related("run"):
        yield f"{row.run} {row.payee_id}: 说没收到, 没有立案"
    rows = Inquiry.objects.select_related("confirmation").order_by("pk")
    entries = EntryLine.objects.filter(
        account__code="bank/relief", entry__key__startswith="inquiry:"
    )
    posted = dict(entries.values_list("entry__key", "amount"))
    for one in rows:
        booked = posted.pop(f"inquiry:{one.pk}:missed", 0)
        wanted = one.confirmation.amount if one.state == Inquiry.State.REPAID else 0
        if booked != wanted:
            yield f"查询 {one.pk}: 总账转回 {booked} 分, 应为 {wanted} 分"
    for one in rows.filter(approved_by=F("found_by")).exclude(approved_by=""):
        yield f"查询 {one.pk}: 查和复核都是{one.found_by}"
    lines = RunLine.objects.filter(state=RunLine.State.WAITING, run__draw__isnull=False)
    if waiting := lines.count():
        yield f"有 {waiting} 笔在回盘以后还没有结果"
