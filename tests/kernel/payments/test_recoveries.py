"""A death that is told late: what was paid after it is asked back, and given back if untrue."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.payments.conftest import APRIL, BOSS, CLERK, DIBAO, MARCH, at, computed
from tests.kernel.payments.test_following import dies, taken_back
from yingzhou.core.invariants import check_all
from yingzhou.kernel.ledger import selectors as books
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Recovery, RunLine
from yingzhou.kernel.payments.services import approving, recovering

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def late(village):
    """Paid in March and April; then it is told that she died in February."""
    for month in (MARCH, APRIL):
        run = computed(month)
        approving.approve(run=run.pk, total=run.total, actor=BOSS, at=at(month, 15))
    return dies(village.mother, date(2026, 2, 20))


def spent() -> int:
    return sum(books.balances("spent/relief/").values())


def test_what_was_paid_after_it_is_asked_back_in_the_books_too(village, late):
    paid = RunLine.objects.filter(benefit=DIBAO)
    found = Recovery.objects.get()
    assert found.amount == sum(line.amount for line in paid) > 0
    assert books.balance(f"claimed/{DIBAO}") == found.amount
    assert spent() == 0
    assert [one.name for one in check_all() if one.count] == []


def test_it_comes_back_in_instalments_never_more_than_is_owed(village, late):
    row = Recovery.objects.get()
    recovering.receive(recovery=row.pk, amount=100, day=APRIL, actor=CLERK, at=at(APRIL))
    with pytest.raises(PaymentFault, match="不能登记"):
        recovering.receive(recovery=row.pk, amount=row.amount, day=APRIL, actor=CLERK, at=at(APRIL))
    rest = row.amount - 100
    done = recovering.receive(recovery=row.pk, amount=rest, day=APRIL, actor=CLERK, at=at(APRIL))
    assert done.state == Recovery.State.SETTLED
    assert books.balance(f"claimed/{DIBAO}") == 0
    assert books.balance("bank/relief") == row.amount


def test_it_was_the_neighbour_and_everything_is_back(village, late):
    row = Recovery.objects.get()
    recovering.receive(recovery=row.pk, amount=100, day=APRIL, actor=CLERK, at=at(APRIL))
    taken_back(late)
    row.refresh_from_db()
    assert row.state == Recovery.State.CANCELLED
    assert spent() == row.amount
    assert books.balance(f"claimed/{DIBAO}") == 0
    assert books.balance(f"suspense/{DIBAO}") == -100  # owed to her
    assert list(books.faults()) == []
    assert [one.name for one in check_all() if one.count] == []


def test_the_same_line_is_asked_back_once(village, late):
    lines = RunLine.objects.filter(benefit=DIBAO)
    assert recovering.open_for(lines=lines, why="又查到", actor=CLERK, at=at(APRIL)) == []
