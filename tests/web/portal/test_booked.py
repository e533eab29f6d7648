"""Whoever asked for a time reads when it is on the page of their matter."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import MONDAY, at
from tests.kernel.cases.test_appointments import FRIDAY, ask
from tests.support.residents import signed_in
from tests.web.portal.test_queries import keep_to_it

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world):
    client = signed_in(world.son)
    return lambda case: client.get(f"/my/cases/{case.number}/").content.decode()


def test_the_day_and_the_part_of_it_stand_on_top(world, page):
    case = ask(world, wish=FRIDAY.isoformat(), part="上午")
    assert "您约的是 <strong>3月6日上午</strong>" in page(case)
    keep_to_it(signed_in(world.son), f"/my/cases/{case.number}/")


def test_who_did_not_come_reads_what_to_do(world, page, stop_clock):
    case = ask(world, wish=FRIDAY.isoformat(), part="上午")
    stop_clock(at(date(2026, 3, 9)))
    assert "这一天已经过了" in page(case)


def test_a_cancelled_one_is_no_time_any_more(world, page):
    case = ask(world, wish=FRIDAY.isoformat(), part="上午")
    world.step(case, "cancel", world.counter, MONDAY, "本人到窗口说不来了, 3月2日")
    assert "您约的是" not in page(case)
