"""Whatever the records and however divisions change: one number, by whichever way it is reached."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from tests.insight import worlds
from yingzhou.core import audit, clock
from yingzhou.insight.engine import compute, measure_code
from yingzhou.insight.engine.rollup import MISSING, Rollup
from yingzhou.insight.relations import RELATIONS
from yingzhou.kernel.divisions import services, tree
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import Certificate, Facility, Post

pytestmark = pytest.mark.django_db
CODES = [*worlds.PLAIN, "towns_with_canteen", "villages", "towns"]
DAYS = st.lists(worlds.OFFSETS.map(worlds.day_at), min_size=3, max_size=6, unique=True).map(
    lambda days: sorted({*days, date(2021, 12, 31)})
)


@settings(max_examples=20)
@given(before=worlds.RECORDS, changes=worlds.CHANGES, after=worlds.RECORDS, days=DAYS)
def test_many_days_one_day_and_a_plain_loop_agree(before, changes, after, days):
    with transaction.atomic():
        worlds.make_places()
        worlds.fill(before)
        worlds.change_all(changes)
        worlds.fill(after)
        many = compute(CODES, days)
        for day in days:
            one = compute(CODES, [day])
            for code in CODES:
                assert many.cells[code][day] == one.cells[code][day], (code, day)
            for node in tree.tree_on(day).nodes.values():
                if node.is_statistical:
                    continue
                for code, plain in worlds.PLAIN.items():
                    counted = one.at(code, day, node.id).numerator
                    assert counted == plain.total(day, node.id), (code, day, node.name)
        transaction.set_rollback(True)


@settings(max_examples=20)
@given(before=worlds.RECORDS, changes=worlds.CHANGES, after=worlds.RECORDS, days=DAYS)
def test_towns_add_up_to_the_district_and_villages_to_their_town(before, changes, after, days):
    with transaction.atomic():
        worlds.make_places()
        worlds.fill(before)
        worlds.change_all(changes)
        worlds.fill(after)
        rollup = Rollup(days)
        for code in worlds.PLAIN:
            values = rollup.values(code)
            for column, day in enumerate(days):
                found = tree.tree_on(day)
                for node in found.nodes.values():
                    below = found.children.get(node.id, [])
                    rows = [rollup.frame.index[child.id] for child in below]
                    total = values[rollup.frame.index[node.id], column]
                    if below:
                        assert values[rows, column].sum() == total, (code, day, node.name)
        transaction.set_rollback(True)


@settings(max_examples=20)
@given(records=worlds.RECORDS, changes=worlds.CHANGES, days=DAYS)
def test_a_merger_never_changes_a_day_before_it(records, changes, days):
    with transaction.atomic():
        worlds.make_places()
        worlds.fill(records)
        first = worlds.day_at(worlds.DAYS + 1)
        known = compute(CODES, days).cells
        for number, (kind, one, two, _) in enumerate(changes):
            worlds.change(number, kind, one, two, first)
        assert compute(CODES, days).cells == known
        transaction.set_rollback(True)


def _worker_with(*certificates):
    home = factories.village()
    who = worlds.person()
    Post.objects.create(
        kind="community_worker", person=who, division=home, valid_from=date(2020, 1, 1)
    )
    for number, (start, end) in enumerate(certificates):
        Certificate.objects.create(
            kind="social_work",
            number=f"C{number}",
            person=who,
            division=home,
            valid_from=start,
            valid_to=end,
        )
    return tree.tree_on(date(2022, 1, 1)).root.id


def _on_both_ways(code, day, unit):
    days = [day, date(2030, 1, 1), date(2031, 1, 1), date(2032, 1, 1)]
    alone = compute([code], [day]).at(code, day, unit).numerator
    assert compute([code], days).at(code, day, unit).numerator == alone
    return alone


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2020, 12, 31), 0),
        (date(2021, 1, 1), 1),
        (date(2021, 8, 1), 1),
        (date(2022, 5, 31), 1),
        (date(2022, 6, 1), 0),
        (date(2022, 7, 1), 1),
    ],
)
def test_two_certificates_that_overlap_count_as_one_person(day, expected):
    root = _worker_with(
        (date(2021, 1, 1), date(2021, 12, 31)),
        (date(2021, 6, 1), date(2022, 6, 1)),
        (date(2022, 7, 1), date(2023, 7, 1)),
    )
    assert _on_both_ways("certified_community_workers", day, root) == expected


def test_a_merged_villages_records_count_for_its_heir_today_and_for_itself_yesterday():
    town = factories.town()
    old, heir = factories.village("旧村", town), factories.village("新村", town)
    factories.facility("养老院", home=old)
    on = date(2023, 5, 1)
    services.merge(
        division_ids=[old.pk],
        into=heir.pk,
        on=on,
        document="崇府〔2023〕1号",
        actor=audit.SYSTEM,
        at=clock.now(),
    )
    result = compute(["elder_homes"], [date(2023, 4, 30), on])
    assert result.at("elder_homes", date(2023, 4, 30), old.pk).numerator == 1
    assert result.at("elder_homes", date(2023, 4, 30), heir.pk).numerator == 0
    assert result.at("elder_homes", on, heir.pk).numerator == 1
    assert result.at("elder_homes", on, town.pk).numerator == 1
    assert result.at("elder_homes", on, old.pk).numerator is None


def test_statistical_units_count_for_the_district_but_are_no_towns():
    farm = factories.division("上实农场", Division.Kind.STATISTICAL, factories.district())
    factories.town()
    factories.facility("养老院", home=farm)
    day, root = date(2024, 1, 1), factories.district().pk
    result = compute(["elder_homes", "towns"], [day])
    assert result.at("elder_homes", day, root).numerator == 1
    assert result.at("towns", day, root).numerator == 1
    assert farm.pk not in result.cells["elder_homes"][day]


def test_a_town_is_covered_once_however_many_points_it_has():
    first, second = factories.town("甲镇"), factories.town("乙镇")
    for name in ("一", "二"):
        factories.facility(name, Facility.Kind.AID_RENTAL, factories.village(f"{name}村", first))
    code, day = measure_code("towns_with_aid_rental", "towns"), date(2024, 1, 1)
    result = compute([code], [day])
    root = factories.district().pk
    cell = result.at(code, day, root)
    assert (cell.numerator, cell.denominator) == (1, 2)
    assert result.at(code, day, second.pk).numerator == 0
    village = tree.tree_on(day).children[first.pk][0]
    assert result.at(code, day, village.id).numerator is None


def test_every_relation_can_be_computed_and_says_in_words_what_it_counts():
    factories.village()
    days = [date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31), date(2025, 3, 31)]
    rollup = Rollup(days)
    for code in RELATIONS.names():
        relation = RELATIONS[code]
        assert relation.words
        assert relation.unit
        values = rollup.values(code)
        assert values.shape == (len(rollup.frame.index), len(days))
        assert ((values >= 0) | (values == MISSING)).all(), code


def test_a_relation_that_does_not_exist_is_named():
    factories.village()
    with pytest.raises(KeyError, match="没有这种数"):
        compute(["没有这种数"], [date(2024, 1, 1)])


def test_a_person_with_two_valid_certificates_is_one_certificate_holder():
    root = _worker_with((date(2021, 1, 1), date(2024, 1, 1)), (date(2022, 1, 1), date(2025, 1, 1)))
    for day, expected in ((date(2021, 6, 1), 1), (date(2023, 1, 1), 1), (date(2025, 1, 1), 0)):
        assert _on_both_ways("social_work_certificates", day, root) == expected
