"""The year's budget as the finance clerk enters it, and the months that are closed for good."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.kernel.payments.conftest import APRIL, BOSS, CLERK, DIBAO, MARCH, at, computed
from yingzhou.core import clock
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.faults import LedgerFault
from yingzhou.kernel.ledger.models import Entry, Period
from yingzhou.kernel.ledger.selectors import balance, faults
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.services import approving, bookkeeping

BOOKS = "/desk/payments/books/"


def granted(amount: int, basis: str = "沪财社〔2026〕1号"):
    return bookkeeping.grant(
        benefit=DIBAO, year=2026, amount=amount, basis=basis, actor=CLERK, at=at(MARCH)
    )


def approve(run, day: date = MARCH):
    return approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(day, 15))


def form(**other) -> dict:
    told = {"benefit": DIBAO, "year": "2026", "amount": "1,000.00", "basis": "沪财社〔2026〕1号"}
    return told | other


def test_a_month_beyond_the_budget_waits_for_more_and_then_goes_out(office, village):
    with clock.stopped_at(MARCH):
        office("finance").post(f"{BOOKS}grant/", form(amount="1.00"))
        run = computed(MARCH)
        month = f"/desk/payments/{run.pk}/"
        assert "不够, 不能审批" in office("treasurer").get(month).content.decode()
        told = office("treasurer").post(f"{month}approve/", {"total": run.total}, follow=True)
        assert "今年预算只剩 1.00 元" in told.content.decode()
        office("finance").post(f"{BOOKS}grant/", form(amount="100000", basis="沪财社〔2026〕9号"))
        assert "不够, 不能审批" not in office("treasurer").get(month).content.decode()
        office("treasurer").post(f"{month}approve/", {"total": run.total})
        run.refresh_from_db()
        assert run.approved_by
        assert "用到预算的百分之几" in office("bureau").get(BOOKS).content.decode()
    assert AuditEntry.objects.filter(action="payments.budget").count() == 2
    assert list(faults()) == []


def test_one_paper_counts_once(village):
    granted(100_00)
    with pytest.raises(PaymentFault, match="已经登记过"):
        granted(100_00)
    assert balance(f"budget/{DIBAO}/2026") == 100_00


def test_what_was_spent_cannot_be_taken_back(village):
    run = computed(MARCH)
    dibao = sum(run.lines.filter(benefit=DIBAO).values_list("amount", flat=True))
    granted(dibao + 5)
    approve(run)
    with pytest.raises(PaymentFault, match=r"只剩 0\.05 元"):
        granted(-6, "调减 1 号")
    granted(-5, "调减 2 号")
    assert balance(f"budget/{DIBAO}/2026") == dibao


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"amount": "很多"}, "不是金额"),
        ({"amount": "0"}, "不能是零"),
        ({"basis": "  "}, "请写依据"),
        ({"benefit": "no/such"}, "请选是哪一项"),
        ({"year": "2020"}, "今年、上年和下年"),
        ({"year": "明年"}, "哪一年"),
        ({"amount": "-1"}, "不能调减"),
    ],
)
def test_what_makes_no_budget_is_said_and_nothing_is_entered(office, village, told, word):
    with clock.stopped_at(MARCH):
        page = office("finance").post(f"{BOOKS}grant/", form(**told), follow=True)
    assert word in page.content.decode()
    assert not Entry.objects.exists()


def test_the_treasurer_closes_what_is_over_and_no_entry_goes_there_any_more(office, village):
    approve(computed(MARCH))
    with clock.stopped_at(MARCH):
        boss = office("treasurer")
        early = boss.post(f"{BOOKS}lock/", {"until": "2026-03"}, follow=True)
    assert "还没有过完" in early.content.decode()
    with clock.stopped_at(APRIL):
        office.comes_back()
        boss, clerk = office("treasurer"), office("finance")
        assert "锁定到" in boss.get(BOOKS).content.decode()
        assert "锁定到" not in clerk.get(BOOKS).content.decode()
        told = boss.post(f"{BOOKS}lock/", {"until": "2026-03"}, follow=True)
    assert "已锁定 1 个月的账" in told.content.decode()
    assert Period.objects.get().month == "2026-03"
    entry, by = Entry.objects.get(), ledger.By("计算甲")
    with pytest.raises(LedgerFault, match="已经锁定"):
        ledger.reverse(entry=entry, why="想改", day=MARCH, by=by, at=at(APRIL))
    approve(computed(APRIL), APRIL)  # the money of the next month goes into its own
    assert Entry.objects.filter(month="2026-04").exists()


def test_all_months_before_close_with_it_or_none(village):
    approve(computed(MARCH))
    approve(computed(APRIL), APRIL)
    with pytest.raises(PaymentFault, match="还没有过完"):
        bookkeeping.lock(until="2026-04", actor=BOSS, at=at(date(2026, 4, 30)))
    assert not Period.objects.exists()
    may = at(date(2026, 5, 6))
    bookkeeping.lock(until="2026-04", actor=BOSS, at=may)
    assert list(Period.objects.order_by("month").values_list("month", flat=True)) == [
        "2026-03",
        "2026-04",
    ]
    with pytest.raises(PaymentFault, match="没有要锁的"):
        bookkeeping.lock(until="2026-04", actor=BOSS, at=may)
    with pytest.raises(PaymentFault, match="请选锁定到"):
        bookkeeping.lock(until="四月", actor=BOSS, at=may)


def test_who_computes_does_not_close_and_who_approves_enters_no_budget(office, village):
    assert office("finance").post(f"{BOOKS}lock/", {"until": "2026-03"}).status_code == 403
    assert office("treasurer").post(f"{BOOKS}grant/", form()).status_code == 403
    assert office("town").get(BOOKS).status_code == 403


def test_the_books_are_few_questions(office, village):
    with clock.stopped_at(MARCH):
        granted(100_000_00)
        approve(computed(MARCH))
        client = office("treasurer")
        client.get(BOOKS)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = client.get(BOOKS).content.decode()
    assert len(asked) <= 12, [one["sql"] for one in asked]
    assert "借贷相等, 一分不差" in page
