"""The people of the demo whom stories need are there, and its clerks have relatives."""

from __future__ import annotations

import pytest

from yingzhou.core import clock
from yingzhou.demo.identity import people
from yingzhou.demo.residents import STAFF, samples
from yingzhou.kernel.accounts.models import Mandate, User
from yingzhou.kernel.accounts.selectors import may_act_for
from yingzhou.kernel.people.models import Enrolment
from yingzhou.kernel.people.selectors import kin_of

pytestmark = pytest.mark.district


def test_the_service_offers_at_least_six_situations_and_nobody_twice():
    found = samples(clock.today())
    assert len(found) >= 6
    assert len({each.person.pk for each in found}) == len(found)
    assert all(each.person.death_date is None for each in found)


def test_every_clerk_is_somebody_with_relatives_and_the_towns_has_one_on_dibao():
    linked = {user.username: user.person for user in User.objects.filter(username__in=STAFF)}
    assert all(person is not None and kin_of(person.pk) for person in linked.values()), linked
    on_roll = Enrolment.objects.on(clock.today()).filter(roll="dibao")
    assert on_roll.filter(person__in=kin_of(linked["town"].pk)).exists()


def test_a_child_has_a_parents_mandate():
    given = Mandate.objects.get()
    assert may_act_for(given.agent, given.principal, "", clock.today()) == "受托"


def test_the_service_finds_people_by_their_whole_name_and_nobody_by_a_made_up_key():
    someone = samples(clock.today())[0].person
    assert someone.pk in {each.person.pk for each in people.by_name(someone.name)}
    told = people.person_of(str(someone.pk))
    assert told is not None
    assert told.number not in told.sub
    assert people.person_of("9" * 30) is None
    assert people.person_of("x") is None
