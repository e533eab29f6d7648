"""The invented people live in families that could be: nobody is their own grandmother."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from yingzhou.demo.names import surname_weights
from yingzhou.kernel.people.models import Enrolment, Kinship, Membership, Person, Residence

pytestmark = pytest.mark.district

BASE = date(2020, 12, 31)
REGISTERED, RESIDENT = Residence.Kind.REGISTERED, Residence.Kind.RESIDENT


def parents() -> list[tuple]:
    """Child and parent: name, sex and birth of both."""
    fields = ("person__name", "person__birth_date", "relative__name", "relative__birth_date")
    found = Kinship.objects.filter(kind=Kinship.Kind.PARENT)
    return list(found.values_list("person_id", "relative__sex", *fields))


def registered_on_base() -> set[int]:
    rows = Residence.objects.on(BASE).filter(kind=REGISTERED)
    return set(rows.values_list("person_id", flat=True))


def test_every_registered_child_has_one_father_and_one_mother():
    sexes: dict[int, list[int]] = {}
    for child, sex, *_ in parents():
        sexes.setdefault(child, []).append(sex)
    children = Person.objects.filter(pk__in=registered_on_base(), birth_date__gt="2002-12-31")
    for child in children.values_list("pk", flat=True):
        assert sorted(sexes.get(child, [])) == [1, 2]
    assert all(len(set(found)) == len(found) for found in sexes.values())


def test_mothers_are_18_to_45_years_older_than_their_children():
    gaps = [
        (born - mother_born).days / 365.25
        for _, sex, _, born, _, mother_born in parents()
        if sex == Person.Sex.FEMALE
    ]
    assert gaps
    assert min(gaps) >= 18
    assert max(gaps) <= 45
    assert 24 < sum(gaps) / len(gaps) < 30


def test_fathers_are_grown_up_when_their_children_are_born():
    assert all(
        (born - father_born).days > 18 * 365
        for _, sex, _, born, _, father_born in parents()
        if sex == Person.Sex.MALE
    )


def test_sisters_and_brothers_are_twins_or_the_better_part_of_a_year_apart():
    births: dict[int, list[date]] = {}
    rows = Kinship.objects.filter(kind=Kinship.Kind.PARENT, relative__sex=Person.Sex.FEMALE)
    for mother, born in rows.values_list("relative_id", "person__birth_date"):
        births.setdefault(mother, []).append(born)
    gaps = [
        (later - earlier).days
        for born in births.values()
        for earlier, later in pairwise(sorted(born))
    ]
    assert gaps
    assert not [gap for gap in gaps if 0 < gap < 270]


def test_a_child_bears_the_fathers_surname():
    assert surname_weights()[0] >= 50
    pairs = [(child, father) for _, sex, child, _, father, _ in parents() if sex == Person.Sex.MALE]
    assert len(pairs) > 1000
    assert [pair for pair in pairs if pair[0][0] != pair[1][0]] == []


def test_husband_and_wife_are_of_one_age_and_each_has_one():
    couples = Kinship.objects.filter(kind=Kinship.Kind.SPOUSE).values_list(
        "person_id", "person__sex", "relative__sex", "person__birth_date", "relative__birth_date"
    )
    married = [row[0] for row in couples]
    assert len(married) == len(set(married))
    assert all(his != hers for _, his, hers, _, _ in couples)
    gaps = sorted(abs((one - other).days) / 365.25 for *_, one, other in couples)
    assert gaps[len(gaps) // 2] < 5


def test_many_old_people_live_alone_but_most_do_not():
    sizes: dict[int, list[int]] = {}
    members = Membership.objects.on(BASE).values_list("household_id", "person_id")
    for household, person in members:
        sizes.setdefault(household, []).append(person)
    old = set(
        Person.objects.filter(
            pk__in=registered_on_base(), birth_date__lte="1960-12-31"
        ).values_list("pk", flat=True)
    )
    alone = [who[0] for who in sizes.values() if len(who) == 1 and who[0] in old]
    assert 0.05 < len(alone) / len(old) < 0.4


def test_every_household_has_a_head_on_the_base_date():
    headed = Membership.objects.on(BASE).filter(relation=Membership.Relation.HEAD)
    homes = Membership.objects.on(BASE).values("household").distinct().count()
    assert headed.values("household").distinct().count() == homes
    assert headed.count() == homes


@pytest.fixture
def left_behind() -> list[int]:
    rows = Enrolment.objects.on(BASE).filter(roll=Enrolment.Roll.LEFT_BEHIND)
    found = list(rows.values_list("person_id", flat=True))
    assert found
    return found


def test_the_parents_of_left_behind_children_live_outside(left_behind: list[int]):
    pairs = Kinship.objects.filter(kind=Kinship.Kind.PARENT, person__in=left_behind)
    away = set(pairs.values_list("relative_id", flat=True))
    assert pairs.count() == 2 * len(left_behind)
    assert away <= registered_on_base()
    here = Residence.objects.on(BASE).filter(kind=RESIDENT)
    assert not here.filter(person__in=away).exists()
    assert here.filter(person__in=left_behind).count() == len(left_behind)


def test_left_behind_children_are_under_16_in_a_village_with_a_grandparent(
    left_behind: list[int],
):
    children = Person.objects.filter(pk__in=left_behind)
    assert not children.filter(birth_date__lte="2004-12-31").exists()
    homes = Membership.objects.on(BASE).filter(person__in=left_behind)
    assert set(homes.values_list("household__division__kind", flat=True)) == {"village"}
    grandparents = Membership.objects.on(BASE).filter(
        household__in=homes.values("household"), relation=Membership.Relation.PARENT
    )
    with_one = set(grandparents.values_list("household_id", flat=True))
    assert set(homes.values_list("household_id", flat=True)) == with_one
