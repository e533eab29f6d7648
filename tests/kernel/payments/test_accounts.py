"""Whose money did not leave: the clerk sees who and why, names an account, and another agrees."""

from __future__ import annotations

import pytest

from tests.kernel.payments.conftest import ALLOWANCE, DIBAO, MARCH, at
from yingzhou.core import audit
from yingzhou.core.invariants import check_all
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.payments import chores, formats
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.models import (
    AccountChange,
    BankFile,
    PayeeAccount,
    Run,
    RunLine,
    Transfer,
)
from yingzhou.kernel.payments.services import banking

NUMBER = "9999000011112222"
FORM = {"bank": "上海农商银行", "number": "9999 0000 1111 2222", "basis": "存折复印件, 乡镇送来"}


@pytest.fixture
def sent(office, village) -> Run:
    """The household on 低保 named no account; the old man's card was closed."""
    PayeeAccount.objects.all().delete()
    office("finance").post("/desk/payments/ask/", {"month": "2026-03"})
    chores.compute_asked(at(MARCH.replace(day=5)))
    run = Run.objects.get()
    office("treasurer").post(f"/desk/payments/{run.pk}/approve/", {"total": run.total})
    office("finance").post(f"/desk/payments/{run.pk}/send/")
    answer("已销户")
    return run


def answer(why: str) -> None:
    """The bank takes all of the last file, or sends all of it back."""
    file = BankFile.objects.order_by("attempt").last()
    rows = [Answer(one.seq, one.amount, not why, why) for one in file.transfers.order_by("seq")]
    text = formats.from_bank(file.number, rows)
    banking.answer(text=text, actor=audit.Actor(1, "计算甲"), at=at(MARCH.replace(day=6)))


def page(office, role: str, address: str) -> str:
    return office(role).get(address).content.decode()


def test_the_month_says_how_many_wait_and_leads_to_who_and_why(office, sent):
    month = page(office, "finance", f"/desk/payments/{sent.pk}/")
    assert "2 人的钱没有发出去" in month
    assert f'href="/desk/payments/{sent.pk}/waiting/"' in month
    assert "再报一次" not in month, "nothing that could go again: no button that does nothing"
    found = page(office, "finance", f"/desk/payments/{sent.pk}/waiting/")
    assert "没有登记收款账号, 没有报给银行" in found
    assert "付到本人证件号下的卡, 银行退回: 已销户" in found
    assert "张*英" in found
    assert "张秀英" not in found
    assert AuditEntry.objects.filter(action="payments.waiting").exists()


def test_an_account_counts_when_another_person_has_agreed_and_is_then_paid(office, sent, village):
    give = f"/desk/payments/{sent.pk}/waiting/{village.mother.pk}/"
    said = office("finance").post(give, FORM, follow=True).content.decode()
    assert "等另一个人复核" in said
    assert not PayeeAccount.objects.exists()
    change = AccountChange.objects.get()
    seen = page(office, "treasurer", "/desk/payments/accounts/")
    assert NUMBER in seen
    assert "乡镇送来" in seen
    assert NUMBER not in page(office, "bureau", "/desk/payments/accounts/"), "who looks on"
    decide = f"/desk/payments/accounts/{change.pk}/decide/"
    assert office("finance").post(decide, {"way": "agree"}).status_code == 403
    office("treasurer").post(decide, {"way": "agree"})
    month = page(office, "finance", f"/desk/payments/{sent.pk}/")
    assert "把有账号的 1 人再报一次" in month
    office("finance").post(f"/desk/payments/{sent.pk}/send/")
    again = Transfer.objects.get(file__attempt=1)
    assert (again.payee_id, str(again.account.number)) == (village.mother.pk, NUMBER)
    answer("")
    lines = dict(RunLine.objects.values_list("benefit", "state"))
    assert lines[DIBAO] == RunLine.State.PAID
    assert [found.name for found in check_all() if found.count] == []


def test_who_wrote_the_number_down_does_not_agree_to_it(office, sent, village):
    office("treasurer")
    name = office.users["treasurer"].username
    office("finance").post(f"/desk/payments/{sent.pk}/waiting/{village.mother.pk}/", FORM)
    AccountChange.objects.update(made_by=name)
    change = AccountChange.objects.get()
    said = office("treasurer").post(
        f"/desk/payments/accounts/{change.pk}/decide/", {"way": "agree"}, follow=True
    )
    assert "要由另一个人复核" in said.content.decode()
    assert not PayeeAccount.objects.exists()


def test_what_is_refused_goes_back_with_its_reason_and_may_be_given_anew(office, sent, village):
    give = f"/desk/payments/{sent.pk}/waiting/{village.mother.pk}/"
    office("finance").post(give, FORM)
    decide = f"/desk/payments/accounts/{AccountChange.objects.get().pk}/decide/"
    said = office("treasurer").post(decide, {"way": "refuse"}, follow=True).content.decode()
    assert "请写明为什么不同意" in said
    office("treasurer").post(decide, {"way": "refuse", "words": "户名不是本人"})
    assert "没有通过复核: 户名不是本人" in page(
        office, "finance", f"/desk/payments/{sent.pk}/waiting/"
    )
    office("finance").post(give, FORM | {"number": "9999000011113333"})
    assert AccountChange.objects.filter(state="proposed").get().tail == "3333"
    late = office("treasurer").post(decide, {"way": "agree"}, follow=True).content.decode()
    assert "已经复核过" in late


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [("number", "12345", "位数字"), ("number", "六二二二", "位数字"), ("basis", " ", "凭什么材料")],
)
def test_what_is_missing_is_said_and_nothing_is_kept(office, sent, village, field, value, word):
    give = f"/desk/payments/{sent.pk}/waiting/{village.mother.pk}/"
    said = office("finance").post(give, FORM | {field: value}, follow=True).content.decode()
    assert word in said
    assert not AccountChange.objects.exists()


def test_an_account_is_given_only_to_whose_money_waits(office, sent, village):
    RunLine.objects.filter(benefit=ALLOWANCE).update(state=RunLine.State.PAID)
    give = f"/desk/payments/{sent.pk}/waiting/{village.old.pk}/"
    assert office("finance").post(give, FORM).status_code == 404
    assert office("bureau").post(give, FORM).status_code == 403


def test_the_same_number_that_came_back_is_named_as_such(office, sent, village):
    PayeeAccount.objects.create(
        person=village.mother, bank="上海农商银行", number=NUMBER, tail=NUMBER[-4:],
        made_by="窗口", valid_from=MARCH,
    )  # fmt: skip
    office("finance").post(f"/desk/payments/{sent.pk}/send/")
    answer("户名不符")
    found = page(office, "finance", f"/desk/payments/{sent.pk}/waiting/")
    assert "就是退回的那个, 不会再报" in found
    assert "人再报一次" not in page(office, "finance", f"/desk/payments/{sent.pk}/")


def test_people_are_named_as_they_are_called_and_not_by_login(office, sent):
    user = office.users["finance"]
    month = page(office, "treasurer", f"/desk/payments/{sent.pk}/")
    assert f"{user.name}计算" in month
    assert "没有上个月的发放可以比" in month
