"""What the bank's answer does to lines and books: paid is no longer owed; what came back waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet, Sum

from yingzhou.core import clock
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.models import Account
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.models import BankFile, Run, RunLine, Transfer

State = RunLine.State
MANY = 5_000
"""So many ids go into one statement."""


def settle(*, run: Run, file: BankFile, failed: Mapping[int, str], at: datetime) -> None:
    """``failed``: why, by the number of the transfer. All others have arrived."""
    for seqs in _parts(failed):
        for reason in {failed[seq] for seq in seqs}:
            these = [seq for seq in seqs if failed[seq] == reason]
            file.transfers.filter(seq__in=these).update(
                state=Transfer.State.FAILED, reason=reason[:80]
            )
    file.transfers.filter(state=Transfer.State.SENT).update(state=Transfer.State.PAID)
    first = file.attempt == 0
    waiting = State.WAITING if first else State.FAILED
    lines = run.lines.filter(state=waiting)
    arrived = lines.filter(payee__in=_payees(file, Transfer.State.PAID))
    back = lines.filter(payee__in=_payees(file, Transfer.State.FAILED))
    entry = _sums(arrived, run, first)
    gone = sum(entry.values())
    if first:
        for account, amount in _sums(back, run, owed=True).items():
            entry[account] = entry.get(account, 0) + amount
        for account, amount in _sums(back, run, owed=False).items():
            entry[account] = entry.get(account, 0) - amount
    came_back = file.total - gone
    entry[books.bank()] = came_back
    entry[books.sent(run.pk)] = -file.total
    if first:
        back.update(state=State.FAILED)
    arrived.update(state=State.PAID)
    ledger.post(
        key=f"file:{file.number}:answered",
        lines=entry,
        text=f"{run}回盘 {file.number}",
        day=clock.day_of(at),
        by=By(run.computed_by, run.approved_by),
        at=at,
    )


def hold_back(
    *,
    run: Run,
    lines: QuerySet[RunLine],
    payees: Iterable[int],
    key: str,
    by: By,
    at: datetime,
) -> None:
    """Those of ``lines`` that cannot be sent, because nobody knows where to, wait with what came
    back."""
    entry: dict[Account, int] = {}
    for part in _parts(payees):
        lost = lines.filter(payee__in=part)
        for account, amount in _sums(lost, run, owed=True).items():
            entry[account] = entry.get(account, 0) + amount
        for account, amount in _sums(lost, run, owed=False).items():
            entry[account] = entry.get(account, 0) - amount
        lost.update(state=State.FAILED)
    if entry:
        text = f"{run}没有账号, 转待发"
        ledger.post(key=key, lines=entry, text=text, day=clock.day_of(at), by=by, at=at)


def _payees(file: BankFile, state: str) -> QuerySet:
    return file.transfers.filter(state=state).values("payee")


def _sums(lines: QuerySet[RunLine], run: Run, owed: bool) -> dict[Account, int]:
    """By what the money stands in: owed in a town, or waiting in suspense."""
    tree = tree_on(run.month)
    found: dict[Account, int] = {}
    rows = lines.order_by().values("benefit", "division").annotate(total=Sum("amount"))
    for row in rows:
        town = books.town_code(tree, row["division"])
        where = books.owed(row["benefit"], town) if owed else books.suspense(row["benefit"])
        found[where] = found.get(where, 0) + row["total"]
    return found


def _parts(values: Iterable[int]) -> Iterable[list[int]]:
    all_values = list(values)
    for low in range(0, len(all_values), MANY):
        yield all_values[low : low + MANY]
