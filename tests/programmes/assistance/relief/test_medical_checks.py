"""``yingzhou check`` finds what somebody did to settlements past the house."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from tests.programmes.assistance.relief.conftest import BOSS, CLERK, FRIDAY, YUAN, at, bill
from yingzhou.core.invariants import check_all
from yingzhou.kernel.ledger import services as books
from yingzhou.kernel.ledger.models import Account
from yingzhou.kernel.ledger.services import By
from yingzhou.programmes.assistance.relief import invariants
from yingzhou.programmes.assistance.relief.models import Settlement, Statement, YearTotal
from yingzhou.programmes.assistance.relief.services import clearing


def found(search) -> str:
    return "\n".join(search())


@pytest.fixture
def bills(world):
    world.settle(bill("Z1", own=140_000))
    row = world.settle(bill("Z2", own=2_000, since=FRIDAY - timedelta(days=1))).row
    world.reverse(row)
    world.settle(bill("M1", own=1_000, kind="outpatient", since=FRIDAY))
    return world


def copy_of(row: Settlement, **more) -> Settlement:
    """As somebody would put it in who reaches the table."""
    kept = {f.attname: getattr(row, f.attname) for f in Settlement._meta.concrete_fields}
    kept.pop("id")
    return Settlement.objects.create(**kept | more)


def test_all_that_went_by_the_house_holds(bills):
    made = clearing.draw_up(
        hospital=bills.hospital.pk, month=date(2026, 11, 1), actor=CLERK, at=at(date(2026, 12, 2))
    )
    assert everything() == []
    clearing.close(statement=made.pk, total=made.total, actor=BOSS, at=at(date(2026, 12, 3)))
    assert everything() == []


def everything() -> list[list[str]]:
    """But for the roll: the widow came onto it without an award, long before this system."""
    return [one.faults for one in check_all() if one.count and "名册" not in one.name]


def test_a_year_that_says_less_than_was_given_is_found(bills):
    YearTotal.objects.update(given=0, capped=0, given_outpatient=0, capped_outpatient=0)
    assert "年度合计写 0.00 元" in found(invariants.caps_hold)


def test_a_cap_that_was_put_up_by_hand_does_not_hide_too_much(bills):
    row = Settlement.objects.filter(number="Z1").get()
    YearTotal.objects.update(cap=300_000 * YUAN, capped=252_000 * YUAN, given=252_000 * YUAN)
    copy_of(row, number="Z8", since=date(2026, 1, 1), cap=400_000 * YUAN, before=126_000 * YUAN)
    YearTotal.objects.update(cap=130_000 * YUAN, capped=0, given=0, given_outpatient=0,
                             capped_outpatient=0)  # fmt: skip
    assert "超过限额 130,000.00 元" in found(invariants.caps_hold)


def test_a_settlement_that_the_books_do_not_know_is_found(bills):
    row = Settlement.objects.filter(number="Z1").get()
    copy_of(row, number="Z8", since=date(2026, 1, 1), paid=0)
    assert not found(invariants.settlements_agree_with_the_books)
    copy_of(row, number="Z9", since=date(2026, 1, 2), paid=1, before=0)
    assert "结算 0.01 元, 总账 0.00 元" in found(invariants.settlements_agree_with_the_books)
    assert "应为" in found(invariants.settlements_agree_with_the_books)


def test_money_in_the_books_without_a_settlement_is_found(bills):
    spent = Account.objects.filter(code__startswith="spent/relief/medical/").first()
    bank = books.account("bank/relief", "救助资金专户", Account.Kind.ASSET)
    books.post(
        key="settlement:99999", lines={spent: 500, bank: -500}, text="手工", day=FRIDAY,
        by=By("某人"), at=at(FRIDAY),
    )  # fmt: skip
    assert "没有这笔结算" in found(invariants.settlements_agree_with_the_books)


@pytest.mark.parametrize(
    ("index", "says"),
    [("settlement_number_once", "单号 Z1"), ("settlement_stay_once", "的住院: 结算了 2 次")],
)
def test_a_bill_settled_twice_is_found_where_the_database_let_it_in(bills, index, says):
    row = Settlement.objects.filter(number="Z1").get()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
    other = {"number": "Z9"} if "stay" in index else {"since": date(2026, 1, 1)}
    copy_of(row, **other)
    assert says in found(invariants.no_bill_twice)


def test_a_reversal_that_is_none_is_found(bills):
    row = Settlement.objects.filter(number="Z1").get()
    Settlement.objects.filter(pk=row.pk).update(reversed_at=at(FRIDAY))
    assert "没有撤销的记录" in found(invariants.no_bill_twice)
    copy_of(row, reverses_id=row.pk, paid=-1, reversed_at=None)
    assert "撤销的金额和原来的" in found(invariants.no_bill_twice)


def test_a_statement_that_was_changed_after_it_was_closed_is_found(bills):
    made = clearing.draw_up(
        hospital=bills.hospital.pk, month=date(2026, 11, 1), actor=CLERK, at=at(date(2026, 12, 2))
    )
    clearing.close(statement=made.pk, total=made.total, actor=BOSS, at=at(date(2026, 12, 3)))
    Statement.objects.update(total=1)
    assert "清算单 0.01 元" in found(invariants.settlements_agree_with_the_books)
