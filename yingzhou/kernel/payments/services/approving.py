"""A second person looks at the preview and lets the money go: from the budget to what is owed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from yingzhou.core import audit, clock, events
from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.models import Account
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.events import RunApproved
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import DraftReturn, Run
from yingzhou.kernel.payments.services import correcting, granting, totals

LONGEST = 200


@transaction.atomic
def approve(*, run: int, total: int, actor: audit.Actor, at: datetime) -> Run:
    """``total``: what the approver saw, in fen; another sum by now is refused, for somebody has
    computed anew in between. Nobody approves what they computed, nor beyond the budget."""
    row = Run.objects.select_for_update().get(pk=run)
    _check_draft(row, total, actor)
    granting.check(row)
    lines = _by_account(row)
    _check_budget(row, lines)
    if lines:
        ledger.post(
            key=f"run:{row.pk}:approved",
            lines=lines,
            text=f"{row}发放审批",
            day=clock.day_of(at),
            by=By(row.computed_by, actor.name),
            at=at,
        )
    totals.keep_of_run(row)
    row.state, row.approved_by, row.approved_at = Run.State.APPROVED, actor.name, at
    correcting.apply(row, at)
    row.save()
    events.publish(RunApproved(row.pk, row.month))
    audit.record(
        actor, "payments.approve", row, {"month": f"{row.month:%Y-%m}", "total": row.total}
    )
    return row


@transaction.atomic
def send_back(*, run: int, total: int, why: str, actor: audit.Actor, at: datetime) -> Run:
    """Not like this: the draft of ``total`` fen goes back to who computed it, with the reason. It
    stays readable and pays nothing until it was computed anew."""
    why = " ".join(why.split())
    if not why:
        raise PaymentFault("请写退回原因: 哪一项、哪些人不对, 经办照着改")
    if len(why) > LONGEST:
        raise PaymentFault(f"退回原因最多 {LONGEST} 个字, 现在是 {len(why)} 个")
    row = Run.objects.select_for_update().get(pk=run)
    _check_draft(row, total, actor)
    DraftReturn.objects.create(run=row, total=total, why=why, made_by=actor.name, made_at=at)
    row.state = Run.State.RETURNED
    row.save(update_fields=["state"])
    detail = {"month": f"{row.month:%Y-%m}", "total": row.total, "why": why}
    audit.record(actor, "payments.send_back", row, detail)
    return row


def _check_draft(row: Run, total: int, actor: audit.Actor) -> None:
    """It is a draft, it is the one that was looked at, and somebody else computed it."""
    if row.approved_by:
        raise PaymentFault(f"{row}已经由{row.approved_by}审批过了")
    if row.state == Run.State.RETURNED:
        raise PaymentFault(f"{row}已经退回经办, 等重新计算以后再审批")
    if row.state != Run.State.COMPUTED:
        raise PaymentFault(f"{row}还没有算好, 请等算好再审批")
    if actor.name == row.computed_by:
        raise PaymentFault("计算和审批不能是同一个人, 请另一个人审批")
    if total != row.total:
        raise PaymentFault(
            f"您看的时候是 {format_fen(total)} 元, 现在是 {format_fen(row.total)} 元:"
            " 有人重算过, 请重新看一遍再审批"
        )


def _by_account(run: Run) -> dict[Account, int]:
    """The run by benefit and town: spent there, owed there."""
    tree = tree_on(run.month)
    sums: dict[tuple[str, str], int] = {}
    rows = run.lines.order_by().values("benefit", "division").annotate(total=Sum("amount"))
    for row in rows:
        town = books.town_code(tree, row["division"])
        key = (row["benefit"], town)
        sums[key] = sums.get(key, 0) + row["total"]
    found: dict[Account, int] = {}
    for (benefit, town), total in sorted(sums.items()):
        found[books.spent(benefit, town, run.month.year)] = total
        found[books.owed(benefit, town)] = -total
    return {one: amount for one, amount in found.items() if amount}


def _check_budget(run: Run, lines: dict[Account, int]) -> None:
    """Where a budget of the year is known, it is not overdrawn."""
    wanted: dict[str, int] = {}
    for account, amount in lines.items():
        if account.code.startswith("spent/"):
            benefit = books.benefit_of(account.code)
            wanted[benefit] = wanted.get(benefit, 0) + amount
    for benefit, amount in wanted.items():
        left = books.budget_left(benefit, run.month.year)
        if left is not None and amount > left:
            raise PaymentFault(
                f"{books.name_of(benefit)}今年预算只剩 {format_fen(left)} 元, 这次要"
                f" {format_fen(amount)} 元: 请先追加预算"
            )
