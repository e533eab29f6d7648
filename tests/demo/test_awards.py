"""Whoever is on the roll of 低保 lives in a household with an award."""

from __future__ import annotations

import pytest

from yingzhou.core import clock
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Enrolment, Membership

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
    assert payees <= set(Enrolment.objects.filter(roll="dibao").values_list("person", flat=True))
