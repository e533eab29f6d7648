"""After the bank has answered: some recipients are asked whether it came; what follows if not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case as If
from django.db.models import IntegerField, Max, Sum, Value, When

from yingzhou.core import audit, clock
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.models import Account
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books, sample
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.house import rule
from yingzhou.kernel.payments.models import (
    BankFile,
    Confirmation,
    Draw,
    Inquiry,
    Run,
    RunLine,
    Transfer,
)
from yingzhou.kernel.payments.sample import Recipient

State = Confirmation.State
MANY = 5_000


def draw(*, run: Run, file: BankFile, at: datetime) -> Draw:
    """Of those whom the first file of a run reached. Drawn once."""
    everybody, amounts = population(run)
    seed, by = file.digest, sample.shares()
    chosen = sample.drawn(everybody.values(), seed, by)
    made = Draw.objects.create(
        run=run, seed=seed, rules=by, population=len(everybody), count=len(chosen),
        chosen=sample.digest(chosen), drawn_at=at,
    )  # fmt: skip
    due = clock.day_of(at) + timedelta(days=rule("confirming").value)
    lines = _lines(run, chosen)
    Confirmation.objects.bulk_create(
        (
            Confirmation(
                run=run, payee_id=payee, division_id=lines[payee][0], amount=amounts[payee],
                lines=lines[payee][1], is_changed=everybody[payee].is_changed, due=due,
            )
            for payee in chosen
        ),
        batch_size=1000,
    )  # fmt: skip
    return made


def population(run: Run) -> tuple[dict[int, Recipient], dict[int, int]]:
    """Who was paid by the first file, and how much each: by the bank's own answer."""
    first = Transfer.objects.filter(file__run=run, file__attempt=0, state=Transfer.State.PAID)
    amounts = dict(first.values_list("payee", "amount").iterator(20_000))
    is_changed = If(
        When(why=RunLine.Why.SAME, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = run.lines.order_by().values("payee")
    sums = rows.annotate(at=Max("division"), new=Max(is_changed)).order_by("payee")
    tree = tree_on(run.month)
    towns: dict[int, int] = {}
    found: dict[int, Recipient] = {}
    for payee, at, new in sums.values_list("payee", "at", "new").iterator(20_000):
        if payee not in amounts:
            continue
        if at not in towns:
            towns[at] = town_of(tree, at).id
        found[payee] = Recipient(payee, towns[at], bool(new))
    return found, amounts


def _lines(run: Run, payees: list[int]) -> dict[int, tuple[int, list[int]]]:
    """Where each of them is, and which lines arrived."""
    found: dict[int, tuple[int, list[int]]] = {}
    paid = run.lines.filter(state=RunLine.State.PAID)
    for low in range(0, len(payees), MANY):
        some = paid.filter(payee__in=payees[low : low + MANY]).order_by("pk")
        for payee, division, pk in some.values_list("payee", "division", "pk"):
            found.setdefault(payee, (division, []))[1].append(pk)
    return found


@transaction.atomic
def answer(
    *, confirmation: int, state: str, how: str, note: str, actor: audit.Actor, at: datetime
) -> Confirmation:
    """What the recipient said, once; who could not be reached may be later. No money opens an
    inquiry with the bank."""
    row = Confirmation.objects.select_for_update().get(pk=confirmation)
    if row.state not in (State.ASKED, State.UNREACHED):
        raise PaymentFault(f"已经问过了: {row.get_state_display()}")
    if state not in (State.RECEIVED, State.MISSING, State.UNREACHED):
        raise PaymentFault("请选收到了、没收到或没联系上")
    if how not in Confirmation.How.values:
        raise PaymentFault("请选是电话还是上门问的")
    if state == State.UNREACHED and not note.strip():
        raise PaymentFault("没联系上的, 请写明打过几次、去过几次")
    row.state, row.how, row.note = state, how, note.strip()[:200]
    row.answered_at, row.answered_by = at, actor.name
    row.save()
    audit.record(actor, "payments.confirm", row, {"state": state, "how": how})
    if state == State.MISSING:
        made = Inquiry.objects.create(
            confirmation=row, opened_at=at, opened_by=actor.name,
            due=clock.day_of(at) + timedelta(days=rule("inquiry").value),
        )  # fmt: skip
        audit.record(actor, "payments.inquire", made, {})
    return row


@transaction.atomic
def find(*, inquiry: int, arrived: bool, finding: str, actor: audit.Actor, at: datetime) -> Inquiry:
    """What the bank says to it."""
    row = Inquiry.objects.select_for_update().get(pk=inquiry)
    if row.state != Inquiry.State.ASKING:
        raise PaymentFault(f"这一件{row.get_state_display()}, 不能再登记")
    if not finding.strip():
        raise PaymentFault("请写明银行怎么说: 哪天入的哪个账户, 或者为什么没有入账")
    row.state = Inquiry.State.FOUND if arrived else Inquiry.State.MISSED
    row.finding, row.found_at, row.found_by = finding.strip()[:200], at, actor.name
    row.save()
    audit.record(actor, "payments.find", row, {"arrived": arrived})
    return row


@transaction.atomic
def repay(*, inquiry: int, actor: audit.Actor, at: datetime) -> Inquiry:
    """It did not come and stands with us again: those lines wait with what came back and go with
    the next file. By another person than who asked the bank; once."""
    row = Inquiry.objects.select_for_update().select_related("confirmation__run").get(pk=inquiry)
    if row.state != Inquiry.State.MISSED:
        raise PaymentFault(f"这一件{row.get_state_display()}, 没有要复核的")
    if actor.name == row.found_by:
        raise PaymentFault("查的人自己不能复核, 请另一个人复核")
    asked = row.confirmation
    run = Run.objects.select_for_update().get(pk=asked.run_id)
    lines = run.lines.filter(pk__in=asked.lines, state=RunLine.State.PAID)
    sums = {one["benefit"]: one["total"] for one in
            lines.order_by().values("benefit").annotate(total=Sum("amount"))}  # fmt: skip
    if sum(sums.values()) != asked.amount:
        raise PaymentFault("这笔钱的明细和当时不一样了(年度已封存, 或已退回过), 请报告系统维护")
    if run.state == Run.State.SENT:
        raise PaymentFault(f"{run}还有报盘没有回盘, 等回盘以后再复核")
    entry: dict[Account, int] = {books.bank(): asked.amount}
    for benefit, total in sums.items():
        entry[books.suspense(benefit)] = -total
    ledger.post(
        key=f"inquiry:{row.pk}:missed",
        lines=entry,
        text=f"{run}查明没有到账, 转待发",
        day=clock.day_of(at),
        by=By(row.found_by, actor.name),
        at=at,
    )
    lines.update(state=RunLine.State.FAILED)
    row.state, row.approved_at, row.approved_by = Inquiry.State.REPAID, at, actor.name
    row.save()
    audit.record(actor, "payments.repay", row, {"total": asked.amount})
    return row
