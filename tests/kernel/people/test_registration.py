"""Entering people into the register."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests import factories
from tests.support.identity import is_identity_number
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import Kinship, LifeEvent, Membership, Person

pytestmark = pytest.mark.django_db
BORN = date(1960, 2, 29)


def register(**changes) -> Person:
    home = changes.pop("home", None) or factories.village()
    given = {
        "name": "王 建国",
        "id_number": factories.id_number(BORN, sex=1),
        "household_number": "H1",
        "relation": Membership.Relation.HEAD,
        "registered_division": home,
        "resident_division": home,
        "address": "新河路1号",
        "since": date(2020, 1, 1),
        "actor": SYSTEM,
        "at": clock.now(),
    }
    return services.register_person(**(given | changes))


def test_sex_birth_and_sound_come_from_number_and_name():
    person = register()
    assert (person.name, person.pinyin, person.initials) == ("王建国", "wangjianguo", "wjg")
    assert (person.sex, person.birth_date) == (Person.Sex.MALE, BORN)


def test_the_number_is_not_in_the_database_in_clear_text():
    person = register()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM people_person")
        stored = bytes(cursor.fetchone()[0])
    person.refresh_from_db()
    assert str(person.id_number).encode() not in stored


def test_nobody_is_registered_twice():
    number = factories.id_number(BORN)
    register(id_number=number)
    with pytest.raises(Refused, match=r"已经登记\(王\*国\)"):
        register(id_number=number, household_number="H2")


def test_a_household_has_one_head_at_a_time():
    home = factories.village()
    register(home=home)
    with pytest.raises(Refused, match="户主"):
        register(home=home, id_number=factories.id_number(BORN))


def test_a_household_is_in_one_village():
    register()
    with pytest.raises(Refused, match="另一个村居"):
        register(relation=2)


def test_a_resident_from_elsewhere_needs_no_household():
    person = register(registered_division=None, household_number="")
    assert person.residences.get().kind == 2
    assert not person.memberships.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"registered_division": None, "resident_division": None}, "至少填写一个"),
        ({"household_number": " "}, "户号没有填写"),
        ({"since": date(2999, 1, 1)}, "晚于今天"),
        ({"since": date(1959, 1, 1)}, "早于出生日期"),
        ({"name": "王"}, "2至40个字"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stays(changes, says):
    with pytest.raises(Refused, match=says):
        register(**changes)
    assert not Person.objects.exists()


def test_a_wrong_number_is_refused_without_quoting_it():
    number = factories.id_number(BORN)[:-1]
    wrong = next(number + digit for digit in "0123456789" if not is_identity_number(number + digit))
    with pytest.raises(ValueError, match="校验位") as caught:
        register(id_number=wrong)
    assert wrong not in str(caught.value)


def test_a_birth_is_a_life_event():
    person = register(since=BORN, home=factories.division(since=date(1950, 1, 1)))
    assert LifeEvent.objects.get(person=person).kind == LifeEvent.Kind.BIRTH


def test_spouses_are_linked_both_ways_and_parents_are_older():
    one, other = factories.person("甲某某"), factories.person("乙某某", date(1980, 1, 1))
    who = {"actor": SYSTEM, "at": clock.now()}
    services.link_kin(person=one, relative=other, kind=Kinship.Kind.SPOUSE, **who)
    assert Kinship.objects.filter(kind=Kinship.Kind.SPOUSE).count() == 2
    with pytest.raises(Refused, match="晚于子女"):
        services.link_kin(person=one, relative=other, kind=Kinship.Kind.PARENT, **who)
