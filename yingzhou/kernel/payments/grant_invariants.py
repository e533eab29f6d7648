"""What must hold of what is paid once (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.core.invariants import invariant
from yingzhou.core.money import format_fen
from yingzhou.kernel.ledger.models import EntryLine
from yingzhou.kernel.payments.models import Grant, RunLine, SealedYear

Way = Grant.Way
CHUNK = 2000


@invariant("一次性救助: 每一笔有决定, 发的和决定的一样多")
def as_decided() -> Iterator[str]:
    """Of years whose lines stand in the table."""
    sealed = SealedYear.objects.filter(state=SealedYear.State.SEALED).values_list("year", flat=True)
    years = set(sealed)
    lines: dict[tuple[int | None, str, int, int], int] = {
        (one.run_id, one.benefit, one.holder, one.correction): one.amount
        for one in RunLine.objects.filter(why=RunLine.Why.ONCE).iterator(CHUNK)
    }
    grants = Grant.objects.exclude(run=None).select_related("run", "case").order_by("pk")
    for one in grants.iterator(CHUNK):
        paid = lines.pop((one.run_id, one.benefit, one.holder, one.correction), None)
        is_open = one.run is not None and one.run.month.year not in years
        if paid != one.amount and (is_open or paid is not None):
            yield f"{one.case.number}: 决定 {format_fen(one.amount)} 元, 明细 {_yuan(paid)}"
    for run, benefit, holder, _ in sorted(lines, key=str):
        yield f"第 {run} 批 {benefit} {holder}: 有一笔没有决定"


@invariant("一次性救助: 当场给的都记了账")
def handed_over_is_in_the_books() -> Iterator[str]:
    given = Grant.objects.exclude(way=Way.CARD).select_related("case")
    rows = EntryLine.objects.filter(
        entry__key__startswith="grant:", account__code__startswith="spent/"
    )
    entered = dict(rows.values_list("entry__key", "amount"))
    for one in given.order_by("pk").iterator(CHUNK):
        found = entered.get(f"grant:{one.pk}:handed")
        if found != one.amount:
            yield f"{one.case.number}: 决定 {format_fen(one.amount)} 元, 总账 {_yuan(found)}"


def _yuan(amount: int | None) -> str:
    return "没有" if amount is None else f"{format_fen(amount)} 元"
