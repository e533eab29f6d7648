"""``yingzhou check`` finds what somebody with the database in hand has done to the money."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.kernel.payments.conftest import ALLOWANCE, APRIL, BOSS, CLERK, MARCH, at, computed
from yingzhou.core.invariants import check_all
from yingzhou.kernel.payments import formats
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import BankFile, Run, RunLine, Transfer
from yingzhou.kernel.payments.services import approving, banking
from yingzhou.kernel.people.models import Person


@pytest.fixture
def paid(village, accounts) -> Run:
    run = computed(MARCH)
    approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(MARCH))
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    rows = [Answer(one.seq, one.amount, True, "") for one in file.transfers.order_by("seq")]
    banking.answer(text=formats.from_bank(file.number, rows), actor=CLERK, at=at(APRIL))
    return run


def faults() -> dict[str, list[str]]:
    return {found.name: found.faults for found in check_all() if found.count}


def test_everything_holds_after_an_ordinary_month(paid):
    assert faults() == {}


def ill(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_changed_line_is_found(paid):
    RunLine.objects.filter(benefit=ALLOWANCE).update(amount=1)
    assert any("明细" in one for one in faults()["发放、报盘、总账的钱一分不差"])


def test_a_changed_total_is_found_in_the_books_too(paid):
    line = RunLine.objects.filter(benefit=ALLOWANCE).first()
    RunLine.objects.filter(pk=line.pk).update(amount=line.amount + 1)
    Run.objects.update(total=paid.total + 1)
    found = faults()["发放、报盘、总账的钱一分不差"]
    assert any("总账支出" in one for one in found)


def test_a_changed_transfer_or_file_is_found(paid):
    transfer = Transfer.objects.first()
    Transfer.objects.filter(pk=transfer.pk).update(amount=transfer.amount - 1)
    assert any("文件头和明细不符" in one for one in faults()["发放、报盘、总账的钱一分不差"])
    Transfer.objects.filter(pk=transfer.pk).update(amount=transfer.amount)
    BankFile.objects.update(total=transfer.file.total - 1)
    assert len(faults()["发放、报盘、总账的钱一分不差"]) == 2


def test_a_transfer_without_an_answer_is_found(paid):
    Transfer.objects.filter(seq=1).update(state=Transfer.State.SENT)
    assert any("还有 1 笔没有结果" in one for one in faults()["发放、报盘、总账的钱一分不差"])


def test_money_after_death_is_found_and_that_of_the_month_of_death_is_not(paid):
    old = Person.objects.get(name="王阿婆")
    Person.objects.filter(pk=old.pk).update(death_date=date(2026, 1, 1))
    assert faults() == {}
    Person.objects.filter(pk=old.pk).update(death_date=date(2025, 12, 31))
    (told,) = faults()["没有人在去世的次月以后还领钱"]
    assert told.startswith("老年综合津贴 2026年"), "no key, no fen: an officer reads it"
    assert f", 人员 {old.pk}, " in told
    assert told.endswith("元: 已于 2025-12-31 去世")


def test_money_of_a_household_that_died_out_is_found(paid):
    mother = Person.objects.get(name="张秀英")
    Person.objects.filter(pk=mother.pk).update(death_date=date(2026, 3, 1))
    assert "没有人在去世的次月以后还领钱" not in faults()
    Person.objects.filter(pk=mother.pk).update(death_date=date(2026, 2, 28))
    (told,) = faults()["没有人在去世的次月以后还领钱"]
    assert told.startswith("最低生活保障 2026年3月, 家庭 ")
    assert told.endswith("家里已没有人, 领款人于 2026-02-28 去世")


def test_what_the_bank_credited_a_second_time_is_found(paid):
    first = Transfer.objects.select_related("file").first()
    again = BankFile.objects.get(pk=first.file_id)
    again.pk, again.attempt, again.number = None, 1, f"{again.number}x"
    again.save()
    Transfer.objects.create(
        file=again, seq=1, payee_id=first.payee_id, account_id=first.account_id,
        amount=first.amount, state=Transfer.State.PAID,
    )  # fmt: skip
    (told,) = faults()["同一笔钱没有进账两次"]
    assert f"人员 {first.payee_id}: 应发 " in told


def test_a_second_line_of_a_month_is_found_and_a_numbered_correction_is_none(paid):
    line = RunLine.objects.filter(benefit=ALLOWANCE).first()
    line.pk, line.correction = None, 1
    line.save()
    assert "同一个月同一项待遇没有发两次" not in faults()
    without_the_constraint()
    line.pk, line.correction = None, 1
    line.save()
    assert len(faults()["同一个月同一项待遇没有发两次"]) == 1


def without_the_constraint() -> None:
    if connection.vendor == "postgresql":
        ill("SET CONSTRAINTS ALL IMMEDIATE")
        ill("ALTER TABLE payments_runline DROP CONSTRAINT line_of_a_month_once")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'payments_runline'")
        table = cursor.fetchone()[0]
    start = table.index(', CONSTRAINT "line_of_a_month_once"')
    plain = table[:start] + table[table.index(")", start) + 1 :]
    ill("ALTER TABLE payments_runline RENAME TO kept")
    ill(plain)
    ill("INSERT INTO payments_runline SELECT * FROM kept")


def test_who_approves_their_own_is_found_past_the_constraint(paid):
    if connection.vendor == "sqlite":
        ill("PRAGMA ignore_check_constraints = ON")
    else:
        ill("SET CONSTRAINTS ALL IMMEDIATE")
        ill("ALTER TABLE payments_run DROP CONSTRAINT run_four_eyes")
    Run.objects.update(approved_by=CLERK.name)
    if connection.vendor == "sqlite":
        ill("PRAGMA ignore_check_constraints = OFF")
    assert len(faults()["没有人审批自己计算的发放"]) == 1
