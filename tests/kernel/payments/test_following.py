"""What follows for money: from a decision, from a death, and from its being a mistake."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.payments.conftest import APRIL, CLERK, DIBAO, MARCH, at, computed
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.payments.models import Award, Effect
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import LifeEvent

pytestmark = pytest.mark.django_db(transaction=True)
DIED = date(2026, 3, 10)


def dies(person, on: date = DIED):
    return people.record_life_event(
        person=person,
        kind=LifeEvent.Kind.DEATH,
        on=on,
        source="村委会报告",
        actor=CLERK,
        at=at(on),
    )


def taken_back(event) -> None:
    people.reverse_life_event(event=event, reason="报错了, 是邻居", actor=CLERK, at=at(APRIL))


def test_who_lives_alone_is_paid_for_the_month_of_death_and_no_more(village):
    event = dies(village.mother)
    village.award.refresh_from_db()
    assert village.award.valid_to == APRIL
    district.forget(APRIL)
    assert not computed(APRIL).lines.filter(benefit=DIBAO).exists()
    taken_back(event)
    village.award.refresh_from_db()
    assert (village.award.valid_to, village.award.ended_why) == (FOREVER, "")
    assert Effect.objects.get().undone_at is not None


def test_a_household_goes_on_and_the_money_goes_to_the_next_adult(village):
    place = village.mother.residences.first().division
    child = factories.person("张小明", date(2012, 5, 1), home=place, household="POOR")
    sister = factories.person("张秀兰", date(1985, 5, 1), home=place, household="POOR")
    for one in (child, sister):
        factories.income(one, since=date(2025, 7, 1))
    event = dies(village.mother)
    village.award.refresh_from_db()
    assert (village.award.valid_to, village.award.payee) == (FOREVER, sister)
    taken_back(event)
    village.award.refresh_from_db()
    assert village.award.payee == village.mother


def test_the_same_death_told_twice_does_nothing_more(village):
    from yingzhou.kernel.payments.services import following

    event = dies(village.mother)
    following.end_of_the_dead(person=village.mother.pk, event=event.pk, on=DIED)
    assert Effect.objects.count() == 1


def test_a_death_of_somebody_else_ends_nothing(village):
    dies(village.old, MARCH)
    assert Award.objects.get().valid_to == FOREVER
