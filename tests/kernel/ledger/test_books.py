"""The books: nothing out of nothing, nothing twice, nothing into a month that is closed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from yingzhou.core import audit, clock
from yingzhou.kernel.ledger import selectors, services
from yingzhou.kernel.ledger.faults import LedgerFault
from yingzhou.kernel.ledger.models import Account, Entry, EntryLine
from yingzhou.kernel.ledger.services import By, post

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=clock.ZONE)
TWO = By("经办甲", "复核乙")


@pytest.fixture
def budget() -> Account:
    return services.account("budget/2026", "年度预算", "income")


@pytest.fixture
def payable() -> Account:
    return services.account("payable/dibao", "应付低保金", "liability")


def pay(budget, payable, amount=50_000, key="run:2026-03", day=MARCH) -> Entry:
    lines = {budget: amount, payable: -amount}
    return post(key=key, lines=lines, text="三月低保金", day=day, by=TWO, at=NOON)


def test_what_leaves_one_account_comes_to_another(budget, payable):
    pay(budget, payable)
    pay(budget, payable, 7, key="run:2026-03:follow-up")
    assert selectors.balance("payable/dibao") == -50_007
    assert selectors.balance("payable/dibao", until=date(2026, 3, 9)) == 0
    assert selectors.balances("payable/") == {"payable/dibao": -50_007}
    assert selectors.turnover("payable/", "run:2026-03:") == -7
    assert list(selectors.faults()) == []


def test_the_same_again_is_the_same_entry_and_other_money_is_refused(budget, payable):
    first = pay(budget, payable)
    assert pay(budget, payable) == first
    with pytest.raises(LedgerFault, match="已经记过账"):
        pay(budget, payable, 50_001)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [((5, -4), "借贷不平"), ((0, 0), "没有金额"), ((2**62 + 1, -(2**62) - 1), "太大")],
)
def test_an_entry_balances(budget, payable, lines, why):
    with pytest.raises(LedgerFault, match=why):
        post(
            key="x",
            lines=dict(zip((budget, payable), lines, strict=True)),
            text="",
            day=MARCH,
            by=TWO,
            at=NOON,
        )
    assert not EntryLine.objects.exists()


def test_hours_and_money_do_not_make_up_for_each_other(budget):
    hours = services.account("time/volunteer", "时间账户", "liability", unit="minute")
    with pytest.raises(LedgerFault, match="借贷不平"):
        post(key="x", lines={budget: 60, hours: -60}, text="", day=MARCH, by=TWO, at=NOON)
    with pytest.raises(LedgerFault, match="已经是"):
        services.account("time/volunteer", "时间账户", "liability")


def test_nobody_approves_what_they_entered(budget, payable):
    with pytest.raises(LedgerFault, match="同一个人"):
        post(
            key="x", lines={budget: 1, payable: -1}, text="", day=MARCH, by=By("甲", "甲"), at=NOON
        )


def test_a_locked_month_takes_nothing_and_months_are_locked_in_order(budget, payable, stop_clock):
    actor = audit.Actor(None, "财务")
    may = datetime(2026, 5, 4, 9, tzinfo=clock.ZONE)
    pay(budget, payable)
    pay(budget, payable, key="april", day=date(2026, 4, 10))
    with pytest.raises(LedgerFault, match="2026-03 还开着"):
        services.lock(month="2026-04", actor=actor, at=may)
    with pytest.raises(LedgerFault, match="还没有过完"):
        services.lock(month="2026-05", actor=actor, at=may)
    services.lock(month="2026-03", actor=actor, at=may)
    assert services.lock(month="2026-03", actor=actor, at=may).locked_by == "财务"
    with pytest.raises(LedgerFault, match="已经锁定"):
        pay(budget, payable, key="late")
    assert pay(budget, payable).key == "run:2026-03"  # what is there already is found


def test_a_wrong_entry_is_undone_by_its_opposite_once(budget, payable):
    wrong = pay(budget, payable)
    undone = services.reverse(entry=wrong, why="多算一户", day=MARCH, by=TWO, at=NOON)
    again = services.reverse(entry=wrong, why="多算一户", day=MARCH, by=TWO, at=NOON)
    assert again == undone
    assert selectors.balances() == {}


def test_the_database_itself_refuses_changes(budget, payable):
    entry = pay(budget, payable)
    for rows, change in (
        (Entry.objects.all(), {"text": "改"}),
        (EntryLine.objects.all(), {"amount": 1}),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        EntryLine.objects.create(entry=entry, account=budget, amount=0)


def tamper(statement: str) -> None:
    """As somebody who holds the database might: past the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("ledger_entry", "ledger_entryline"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_fixed")
        else:
            for table in ("ledger_entry", "ledger_entryline"):
                cursor.execute(f"DROP TRIGGER {table}_fixed")
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE ledger_entryline SET amount = amount + 1 WHERE amount > 0", "借贷不平"),
        ("UPDATE ledger_entryline SET amount = amount * 2", "与摘要不符"),
        ("UPDATE ledger_entry SET approved_by = '丙'", "与摘要不符"),
        ("UPDATE ledger_entry SET month = '2026-02'", "月份与记账日不符"),
    ],
)
def test_whoever_changes_the_books_is_found_out(budget, payable, statement, why):
    pay(budget, payable)
    tamper(statement)
    assert any(why in fault for fault in selectors.faults()), list(selectors.faults())


def test_an_entry_taken_out_is_missed(budget, payable):
    for number in range(3):
        pay(budget, payable, key=f"n{number}")
    tamper("DELETE FROM ledger_entryline WHERE entry_id = 3")
    tamper_last = "DELETE FROM ledger_entry WHERE seq = 3"
    with connection.cursor() as cursor:
        cursor.execute(tamper_last)
    assert "账尾不符: 应有 3 笔, 实有 2 笔" in list(selectors.faults())


class Anything(TestCase):
    @settings(max_examples=25)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 5), st.integers(0, 3), st.integers(0, 3), st.integers(-99, 99)
            ),
            max_size=20,
        )
    )
    def test_whatever_is_entered_the_sum_is_nothing_and_each_key_counts_once(self, acts):
        accounts = [services.account(f"a{n}", f"科目{n}", "asset") for n in range(4)]
        expected: dict[str, int] = {}
        taken: set[int] = set()
        for key, one, other, amount in acts:
            lines = {accounts[one]: amount, accounts[other]: -amount} if one != other else {}
            try:
                post(key=f"k{key}", lines=lines, text="", day=MARCH, by=TWO, at=NOON)
            except LedgerFault:
                continue
            if key not in taken:
                taken.add(key)
                for account, value in lines.items():
                    expected[account.code] = expected.get(account.code, 0) + value
        assert selectors.balances() == {code: n for code, n in sorted(expected.items()) if n}
        assert sum(selectors.balances().values()) == 0
        assert list(selectors.faults()) == []
