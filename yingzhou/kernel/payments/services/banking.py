"""To the bank and back: what was approved is sent, what came back waits, and is sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Sum

from yingzhou.core import audit, bulk, clock
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books, formats
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import BankFile, PayeeAccount, Run, RunLine, Transfer
from yingzhou.kernel.payments.selectors.waiting import stuck
from yingzhou.kernel.payments.services import confirming, settling

State = RunLine.State
TRANSFER = ["file", "seq", "payee", "account", "amount", "state", "reason"]


@transaction.atomic
def send(*, run: int, actor: audit.Actor, at: datetime) -> BankFile:
    """The next file of a run: all of it, or what came back and may go again. Raises PaymentFault
    where nothing is to be sent or a file is still with the bank."""
    row = Run.objects.select_for_update().get(pk=run)
    attempt = _next_attempt(row)
    by = By(row.computed_by, row.approved_by)
    number = f"{row.month:%Y%m}-{row.pk}-{attempt}"
    accounts = _accounts()
    if attempt == 0:
        _hold_back(row, accounts, number, by, at)
        going = _payees(row, State.WAITING)
    else:
        failed = _payees(row, State.FAILED)
        going = {payee: amount for payee, amount in failed.items() if payee in accounts}
        for payee in stuck(row).values_list("payee", flat=True):
            going.pop(payee, None)
    going = {payee: amount for payee, amount in going.items() if amount > 0}
    if not going:
        raise PaymentFault(f"{row}没有可以报盘的: 退回的都还没有补登账号, 或者账号还是退回的那个")
    file = BankFile.objects.create(
        run=row,
        attempt=attempt,
        number=number,
        made_at=at,
        made_by=actor.name,
        lines_count=len(going),
        total=sum(going.values()),
        digest="",
    )
    sent = str(Transfer.State.SENT)
    rows = (
        (file.pk, seq, payee, accounts.get(payee), amount, sent, "")
        for seq, (payee, amount) in enumerate(sorted(going.items()), 1)
    )
    bulk.insert(Transfer, TRANSFER, rows)
    file.digest = sha256(text_of(file).encode()).hexdigest()
    file.save(update_fields=["digest"])
    ledger.post(
        key=f"file:{file.number}:sent",
        lines={books.sent(row.pk): file.total, books.bank(): -file.total},
        text=f"{row}报盘 {file.number}",
        day=clock.day_of(at),
        by=by,
        at=at,
    )
    row.state = Run.State.SENT
    row.save(update_fields=["state"])
    audit.record(actor, "payments.send", row, {"number": file.number, "total": file.total})
    return file


def _hold_back(run: Run, accounts: Mapping[int, int], number: str, by: By, at: datetime) -> None:
    """What is paid by award goes to the account that was named for it; where there is none, it
    waits. What the registers alone decide goes to the card of whose number it is."""
    by_card = [one.code for one in benefits().values() if one.by_registry]
    lines = run.lines.filter(state=State.WAITING).exclude(benefit__in=by_card)
    lost = set(lines.values_list("payee", flat=True).distinct()) - accounts.keys()
    key = f"file:{number}:lost"
    settling.hold_back(run=run, lines=lines, payees=lost, key=key, by=by, at=at)


def text_of(file: BankFile) -> str:
    """The file as the bank gets it, made from its transfers: account numbers in clear, and identity
    numbers of those whose card it is to find."""
    run = file.run
    rows = file.transfers.select_related("payee", "account").order_by("seq")
    details = (
        formats.Detail(
            one.seq,
            one.payee.name,
            str(one.account.number) if one.account else "",
            "" if one.account else str(one.payee.id_number),
            one.amount,
            "民政补助",
        )
        for one in rows.iterator(5000)
    )
    return formats.to_bank(file.number, f"{run.month:%Y-%m}", details)


@transaction.atomic
def answer(*, text: str, actor: audit.Actor, at: datetime) -> BankFile:
    """Take the bank's file back, whole. The same file again changes nothing; another one for an
    answered file is refused. Raises FormatFault or PaymentFault, and nothing was taken."""
    found = formats.read_answers(text)
    file = BankFile.objects.select_for_update().filter(number=found.number).first()
    if file is None:
        raise PaymentFault(f"没有报过批次 {found.number}, 请核对是不是别的单位的回盘")
    if file.answered_at is not None:
        if file.answer_digest == found.digest:
            return file
        raise PaymentFault(f"批次 {file.number} 已经回过盘, 这份内容不一样; 请向银行核实")
    run = Run.objects.select_for_update().get(pk=file.run_id)
    _check(file, found)
    failed = {seq: one.reason for seq, one in found.rows.items() if not one.is_paid}
    settling.settle(run=run, file=file, failed=failed, at=at)
    file.answered_at, file.answered_by, file.answer_digest = at, actor.name, found.digest
    file.save()
    run.state = Run.State.ANSWERED
    run.save(update_fields=["state"])
    if file.attempt == 0:
        confirming.draw(run=run, file=file, at=at)
    audit.record(actor, "payments.answer", run, {"number": file.number, "failed": len(failed)})
    return file


def _check(file: BankFile, found: formats.Answers) -> None:
    sent = dict(file.transfers.values_list("seq", "amount"))
    missing = sorted(sent.keys() - found.rows.keys())
    unknown = sorted(found.rows.keys() - sent.keys())
    wrong = [seq for seq, one in found.rows.items() if sent.get(seq, one.amount) != one.amount]
    faults = []
    if missing:
        faults.append(f"少了 {len(missing)} 笔, 如序号 {missing[0]}")
    if unknown:
        faults.append(f"多了 {len(unknown)} 笔没有报过的, 如序号 {unknown[0]}")
    if wrong:
        faults.append(f"{len(wrong)} 笔金额和报盘不一样, 如序号 {wrong[0]}")
    if faults:
        raise PaymentFault(f"回盘没有导入: {'; '.join(faults)}")


def _next_attempt(run: Run) -> int:
    if not run.approved_by:
        raise PaymentFault(f"{run}还没有审批, 不能报盘")
    last = BankFile.objects.filter(run=run).order_by("-attempt").first()
    if last is None:
        return 0
    if last.answered_at is None:
        raise PaymentFault(f"批次 {last.number} 还没有回盘, 不能再报")
    return last.attempt + 1


def _payees(run: Run, state: str) -> dict[int, int]:
    rows = run.lines.filter(state=state).order_by().values("payee").annotate(total=Sum("amount"))
    return {row["payee"]: row["total"] for row in rows}


def _accounts() -> dict[int, int]:
    """Account ids by person, of all who have one today."""
    rows = PayeeAccount.objects.filter(valid_to=FOREVER).values_list("person", "pk")
    return dict(rows.iterator(20_000))
