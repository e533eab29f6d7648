"""A month's money from computing to the bank's answer, for one village."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from tests.kernel.payments.conftest import (
    ALLOWANCE,
    APRIL,
    BOSS,
    CLERK,
    DIBAO,
    MARCH,
    at,
    computed,
    give_account,
)
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.ledger import selectors as books
from yingzhou.kernel.payments import formats
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import PayeeAccount, Run, RunLine, Stop
from yingzhou.kernel.payments.services import approving, awards, banking
from yingzhou.kernel.payments.services.accounts import decide, propose
from yingzhou.kernel.payments.services.payees import take_account
from yingzhou.kernel.people.models import Income, Person

STANDARD = 1_595_00  # 元/人/月 since 2025-07


def compute(month: date = MARCH) -> Run:
    return computed(month)


def approve(run: Run) -> Run:
    return approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(run.month, 15))


def answer(file, *failed: int):
    rows = [
        Answer(
            one.seq, one.amount, one.seq not in failed, "账号已销户" if one.seq in failed else ""
        )
        for one in file.transfers.order_by("seq")
    ]
    return banking.answer(text=formats.from_bank(file.number, rows), actor=CLERK, at=at(APRIL))


def test_who_has_an_award_gets_what_the_rules_give_and_a_quarter_goes_out_at_its_end(village):
    run = compute()
    lines = {(line.benefit, line.month.month): line for line in run.lines.all()}
    assert lines[DIBAO, 3].holder == village.home.pk
    assert lines[DIBAO, 3].payee == village.mother
    assert lines[DIBAO, 3].amount > 0
    allowance = lines[ALLOWANCE, 3]
    assert (allowance.since, allowance.month) == (date(2026, 1, 1), MARCH)
    assert allowance.amount == 3 * 180_00
    assert run.total == sum(line.amount for line in run.lines.all())
    assert {line.why for line in run.lines.all()} == {"new"}


def test_without_an_award_nobody_gets_what_needs_a_decision(village):
    awards.end(award=village.award.pk, last=date(2026, 2, 3), why="迁出", actor=CLERK, at=at(MARCH))
    assert not compute().lines.filter(benefit=DIBAO).exists()


def test_computing_again_gives_the_same_and_no_line_twice(village):
    first = compute()
    kept = list(first.lines.order_by("benefit", "month").values_list("holder", "amount"))
    again = compute()
    assert list(again.lines.order_by("benefit", "month").values_list("holder", "amount")) == kept
    assert Run.objects.count() == 1
    line = again.lines.first()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_nobody_approves_what_they_computed_nor_another_sum_than_they_saw(village):
    run = compute()
    with pytest.raises(PaymentFault, match="不能是同一个人"):
        approving.approve(run=run.pk, total=run.total, actor=CLERK, at=at(MARCH))
    with pytest.raises(PaymentFault, match="重算过"):
        approving.approve(run=run.pk, total=run.total - 1, actor=BOSS, at=at(MARCH))
    with pytest.raises(PaymentFault, match="还没有审批"):
        banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    approve(run)
    with pytest.raises(PaymentFault, match="不能重算"):
        compute()


def test_money_in_run_file_and_books_is_the_same_to_the_fen(village, accounts):
    run = approve(compute())
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    assert file.total == run.total
    answer(file)
    assert books.balance(f"sent/{run.pk}") == 0
    assert sum(books.balances("owed/").values()) == 0
    assert sum(books.balances("spent/").values()) == run.total == -books.balance("bank/relief")
    assert set(run.lines.values_list("state", flat=True)) == {RunLine.State.PAID}
    assert list(books.faults()) == []


def test_what_comes_back_waits_and_goes_again_to_another_account(village, accounts):
    run = approve(compute())
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    lost = file.transfers.get(payee=village.old)
    answer(file, lost.seq)
    waiting = sum(books.balances("suspense/").values())
    assert waiting == -lost.amount
    assert sum(books.balances("owed/").values()) == 0
    with pytest.raises(PaymentFault, match="还是退回的那个"):
        banking.send(run=run.pk, actor=CLERK, at=at(APRIL))
    take_account(
        person=village.old, number="6222000000000077", bank="农商行", since=APRIL, actor=CLERK,
        at=at(APRIL),
    )  # fmt: skip
    again = banking.send(run=run.pk, actor=CLERK, at=at(APRIL))
    assert (again.attempt, again.total) == (1, lost.amount)
    answer(again)
    assert books.balances("suspense/") == {}
    assert -books.balance("bank/relief") == run.total
    assert not run.lines.exclude(state=RunLine.State.PAID).exists()
    assert list(books.faults()) == []


def test_the_same_account_goes_again_once_two_people_have_looked_at_it(village, accounts):
    run = approve(compute())
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    answer(file, file.transfers.get(payee=village.old).seq)
    number = str(PayeeAccount.objects.get(person=village.old).number)
    asked = propose(person=village.old, number=number, bank="农商行", basis="卡已解冻, 看过回单",
                    actor=CLERK, at=at(APRIL))  # fmt: skip
    decide(change=asked.pk, agrees=True, actor=BOSS, at=at(date(2026, 4, 20)))
    assert banking.send(run=run.pk, actor=CLERK, at=at(date(2026, 4, 21))).lines_count == 1


def test_an_account_changed_on_the_day_of_the_file_leaves_the_file_as_it_was(village, accounts):
    run = approve(compute())
    PayeeAccount.objects.filter(person=village.mother).update(valid_from=MARCH)
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    take_account(
        person=village.mother, number="6222000000000077", bank="农商行", since=MARCH, actor=CLERK,
        at=at(MARCH),
    )  # fmt: skip
    assert sha256(banking.text_of(file).encode()).hexdigest() == file.digest
    now = PayeeAccount.objects.get(person=village.mother, valid_to=FOREVER)
    assert now.tail == "0077"


def test_who_has_no_account_waits_until_one_is_known(village):
    """An award is paid to the account that was named for it."""
    run = approve(compute())
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    assert [one.payee for one in file.transfers.all()] == [village.old]
    answer(file)
    with pytest.raises(PaymentFault, match="没有可以报盘的"):
        banking.send(run=run.pk, actor=CLERK, at=at(APRIL))
    give_account(village.mother)
    answer(banking.send(run=run.pk, actor=CLERK, at=at(APRIL)))
    assert books.balances("suspense/") == {}
    assert -books.balance("bank/relief") == run.total


def test_what_the_registers_decide_goes_to_the_card_of_ones_number(village):
    """Nobody applied, so nobody named an account: the bank knows whose card it is."""
    run = approve(compute())
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    details = [line.split("|") for line in banking.text_of(file).splitlines()[1:-1]]
    assert details == [
        ["D", "1", village.old.name, "", str(village.old.id_number), "54000", "民政补助"]
    ]
    answer(file, 1)
    give_account(village.old, "6222000000000001")
    again = banking.text_of(banking.send(run=run.pk, actor=CLERK, at=at(APRIL)))
    assert "|6222000000000001||54000|" in again
    assert str(village.old.id_number) not in again, "no more than the bank needs"


def test_who_gets_both_gets_by_card_what_needs_no_account(village):
    Person.objects.filter(pk=village.mother.pk).update(birth_date=date(1950, 2, 1))
    run = approve(compute())
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    mine = run.lines.filter(payee=village.mother)
    states = dict(mine.values_list("benefit", "state"))
    assert states == {DIBAO: RunLine.State.FAILED, ALLOWANCE: RunLine.State.WAITING}
    answer(file)
    states = dict(mine.values_list("benefit", "state"))
    assert states == {DIBAO: RunLine.State.FAILED, ALLOWANCE: RunLine.State.PAID}
    assert list(books.faults()) == []
    give_account(village.mother)
    answer(banking.send(run=run.pk, actor=CLERK, at=at(APRIL)))
    assert books.balances("suspense/") == {}
    assert -books.balance("bank/relief") == run.total


def test_an_answer_is_taken_once_and_whole(village, accounts):
    run = approve(compute())
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    rows = [Answer(one.seq, one.amount, True, "") for one in file.transfers.order_by("seq")]
    text = formats.from_bank(file.number, rows)
    for bad, why in (
        (formats.from_bank(file.number, rows[1:]), "少了 1 笔"),
        (formats.from_bank(file.number, [*rows, Answer(99, 1, True, "")]), "多了 1 笔"),
        (formats.from_bank(file.number, [Answer(1, 1, True, ""), *rows[1:]]), "金额和报盘不一样"),
        (formats.from_bank("别的", rows), "没有报过批次"),
    ):
        with pytest.raises(PaymentFault, match=why):
            banking.answer(text=bad, actor=CLERK, at=at(APRIL))
    with pytest.raises(formats.FormatFault, match="校验值不符"):
        banking.answer(text=text.replace("|Y|", "|N|", 1), actor=CLERK, at=at(APRIL))
    banking.answer(text=text, actor=CLERK, at=at(APRIL))
    banking.answer(text=text, actor=CLERK, at=at(APRIL))
    assert books.turnover("bank/", "file:") == -run.total
    other = formats.from_bank(file.number, [Answer(1, rows[0].amount, False, "x"), *rows[1:]])
    with pytest.raises(PaymentFault, match="已经回过盘"):
        banking.answer(text=other, actor=CLERK, at=at(APRIL))


def test_every_change_against_the_month_before_has_its_reason(village, accounts):
    approve(compute())
    Income.objects.filter(person=village.mother).update(wage=30_000)
    district.forget(APRIL)
    april = compute(APRIL)
    line = april.lines.get(benefit=DIBAO)
    assert (line.why, line.amount - line.before) == ("raised", 30_000)
    Income.objects.filter(person=village.mother).update(wage=90_000)
    district.forget(APRIL)
    line = compute(APRIL).lines.get(benefit=DIBAO)
    assert (line.why, line.amount) == ("held", line.before)  # nobody was heard yet
    awards.end(award=village.award.pk, last=MARCH, why="主动退出", actor=CLERK, at=at(APRIL))
    stop = compute(APRIL).stops.get()
    assert (stop.why, stop.before, stop.payee) == (Stop.Why.ENDED, line.before, village.mother)


def test_the_award_of_somebody_is_begun_once_and_goes_on_when_its_end_was_a_mistake(village):
    with pytest.raises(PaymentFault, match="已经在发"):
        awards.begin(
            benefit=village.dibao,
            holder=village.home,
            payee=village.mother,
            since=APRIL,
            actor=CLERK,
            at=at(APRIL),
        )
    awards.end(award=village.award.pk, last=MARCH, why="去世", actor=CLERK, at=at(APRIL))
    assert compute(APRIL).lines.count() == 0
    awards.restore(award=village.award.pk, actor=CLERK, at=at(APRIL))
    assert compute(APRIL).lines.count() == 1


def test_a_budget_is_not_overdrawn(village):
    from yingzhou.kernel.ledger import services as ledger
    from yingzhou.kernel.payments import books as accounts

    run = compute()
    source = ledger.account("budget/granted", "财政拨款", "income")
    ledger.post(
        key="budget",
        lines={accounts.granted(DIBAO, 2026): 1_00, source: -1_00},
        text="低保预算",
        day=MARCH,
        by=ledger.By("财务"),
        at=at(MARCH),
    )
    with pytest.raises(PaymentFault, match=r"预算只剩 1\.00 元"):
        approve(run)
