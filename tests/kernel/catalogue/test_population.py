"""Everybody of a day as columns: who is in it, in which order, and what is known of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.catalogue import population
from yingzhou.kernel.catalogue import population_rows as source
from yingzhou.kernel.catalogue.population import NOT_SAID, UNKNOWN, facts_of, facts_of_person
from yingzhou.kernel.divisions import services as divisions
from yingzhou.kernel.people.models import (
    CareLevel,
    DisabilityCertificate,
    Enrolment,
    Household,
    Illness,
    Income,
    Membership,
    Person,
    Residence,
    Schooling,
)

TODAY = date(2025, 6, 30)


@pytest.fixture
def family(db, stop_clock):
    """A grandmother with all kinds of facts, her granddaughter, and a stranger who lives here."""
    stop_clock(TODAY)
    home = factories.village()
    old = factories.person("李秀珍", date(1940, 5, 1), home=home, household="H1", relation=1)
    child = factories.person("王小妹", date(2015, 6, 2), home=home, household="H1", relation=4)
    stranger = factories.person("赵来", date(1990, 1, 9), 1, home=home)
    stranger.residences.filter(kind=Residence.Kind.REGISTERED).delete()
    stranger.memberships.all().delete()
    Residence.objects.filter(person=child, kind=Residence.Kind.RESIDENT).delete()
    factories.income(old, pension=150_000, medical=3_000)
    factories.assets(Household.objects.get(number="H1"), money=1_234_500, vehicle=True)
    for category, grade in ((4, 2), (1, 3), (6, 1)):
        DisabilityCertificate.objects.create(
            person=old,
            category=category,
            grade=grade,
            valid_from=date(2020, 1, 1),
            valid_to=date(2024, 1, 1) if grade == 1 else FOREVER,
        )
    Illness.objects.create(person=old, valid_from=date(2024, 1, 1))
    CareLevel.objects.create(person=old, level=3, valid_from=date(2024, 1, 1))
    Schooling.objects.create(person=child, stage=2, valid_from=date(2021, 9, 1))
    Enrolment.objects.create(roll="dibao", person=old, valid_from=date(2021, 1, 1))
    Enrolment.objects.create(roll="partner", person=child, valid_from=date(2021, 1, 1))
    return old, child, stranger


def line(snapshot: population.Snapshot, person: Person) -> dict:
    at = snapshot.people.person_id.tolist().index(person.pk)
    return {name: column[at].item() for name, column in vars(snapshot.people).items()}


def test_each_person_has_a_line_with_what_is_known(family):
    old, child, stranger = family
    found = population.facts_on(TODAY)
    assert np.isin([person.pk for person in family], found.people.person_id).all()
    told = line(found, old)
    wanted = {"birth": 19400501, "sex": 2, "registered": True, "resident": True, "employed": 0}
    wanted |= {"disability_category": 4, "disability_grade": 2, "care_level": 3, "ill": True}
    wanted |= {"pension": 150_000, "medical": 3_000, "wage": 0, "schooling": 0, "on_dibao": True}
    assert {name: told[name] for name in wanted} == wanted
    told = line(found, child)
    assert (told["registered"], told["resident"], told["schooling"]) == (True, False, 2)
    assert (told["on_dibao"], told["ill"], told["care_level"]) == (False, False, 0)
    told = line(found, stranger)
    assert (told["registered"], told["resident"]) == (False, True)


def test_what_nobody_has_checked_is_unknown_and_not_nothing(family):
    old, child, stranger = family
    found = population.facts_on(TODAY)
    for person in (child, stranger):
        told = line(found, person)
        assert {told[n] for n in ("wage", "pension", "other", "medical", "education")} == {UNKNOWN}
        assert told["employed"] == NOT_SAID
    alone = line(found, stranger)["household"]
    homes = found.households
    assert (homes.household_id[alone], homes.money[alone]) == (0, UNKNOWN)
    assert {homes.vehicle[alone], homes.homes[alone], homes.floor_area[alone]} == {NOT_SAID}
    theirs = line(found, old)["household"]
    assert (homes.money[theirs], homes.vehicle[theirs], homes.premises[theirs]) == (1_234_500, 1, 0)
    assert (homes.homes[theirs], homes.floor_area[theirs], homes.size[theirs]) == (1, 60, 2)


def test_a_past_day_is_told_as_it_was(family):
    old = family[0]
    earlier = population.facts_on(date(2009, 1, 1))
    assert not np.isin([person.pk for person in family], earlier.people.person_id).any()
    found = population.facts_on(date(2023, 12, 31))
    told = line(found, old)
    assert (told["disability_category"], told["disability_grade"]) == (6, 1)
    assert (told["wage"], told["ill"]) == (UNKNOWN, False)
    assert found.households.money[told["household"]] == UNKNOWN


def test_a_household_counts_towards_the_village_of_that_day(family):
    old = family[0]
    before = Household.objects.get(number="H1").division
    town = factories.town("港西镇")
    into = factories.division("新居委会", "neighbourhood", town)
    divisions.merge(
        division_ids=[before.pk],
        into=into.pk,
        on=date(2025, 1, 1),
        document="测〔2025〕1号",
        actor=SYSTEM,
        at=clock.now(),
    )
    for day, division, rural in ((date(2024, 12, 31), before, True), (TODAY, into, False)):
        found = population.facts_on(day)
        at = line(found, old)["household"]
        assert (found.households.division_id[at], found.households.rural[at]) == (
            division.pk,
            rural,
        )


def test_one_household_is_told_as_the_whole_run_saw_it(family):
    old, child = family[:2]
    household = Household.objects.get(number="H1")
    with CaptureQueriesContext(connection) as asked:
        told = facts_of(household.pk, TODAY)
    assert len(asked) <= 8
    assert told is not None
    assert (told["household_id"], told["money"], told["vehicle"]) == (household.pk, 1_234_500, 1)
    assert [one["person_id"] for one in told["members"]] == [old.pk, child.pk]
    assert [one["pension"] for one in told["members"]] == [150_000, None]
    assert facts_of_person(child.pk, TODAY) == told
    assert facts_of(household.pk, date(2009, 1, 1)) is None


def test_who_is_in_no_household_is_told_alone(family):
    stranger = family[2]
    with CaptureQueriesContext(connection) as asked:
        told = facts_of_person(stranger.pk, TODAY)
    assert len(asked) <= 8
    assert told is not None
    assert (told["household_id"], told["money"], told["rural"]) == (0, None, True)
    assert [one["person_id"] for one in told["members"]] == [stranger.pk]
    assert facts_of_person(10**9, TODAY) is None


@pytest.mark.district
def test_people_of_a_household_stand_together_in_order_of_division():
    found = population.facts_on(clock.today())
    homes = found.households
    counted = np.bincount(found.people.household, minlength=len(homes.first))
    assert (counted == homes.size).all()
    assert (np.diff(found.people.household) >= 0).all()
    own = homes.household_id[homes.household_id > 0]
    assert len(np.unique(own)) == len(own)
    changes = (np.diff(homes.division_id) != 0).sum() + 1
    assert changes == len(np.unique(homes.division_id))
    here = Residence.objects.on(clock.today()).values("person").distinct()
    assert len(np.unique(found.people.person_id)) == len(found.people.person_id) == here.count()


@pytest.mark.district
@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2023, 3, 3)])
def test_the_columns_say_what_the_models_say(day: date):
    found = population.facts_on(day)
    people, homes = found.people, found.households
    for at in np.random.default_rng(7).choice(len(people.person_id), 25, replace=False):
        person = Person.objects.get(pk=people.person_id[at])
        assert people.birth[at] == int(f"{person.birth_date:%Y%m%d}")
        assert people.sex[at] == person.sex
        for kind, column in ((1, people.registered), (2, people.resident)):
            assert column[at] == person.residences.on(day).filter(kind=kind).exists()
        income = Income.objects.on(day).filter(person=person).first()
        for name in ("wage", "pension", "other", "medical", "education"):
            assert getattr(people, name)[at] == (getattr(income, name) if income else UNKNOWN)
        worst = person.disability_certificates.on(day).order_by("grade").first()
        assert people.disability_grade[at] == (worst.grade if worst else 0)
        assert people.on_dibao[at] == person.enrolments.on(day).filter(roll="dibao").exists()
        assert people.ill[at] == person.illnesses.on(day).exists()
        member = Membership.objects.on(day).filter(person=person).first()
        home = people.household[at]
        assert homes.household_id[home] == (member.household_id if member else 0)
        owned = member and member.household.assets.on(day).first()
        assert homes.money[home] == (owned.money if owned else UNKNOWN)


def test_both_ways_of_reading_who_is_there_say_the_same(family):
    """PostgreSQL hands both tables over and they are put together here; SQLite joins itself."""
    old, *_ = family
    elsewhere = factories.village("990101000999")
    Residence.objects.filter(person=old, kind=Residence.Kind.RESIDENT).update(division=elsewhere)
    factories.person("早已离开", date(1952, 2, 29)).residences.update(valid_to=date(2020, 1, 1))
    asked = source.rows(source.PEOPLE, [TODAY])[:, :-1]
    there = Residence.objects.on(TODAY).values_list("person", "kind", "division")
    epoch = date(1970, 1, 1)
    known = [(one.pk, (one.birth_date - epoch).days, one.sex) for one in Person.objects.all()]
    made = source.together(np.array(list(there), np.int64), np.array(known, np.int64))
    assert len(asked) >= 3
    assert sorted(made.tolist()) == sorted(asked.tolist())
    assert sorted(source.Told([TODAY]).people(TODAY).tolist()) == sorted(asked.tolist())


def test_where_nobody_is_there_nobody_is_told(db):
    none = np.empty((0, 3), np.int64)
    assert source.together(none, none).shape == (0, 5)
    assert source.Told([TODAY]).people(TODAY).shape == (0, 5)


def test_several_days_read_together_are_as_each_read_alone(family):
    """A quarter's money needs three days of the registers; every table is read once for them."""
    old, child, _ = family
    days = [date(2025, 4, 1), date(2025, 5, 1), TODAY]
    village = factories.village("北湾村")
    for model in (Residence, Membership):
        moved = model.objects.filter(person=child).get()
        moved.valid_to = days[1]
        moved.save()
    factories.income(old, since=days[1], pension=200_000)
    Illness.objects.filter(person=old).update(valid_to=days[1])
    factories.assets(Household.objects.get(number="H1"), since=TODAY, money=5)
    factories.person("刚生", date(2025, 5, 20), home=village, household="H9")
    read = list(population.facts_of_days(days))
    assert [one.day for one in read] == days
    for one in read:
        alone = population.facts_on(one.day)
        for part in ("people", "households"):
            for name, column in vars(getattr(alone, part)).items():
                assert getattr(getattr(one, part), name).tolist() == column.tolist(), name
    sizes = [len(one.people.person_id) for one in read]
    assert len(set(sizes)) > 1
