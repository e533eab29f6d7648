"""Asking back what was paid too much: a claim in the books, receipts, and its being taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Sum

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.models import Account, Entry
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Receipt, Recovery, RecoveryMonth, RunLine

State = Recovery.State


@transaction.atomic
def open_for(
    *,
    lines: Iterable[RunLine],
    why: str,
    actor: audit.Actor,
    at: datetime,
    event: int | None = None,
) -> list[Recovery]:
    """Claims back ``lines`` (of approved runs), one recovery for each benefit and holder. What
    another recovery claims already is left out."""
    groups: dict[tuple[str, int], list[RunLine]] = {}
    for line in lines:
        if not Recovery.objects.filter(lines=line).exclude(state=State.CANCELLED).exists():
            groups.setdefault((line.benefit, line.holder), []).append(line)
    made = []
    for (benefit, holder), found in sorted(groups.items()):
        parts = _parts(benefit, holder, found)
        if sum(part.amount for part in parts) > 0:
            row = Recovery.objects.create(
                benefit=benefit, holder=holder, payee_id=found[-1].payee_id, event=event,
                amount=sum(part.amount for part in parts), why=why[:200], opened_at=at,
                opened_by=actor.name,
            )  # fmt: skip
            row.lines.set(found)
            claim(row, parts, at)
            enter(row, By(actor.name), at)
            audit.record(actor, "payments.recover", row, {"why": row.why, "total": row.amount})
            made.append(row)
    return made


@dataclass(frozen=True)
class Part:
    """What is claimed of one month; ``amount`` in fen."""

    month: date
    division: int
    amount: int


def _parts(benefit: str, holder: int, lines: Iterable[RunLine]) -> list[Part]:
    """By month, less what other recoveries claim of it."""
    sums: dict[date, Part] = {}
    for line in lines:
        there = sums.get(line.month)
        amount = line.amount + (there.amount if there else 0)
        sums[line.month] = Part(line.month, line.division_id, amount)
    claimed = claims_of(benefit, holder)
    found = (
        replace(part, amount=part.amount - claimed.get(part.month, 0)) for part in sums.values()
    )
    return [part for part in found if part.amount > 0]


def claims_of(benefit: str, holder: int) -> dict[date, int]:
    """What of each month is asked back, was, or is left to them by a decision; in fen."""
    rows = RecoveryMonth.objects.filter(benefit=benefit, holder=holder).values("month")
    sums = rows.annotate(total=Sum("amount")).order_by("month")
    return {row["month"]: int(row["total"]) for row in sums}


def claim(row: Recovery, parts: Iterable[Part], at: datetime) -> None:
    RecoveryMonth.objects.bulk_create(
        RecoveryMonth(
            recovery=row, benefit=row.benefit, holder=row.holder, month=part.month,
            division_id=part.division, amount=part.amount, made_at=at,
        )
        for part in parts
    )  # fmt: skip


def enter(row: Recovery, by: By, at: datetime) -> None:
    """What is claimed is no longer spent: what stands in the recovery's months by now."""
    entry: dict[Account, int] = {}
    tree, total = tree_on(clock.day_of(at)), 0
    for part in row.months.order_by("pk"):
        where = books.spent(row.benefit, books.town_code(tree, part.division_id), part.month.year)
        entry[where] = entry.get(where, 0) - part.amount
        total += part.amount
    entry[books.claimed(row.benefit)] = total
    ledger.post(
        key=f"recovery:{row.pk}:opened",
        lines=entry,
        text=f"应追回{books.name_of(row.benefit)}: {row.why}",
        day=clock.day_of(at),
        by=by,
        at=at,
    )


@transaction.atomic
def receive(*, recovery: int, amount: int, day: date, actor: audit.Actor, at: datetime) -> Recovery:
    """An instalment came in; never more than is still owed."""
    row = Recovery.objects.select_for_update().get(pk=recovery)
    left = owed(row)
    if row.state != State.OPEN:
        raise PaymentFault(f"这笔{row.get_state_display()}, 不能再登记")
    if not 0 < amount <= left:
        raise PaymentFault(f"还差 {format_fen(left)} 元, 不能登记 {format_fen(amount)} 元")
    made = Receipt.objects.create(
        recovery=row, amount=amount, day=day, made_by=actor.name, made_at=at
    )
    ledger.post(
        key=f"recovery:{row.pk}:receipt:{made.pk}",
        lines={books.bank(): amount, books.claimed(row.benefit): -amount},
        text=f"追回{books.name_of(row.benefit)}",
        day=clock.day_of(at),
        by=By(actor.name),
        at=at,
    )
    if amount == left:
        row.state = State.SETTLED
        row.save(update_fields=["state"])
    audit.record(actor, "payments.receive", row, {"total": amount})
    return row


@transaction.atomic
def cancel(*, recovery: int, why: str, actor: audit.Actor, at: datetime) -> Recovery:
    """The claim was a mistake: undone in the books; what came in already is owed to the payee and
    waits with what is to be paid out again."""
    row = Recovery.objects.select_for_update().get(pk=recovery)
    if row.state == State.CANCELLED:
        return row
    if row.run_id is not None:
        raise PaymentFault("重算发现的多发不能撤销: 登记的数据有错的, 更正数据, 下次计算会抵减")
    by, got = By(actor.name), _sum(row, Receipt.Kind.MONEY)
    entries = Entry.objects.filter(key__startswith=f"recovery:{row.pk}:")
    for entry in entries.exclude(key__contains=":receipt:").order_by("seq"):
        ledger.reverse(entry=entry, why=why, day=clock.day_of(at), by=by, at=at)
    _unclaim(row, at)
    if got:
        ledger.post(
            key=f"recovery:{row.pk}:cancelled",
            lines={books.claimed(row.benefit): got, books.suspense(row.benefit): -got},
            text=f"撤销追回, 退还已收的{books.name_of(row.benefit)}",
            day=clock.day_of(at),
            by=by,
            at=at,
        )
    row.state = State.CANCELLED
    row.save(update_fields=["state"])
    audit.record(actor, "payments.cancel_recovery", row, {"why": why})
    return row


def _unclaim(row: Recovery, at: datetime) -> None:
    """Nothing of any month is claimed by it any more."""
    rows = row.months.order_by().values("month").annotate(at=Max("division"), total=Sum("amount"))
    parts = [Part(one["month"], one["at"], -one["total"]) for one in rows if one["total"]]
    claim(row, parts, at)


def _sum(row: Recovery, kind: str) -> int:
    return int(row.receipts.filter(kind=kind).aggregate(total=Sum("amount"))["total"] or 0)


def owed(row: Recovery) -> int:
    """What has not come back yet, in fen."""
    return int(row.amount - (row.receipts.aggregate(total=Sum("amount"))["total"] or 0))
