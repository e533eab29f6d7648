"""Asking back what was paid too much: a claim in the books, receipts, and its being taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.models import Account, Entry
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Receipt, Recovery, RunLine

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
    return [
        _opened(benefit, holder, found, why, event, actor, at)
        for (benefit, holder), found in sorted(groups.items())
        if sum(line.amount for line in found) > 0
    ]


def _opened(
    benefit: str,
    holder: int,
    lines: list[RunLine],
    why: str,
    event: int | None,
    actor: audit.Actor,
    at: datetime,
) -> Recovery:
    made = Recovery.objects.create(
        benefit=benefit,
        holder=holder,
        payee_id=lines[-1].payee_id,
        event=event,
        amount=sum(line.amount for line in lines),
        why=why[:200],
        opened_at=at,
        opened_by=actor.name,
    )
    made.lines.set(lines)
    entry: dict[Account, int] = {books.claimed(benefit): made.amount}
    tree = tree_on(clock.day_of(at))
    for line in lines:
        town = books.town_code(tree, line.division_id)
        where = books.spent(benefit, town, line.month.year)
        entry[where] = entry.get(where, 0) - line.amount
    text = f"应追回{books.name_of(benefit)}: {why}"
    ledger.post(
        key=f"recovery:{made.pk}:opened",
        lines=entry,
        text=text,
        day=clock.day_of(at),
        by=By(actor.name),
        at=at,
    )
    audit.record(actor, "payments.recover", made, {"why": made.why, "total": made.amount})
    return made


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
    got = row.amount - owed(row)
    opened = Entry.objects.get(key=f"recovery:{row.pk}:opened")
    by = By(actor.name)
    ledger.reverse(entry=opened, why=why, day=clock.day_of(at), by=by, at=at)
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


def owed(row: Recovery) -> int:
    """What has not come back yet, in fen."""
    return int(row.amount - (row.receipts.aggregate(total=Sum("amount"))["total"] or 0))
