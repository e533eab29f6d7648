"""The synthetic households: who is poor and who is not, and care, illness and school by age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest

from yingzhou.core import clock
from yingzhou.demo.care import REFERENCE
from yingzhou.demo.days import to_date
from yingzhou.demo.hardship import STANDARD
from yingzhou.kernel.catalogue.population import UNKNOWN, Snapshot, facts_on
from yingzhou.kernel.people.models import Enrolment, Income

pytestmark = pytest.mark.district
DAY = to_date(REFERENCE)


@dataclass
class Homes:
    """Registered households with what comes to a head of them."""

    facts: Snapshot
    size: np.ndarray
    times: np.ndarray
    savings: np.ndarray
    on_roll: np.ndarray


@pytest.fixture(scope="module")
def homes(django_db_setup, django_db_blocker) -> Homes:
    if clock.today() < DAY:
        pytest.skip("the district is older than its day of reference")
    with django_db_blocker.unblock():
        facts = facts_on(DAY)
    people, households = facts.people, facts.households
    income = np.add.reduceat(people.wage + people.pension + people.other, households.first)
    on_roll = np.add.reduceat(people.on_dibao, households.first) > 0
    size = households.size
    return Homes(facts, size, income / size / STANDARD, households.money // size // 100, on_roll)


@pytest.fixture
def own(homes: Homes) -> np.ndarray:
    return homes.facts.households.household_id > 0


def test_everybody_has_been_checked(homes: Homes, own: np.ndarray):
    people = homes.facts.people
    for name in ("wage", "pension", "other", "medical", "education"):
        assert (getattr(people, name) != UNKNOWN).all()
    assert (homes.facts.households.money[own] != UNKNOWN).all()


def test_households_on_the_roll_have_less_than_the_standard_and_hardly_any_more(homes: Homes):
    below = homes.times[homes.on_roll]
    assert below.min() >= 0.149
    assert 0.005 < (below >= 1).mean() < 0.04
    assert np.percentile(below, 5) < 0.35
    assert np.percentile(below, 90) < 0.98
    poor = homes.on_roll & (homes.times < 1)
    households = homes.facts.households
    assert homes.savings[poor].max() < 30_000
    assert not households.vehicle[poor].any()
    assert not households.premises[poor].any()
    assert households.homes[poor].max() == 1


def test_some_are_entitled_and_not_on_the_roll(homes: Homes, own: np.ndarray):
    forgotten = own & ~homes.on_roll & (homes.times < 1)
    assert 0.02 < forgotten.sum() / homes.on_roll.sum() < 0.04
    assert homes.savings[forgotten].max() < 30_000


def test_a_few_live_just_above_and_all_others_far_above(homes: Homes, own: np.ndarray):
    low = own & ~homes.on_roll & (homes.times >= 1) & (homes.times < 2)
    on_roll = homes.facts.people.on_dibao.sum()
    assert homes.size[low].sum() / on_roll == pytest.approx(1.2, abs=0.1)
    assert homes.savings[low].max() < 50_000
    others = own & ~homes.on_roll & (homes.times >= 1) & ~low
    assert homes.times[others].min() > 2.1
    beside = own & (abs(homes.times - 1) < 0.006)
    assert 0.04 < beside.sum() / homes.on_roll.sum() < 0.12


def test_who_was_on_the_roll_then_was_poor_then():
    day = date(2023, 6, 30)
    then = Enrolment.objects.on(day).filter(roll="dibao").values("person")
    checked = Income.objects.on(day).filter(person__in=then)
    assert checked.count() == then.count()
    sums = np.array(checked.values_list("wage", "pension", "other")).sum(axis=1)
    assert np.median(sums) < 0.8 * STANDARD


def test_old_people_have_pensions_and_children_have_nothing(homes: Homes):
    people = homes.facts.people
    born = people.birth // 10_000
    assert (people.pension[born < 1960] > 0).mean() > 0.99
    assert (people.pension[born > 1975] == 0).all()
    assert (people.wage[born > 2011] == 0).all()
    rural = homes.facts.households.rural[people.household]
    old = people.pension > 0
    assert np.median(people.pension[old & ~rural]) > 4_000_00
    assert np.median(people.pension[old & rural]) < 3_500_00


def test_care_illness_and_school_are_as_frequent_as_at_that_age(homes: Homes):
    people = homes.facts.people
    age = (20261101 - people.birth) // 10_000

    def share(held: np.ndarray, low: int, high: int) -> float:
        return float(held[(age >= low) & (age < high)].mean())

    assert share(people.care_level > 0, 80, 120) == pytest.approx(0.09, abs=0.02)
    assert share(people.care_level > 0, 70, 80) == pytest.approx(0.03, abs=0.01)
    assert not (people.care_level[age < 59] > 0).any()
    assert share(people.ill, 0, 120) == pytest.approx(0.015, abs=0.004)
    assert share(people.ill, 70, 120) > 3 * share(people.ill, 0, 40)
    assert share(people.schooling == 2, 7, 15) > 0.97
    assert not (people.schooling[age >= 24] > 0).any()
