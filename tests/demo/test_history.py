"""Ten years of payments: the plan's sums, paid to people who were there."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.core.invariants import check_all
from yingzhou.demo.history import allowance, assistance, fit, targets
from yingzhou.demo.history.lines import Lines
from yingzhou.kernel.payments.models import MonthTotal, SealedYear
from yingzhou.kernel.payments.sealing import files
from yingzhou.kernel.people.models import Person

YUAN = 100
AMOUNTS = [75 * YUAN, 150 * YUAN, 180 * YUAN, 350 * YUAN, 540 * YUAN]


@given(st.integers(0, 10**9), st.lists(st.integers(1, 1000), min_size=1, max_size=40))
def test_what_is_spread_adds_up(total, weights):
    found = fit.spread(total, np.array(weights))
    assert found.sum() == total
    assert (found >= 0).all()
    assert np.abs(found - total * np.array(weights) / sum(weights)).max() <= 1


@given(st.lists(st.sampled_from(AMOUNTS), min_size=60, max_size=200), st.integers(0, 2000))
def test_what_is_taken_away_is_exactly_the_surplus(amounts, fives):
    paid, surplus = np.array(amounts), fives * 5 * YUAN
    try:
        gone = fit.taken_away(paid, np.arange(len(paid)), surplus)
    except ValueError:
        return  # seldom: these amounts do not make it up
    assert len(set(gone.tolist())) == len(gone)
    assert paid[gone].sum() == surplus


def test_a_small_surplus_of_the_usual_amounts_is_always_found():
    paid = np.array(AMOUNTS * 50)
    for fives in range(200, 400):
        gone = fit.taken_away(paid, np.arange(len(paid)), fives * 5 * YUAN * 3)
        assert paid[gone].sum() == fives * 5 * YUAN * 3


def _lines(*rows: tuple[int, int, int]) -> Lines:
    who, month, amount = (np.array(column) for column in zip(*rows, strict=True))
    count = len(rows)
    return Lines(
        allowance.BENEFIT, who, month, month - 2, who + 1, np.ones(count, "int16"), amount,
        np.zeros(count, "int16"),
    )  # fmt: skip


def test_who_asks_late_gets_two_quarters_in_one_line():
    lines = _lines((1, 10, 225), (1, 13, 225), (1, 16, 225), (2, 10, 450))
    late = allowance._late(lines, 3)
    assert late.amount.sum() == lines.amount.sum()
    first = late.only(late.who == 1)
    assert first.month.tolist() == [13, 16]
    assert first.since.tolist() == [8, 14]
    assert first.amount.tolist() == [450, 225]
    assert late.only(late.who == 2).amount.tolist() == [450], "there is no quarter after it"


def test_visits_of_a_month_are_numbered_for_each_person():
    who, month = np.array([1, 1, 2, 1, 3, 3, 3]), np.array([5, 5, 5, 6, 6, 6, 6])
    assert assistance._nth(who, month).tolist() == [0, 1, 0, 0, 0, 1, 2]


GROUPS = {
    "assistance": "relief/", "care": "eldercare/service_subsidy",
    "allowance": "eldercare/senior_allowance", "disability": "disability/",
}  # fmt: skip


@pytest.mark.district
@pytest.mark.parametrize("name", GROUPS)
def test_the_years_of_the_plan_come_to_what_it_publishes(name, pytestconfig):
    scale = pytestconfig.getoption("--district-scale")
    wanted = targets.target(name, scale)
    rows = MonthTotal.objects.filter(
        benefit__startswith=GROUPS[name], month__range=(date(2016, 1, 1), date(2020, 12, 31))
    )
    persons = sum(one.persons for one in rows)
    fen = sum(one.amount for one in rows)
    exact = name in ("assistance", "care")
    near = 0 if exact else 0.02  # who gets the others is decided by their ages and certificates
    assert abs(persons - wanted.persons) <= near * wanted.persons
    assert abs(fen - wanted.fen) <= near * wanted.fen


@pytest.mark.district
def test_everything_sealed_holds():
    assert {one.name: one.faults for one in check_all() if one.count} == {}


@pytest.mark.district
def test_whoever_was_paid_was_alive_and_old_enough():
    year = SealedYear.objects.get(year=2019)
    lines = files.lazy(year).collect().sample(400, seed=7)
    people = Person.objects.in_bulk(lines["payee"].to_list())
    for payee, month, benefit in lines.select("payee", "month", "benefit").iter_rows():
        person = people[payee]
        assert person.birth_date <= month
        assert person.death_date is None or person.death_date >= month.replace(month=1)
        if benefit == allowance.BENEFIT:
            assert month.year - person.birth_date.year >= 65
    quarters = lines.filter(pl.col("benefit") == allowance.BENEFIT)["month"].dt.month()
    assert set(quarters) <= {3, 6, 9, 12}
