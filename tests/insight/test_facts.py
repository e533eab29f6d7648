"""Facts can be thrown away and built again: the same comes out, and nothing else is touched."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.insight import facts
from yingzhou.insight.models import Fact

pytestmark = pytest.mark.django_db
DAY, LATER = date(2023, 6, 30), date(2023, 9, 30)
CODES = ["elder_homes", "towns_with_aid_rental/towns", "dibao_standard/consumption_year_before"]


def _kept():
    return sorted(Fact.objects.values_list("measure", "on", "division", "numerator", "denominator"))


def test_building_twice_changes_nothing():
    factories.facility()
    first = facts.rebuild(CODES, [DAY, LATER])
    kept = _kept()
    assert len(kept) == first
    assert facts.rebuild(CODES, [DAY, LATER]) == first
    assert _kept() == kept


def test_rebuilding_one_day_leaves_the_others():
    factories.facility()
    facts.rebuild(CODES, [DAY, LATER])
    before = [row for row in _kept() if row[1] == LATER]
    factories.facility("新院")
    facts.rebuild(CODES, [DAY])
    assert [row for row in _kept() if row[1] == LATER] == before
    root = factories.district().pk
    assert dict(facts.series("elder_homes", root))[DAY].numerator == 2
    assert dict(facts.series("elder_homes", root))[LATER].numerator == 1


def test_only_what_is_missing_is_built(django_assert_max_num_queries):
    factories.facility()
    facts.ensure(CODES, [DAY])
    kept = _kept()
    assert kept
    with django_assert_max_num_queries(2):
        facts.ensure(CODES, [DAY])
    facts.ensure(CODES, [DAY, LATER])
    assert [row for row in _kept() if row[1] == DAY] == kept


def test_a_level_that_a_measure_does_not_know_keeps_no_fact():
    village = factories.village()
    facts.rebuild(["towns_with_aid_rental"], [DAY])
    assert facts.by_division("towns_with_aid_rental", DAY, [village.pk]) == {}
    root = factories.district().pk
    assert facts.by_division("towns_with_aid_rental", DAY, [root])[root].numerator == 0


def test_several_measures_are_read_in_one_query(django_assert_num_queries):
    factories.facility()
    facts.rebuild(CODES, [DAY, LATER])
    root = factories.district().pk
    with django_assert_num_queries(1):
        found = facts.series_of_many(CODES, root)
    assert {code: len(values) for code, values in found.items()} == dict.fromkeys(CODES, 2)
    assert facts.series("elder_homes", root, last=DAY) == found["elder_homes"][:1]


def test_trends_stand_on_the_quarters_ends():
    days = facts.standard_days(date(2021, 1, 1), date(2021, 7, 1))
    assert days[0] == date(2016, 12, 31)
    assert days[-2:] == [date(2021, 3, 31), date(2021, 6, 30)]
