"""Whoever is on the roll of 低保 lives in a household with an award."""

from __future__ import annotations

import pytest

from yingzhou.core import clock
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Enrolment, Membership, Person

pytestmark = pytest.mark.district


def test_the_roll_and_the_awards_are_of_the_same_households(db):
    today = clock.today()
    roll = Enrolment.objects.on(today).filter(roll=Enrolment.Roll.DIBAO).values("person")
    homes = set(
        Membership.objects.on(today).filter(person__in=roll).values_list("household", flat=True)
    )
    awarded = Award.objects.on(today).filter(benefit="relief/dibao")
    assert homes <= set(awarded.values_list("household", flat=True))
    payees = set(awarded.filter(made_by="历史登记(演示)").values_list("payee", flat=True))
    at_home = Membership.objects.on(today).filter(household__in=homes)
    assert payees <= set(at_home.values_list("person", flat=True))
    young = Person.objects.filter(pk__in=payees, birth_date__gt=today.replace(today.year - 16))
    heads = set(at_home.filter(relation=1).values_list("person", flat=True))
    assert not [one for one in young if one.pk not in heads], "money is not paid to a child"
