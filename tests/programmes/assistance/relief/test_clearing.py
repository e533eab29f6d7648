"""A hospital's month: drawn up by one, held against the books, closed by another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.programmes.assistance.relief.conftest import BOSS, CLERK, FRIDAY, YUAN, at, bill
from yingzhou.kernel.ledger import selectors as ledger
from yingzhou.kernel.ledger import services as books
from yingzhou.kernel.ledger.models import Account, Entry
from yingzhou.kernel.ledger.services import By
from yingzhou.programmes.assistance.relief.faults import NotSettled, ReliefFault
from yingzhou.programmes.assistance.relief.models import Settlement
from yingzhou.programmes.assistance.relief.services import clearing

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 2)


@pytest.fixture
def month(world):
    """Two bills and one taken back."""
    world.settle(bill("Z1", own=10_000))
    row = world.settle(bill("Z2", own=2_000, since=FRIDAY - timedelta(days=1))).row
    world.settle(bill("M1", own=1_000, kind="outpatient", since=FRIDAY))
    world.reverse(row)
    return world


def draw_up(world, day: date = DECEMBER, actor=CLERK):
    return clearing.draw_up(hospital=world.hospital.pk, month=NOVEMBER, actor=actor, at=at(day))


def close(statement, total: int, actor=BOSS):
    return clearing.close(statement=statement.pk, total=total, actor=actor, at=at(DECEMBER, 15))


def test_a_month_is_summed_up_closed_by_another_and_paid(month):
    made = draw_up(month)
    assert (made.count, made.reversed_count, made.total) == (3, 1, 9_500 * YUAN)
    assert ledger.balance("hospital/XH/2026-11") == -9_500 * YUAN
    closed = close(made, made.total)
    assert closed.closed_by == "复核乙"
    assert ledger.balance("hospital/XH/2026-11") == 0
    assert ledger.balance("bank/relief") == -9_500 * YUAN
    entry = Entry.objects.order_by("-seq").first()
    assert (entry.made_by, entry.approved_by) == ("经办甲", "复核乙")


def test_nobody_closes_what_they_drew_up(month):
    made = draw_up(month)
    with pytest.raises(ReliefFault, match="不能是同一个人"):
        close(made, made.total, CLERK)


def test_a_month_that_is_not_over_waits(month):
    with pytest.raises(ReliefFault, match="还没有过完"):
        draw_up(month, FRIDAY)


def test_who_saw_another_sum_looks_again(month):
    made = draw_up(month)
    with pytest.raises(ReliefFault, match="请经办重出"):
        close(made, made.total - 1)


def test_what_does_not_agree_with_the_books_is_not_paid(month):
    owed = Account.objects.get(code="hospital/XH/2026-11")
    bank = books.account("bank/relief", "救助资金专户", Account.Kind.ASSET)
    books.post(
        key="by-hand", lines={owed: 100, bank: -100}, text="手工", day=DECEMBER,
        by=By("某人"), at=at(DECEMBER),
    )  # fmt: skip
    with pytest.raises(ReliefFault, match="两边不符"):
        draw_up(month)


def test_into_a_closed_month_nothing_comes_any_more(month, stop_clock):
    made = draw_up(month)
    close(made, made.total)
    with pytest.raises(ReliefFault, match="不能重出"):
        draw_up(month)
    with pytest.raises(ReliefFault, match="复核过了"):
        close(made, made.total)
    with pytest.raises(NotSettled, match="已经清算"):
        month.settle(bill("Z9", since=FRIDAY - timedelta(days=2)))
    stop_clock(at(DECEMBER))
    row = Settlement.objects.get(number="Z1", reverses=None)
    back = month.reverse(row, DECEMBER).row
    assert back.month == date(2026, 12, 1), "what is taken back later stands in a later month"
    assert ledger.balance("hospital/XH/2026-12") == 9_000 * YUAN


def test_a_month_without_a_bill_needs_no_statement(world):
    with pytest.raises(ReliefFault, match="没有结算"):
        draw_up(world)
