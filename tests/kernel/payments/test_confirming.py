"""Did the money come? Some are asked; where one says no the bank is, and they are paid once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories
from tests.kernel.payments.conftest import APRIL, BACKEND, BOSS, CLERK, MARCH, at, computed
from yingzhou.core import audit
from yingzhou.core.invariants import check_all
from yingzhou.kernel.ledger import selectors as books
from yingzhou.kernel.payments import formats, sample
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.formats import Answer
from yingzhou.kernel.payments.house import rule
from yingzhou.kernel.payments.models import Confirmation, Draw, Inquiry, Run, RunLine
from yingzhou.kernel.payments.sample import Recipient
from yingzhou.kernel.payments.services import approving, banking, confirming, sealing

OFFICER = audit.Actor(3, "村干部")


def answered(run: Run, *failed: int):
    file = banking.send(run=run.pk, actor=CLERK, at=at(MARCH))
    rows = [
        Answer(one.seq, one.amount, one.seq not in failed, "" if one.seq not in failed else "销户")
        for one in file.transfers.order_by("seq")
    ]
    banking.answer(text=formats.from_bank(file.number, rows), actor=CLERK, at=at(MARCH))
    return file


@pytest.fixture
def paid(village, accounts) -> Run:
    run = computed(MARCH)
    approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(MARCH))
    answered(run)
    return run


def says(row: Confirmation, state: str, note: str = "", how: str = "phone") -> Confirmation:
    return confirming.answer(
        confirmation=row.pk, state=state, how=how, note=note, actor=OFFICER, at=at(MARCH, 12)
    )


def broken() -> list[str]:
    return [f"{one.name}: {one.faults}" for one in check_all() if one.count]


def test_whom_the_bank_says_it_paid_some_are_asked_each_with_a_clock(village, paid):
    rows = Confirmation.objects.order_by("payee")
    assert [one.payee for one in rows] == [village.old, village.mother], "at least three of a town"
    assert {one.due for one in rows} == {MARCH + timedelta(days=rule("confirming").value)}
    assert {one.is_changed for one in rows} == {True}
    assert Draw.objects.get().population == 2
    assert broken() == []


def test_whose_money_came_back_is_not_asked_whether_it_came(village, accounts):
    run = computed(MARCH)
    approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(MARCH))
    answered(run, 1)
    assert Confirmation.objects.get().payee == village.mother


def test_the_same_seed_draws_the_same_and_more_of_those_for_whom_something_changed():
    everybody = [Recipient(n, n % 3, n % 10 == 0) for n in range(3000)]
    by = {"sample": 2, "sample_changed": 10, "sample_least": 3}
    first = sample.drawn(everybody, "seed", by)
    assert sample.drawn(reversed(everybody), "seed", by) == first
    assert sample.drawn(everybody, "other", by) != first
    changed = sum(1 for one in first if one % 10 == 0)
    assert (changed, len(first)) == (30, 84)
    few = sample.drawn([Recipient(n, 1, False) for n in range(5)], "seed", by)
    assert len(few) == 3
    assert sample.shares()["sample"] == rule("sample").value
    assert rule("sample").confidence == "unverified"


def test_who_got_it_says_so_once(paid):
    row = Confirmation.objects.first()
    says(row, "received")
    with pytest.raises(PaymentFault, match="已经问过了"):
        says(row, "missing")
    assert not Inquiry.objects.exists()


def test_who_was_not_reached_is_written_down_with_what_was_tried_and_asked_again(paid):
    row = Confirmation.objects.first()
    with pytest.raises(PaymentFault, match="打过几次"):
        says(row, "unreached")
    says(row, "unreached", "打了三次没人接")
    assert says(row, "received", how="visit").state == "received"


def test_what_did_not_come_is_paid_again_and_only_once(village, paid):
    row = Confirmation.objects.get(payee=village.mother)
    says(row, "missing", "卡上没有")
    inquiry = Inquiry.objects.get()
    assert inquiry.due == MARCH + timedelta(days=rule("inquiry").value)
    with pytest.raises(PaymentFault, match="没有要复核的"):
        confirming.repay(inquiry=inquiry.pk, actor=BOSS, at=at(MARCH, 13))
    confirming.find(
        inquiry=inquiry.pk, arrived=False, finding="户名不符, 已退", actor=CLERK, at=at(MARCH, 13)
    )
    with pytest.raises(PaymentFault, match="查的人自己"):
        confirming.repay(inquiry=inquiry.pk, actor=CLERK, at=at(MARCH, 14))
    confirming.repay(inquiry=inquiry.pk, actor=BOSS, at=at(MARCH, 14))
    assert sum(books.balances("suspense/").values()) == -row.amount
    assert broken() == []
    with pytest.raises(PaymentFault, match="没有要复核的"):
        confirming.repay(inquiry=inquiry.pk, actor=BOSS, at=at(MARCH, 15))
    file = answered(paid)
    assert (file.attempt, file.total) == (1, row.amount)
    assert books.balances("suspense/") == {}
    assert -books.balance("bank/relief") == paid.total
    assert not paid.lines.exclude(state=RunLine.State.PAID).exists()
    assert broken() == []


def test_what_came_after_all_is_not_paid_again(village, paid):
    says(Confirmation.objects.get(payee=village.old), "missing")
    inquiry = Inquiry.objects.get()
    with pytest.raises(PaymentFault, match="银行怎么说"):
        confirming.find(inquiry=inquiry.pk, arrived=True, finding="", actor=CLERK, at=at(MARCH))
    confirming.find(
        inquiry=inquiry.pk, arrived=True, finding="3月1日入账, 存折没补登", actor=CLERK,
        at=at(MARCH, 13),
    )  # fmt: skip
    with pytest.raises(PaymentFault, match="没有可以报盘的"):
        banking.send(run=paid.pk, actor=CLERK, at=at(APRIL))
    assert broken() == []


def test_a_year_is_not_sealed_while_somebody_waits_for_an_answer(village, paid):
    says(Confirmation.objects.get(payee=village.old), "missing")
    faults = list(sealing._in_the_way(2026, MARCH.replace(year=2027)))
    assert faults == ["有 1 件说没收到的还没有查清"]


def somebody_else(run: Run) -> None:
    row = Confirmation.objects.first()
    row.delete()


def another_seed(run: Run) -> None:
    Draw.objects.update(chosen="x")


def no_inquiry(run: Run) -> None:
    Confirmation.objects.update(state="missing")


def paid_again_without_books(run: Run) -> None:
    row = Confirmation.objects.first()
    Inquiry.objects.create(
        confirmation=row, opened_at=at(MARCH), due=MARCH, state=Inquiry.State.REPAID,
        found_by="甲", approved_by="乙",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sown", "said"),
    [
        (somebody_else, "问的人和抽中的人不一样"),
        (another_seed, "问的人和抽中的人不一样"),
        (no_inquiry, "没有立案"),
        (paid_again_without_books, "总账转回 0 分"),
    ],
)
def test_a_fault_sown_is_found(paid, sown, said):
    sown(paid)
    assert any(said in one for one in broken())


@pytest.fixture
def officer(village, client):
    place = village.mother.residences.first().division
    client.force_login(factories.user_with("village", place), backend=BACKEND)
    return client


def test_the_village_asks_and_the_bank_is_asked_and_another_person_lets_it_go_again(
    village,
    office,
    officer,
    paid,
):
    page = officer.get("/desk/payments/confirming/").content.decode()
    assert village.mother.name in page
    assert "以前问到" in page
    row = Confirmation.objects.get(payee=village.mother)
    assert str(row.amount // 100) not in page, "a village officer does not see what somebody gets"
    where = f"/desk/payments/confirming/{row.pk}/"
    answer = officer.post(where, {"state": "missing", "how": "phone", "note": "没到"}, follow=True)
    assert "已转资金发放经办" in answer.content.decode()
    listed = officer.get("/desk/payments/confirming/?state=missing").content.decode()
    assert "没到" in listed
    page = office("finance").get("/desk/payments/inquiries/").content.decode()
    assert "以前查清" in page
    inquiry = Inquiry.objects.get()
    assert officer.get("/desk/payments/inquiries/").status_code == 403
    where = f"/desk/payments/inquiries/{inquiry.pk}/"
    office("finance").post(f"{where}find/", {"way": "missed", "finding": "销户"})
    office("treasurer").post(f"{where}repay/")
    inquiry.refresh_from_db()
    assert inquiry.state == Inquiry.State.REPAID
    closed = office("finance").get("/desk/payments/inquiries/?state=closed").content.decode()
    assert "已转待发, 再付" in closed
    run = office("finance").get(f"/desk/payments/{paid.pk}/").content.decode()
    assert "把有账号的 1 人再报一次" in run


def test_another_village_asks_nobody_here(village, client, paid):
    client.force_login(factories.user_with("village", factories.village("别村")), backend=BACKEND)
    page = client.get("/desk/payments/confirming/").content.decode()
    assert "没有要问的" in page
    row = Confirmation.objects.first()
    answer = client.post(f"/desk/payments/confirming/{row.pk}/", {"state": "received"})
    assert answer.status_code == 404


def test_the_bureau_sees_it_by_town_and_takes_it_as_excel(village, office, paid):
    says(Confirmation.objects.first(), "received")
    page = office("finance").get(f"/desk/payments/{paid.pk}/confirming/").content.decode()
    assert "全区" in page
    assert "50.0%" in page
    assert "内部规定, 待核实" in page
    answer = office("finance").get(f"/desk/payments/{paid.pk}/confirming/export/")
    assert answer["Content-Type"].endswith("sheet")
    assert answer.content[:2] == b"PK"


def test_before_the_bank_has_answered_nobody_is_asked(village, office):
    run = computed(MARCH)
    page = office("finance").get(f"/desk/payments/{run.pk}/confirming/").content.decode()
    assert "还没有抽" in page
