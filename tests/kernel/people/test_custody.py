"""Taken away and come back; a disability that changes: events that others follow and that can be
taken back."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.timeline import Refused
from yingzhou.kernel.catalogue.population import facts_of_person
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import Custody, DisabilityCertificate, LifeEvent

pytestmark = pytest.mark.django_db
AWAY, BACK = date(2025, 3, 1), date(2025, 9, 1)


def who() -> dict:
    return {"source": "法院判决书", "actor": SYSTEM, "at": clock.now()}


def is_away(person, day: date) -> bool:
    found = facts_of_person(person.pk, day)
    assert found is not None
    return bool(found["members"][0]["in_custody"])


def test_who_is_taken_away_does_not_count_until_they_come_back():
    person = factories.person()
    services.take_away(person=person, kind="sentence", on=AWAY, **who())
    assert [is_away(person, day) for day in (date(2025, 2, 1), date(2025, 4, 1))] == [False, True]
    with pytest.raises(Refused, match="不必重复登记"):
        services.take_away(person=person, kind="rehab", on=date(2025, 4, 1), **who())
    with pytest.raises(Refused, match=f"早于开始的日子.{AWAY}"):
        services.come_back(person=person, on=date(2025, 1, 1), **who())
    services.come_back(person=person, on=BACK, **who())
    assert not is_away(person, date(2025, 10, 1))
    with pytest.raises(Refused, match="没有登记在服刑"):
        services.come_back(person=person, on=date(2025, 10, 1), **who())


def test_a_sentence_that_was_somebody_elses_never_was():
    person = factories.person()
    event = services.take_away(person=person, kind="sentence", on=AWAY, **who())
    services.reverse_life_event(event=event, reason="同名同姓", actor=SYSTEM, at=clock.now())
    assert not Custody.objects.exists()


def test_a_change_of_grade_ends_the_old_certificate_and_can_be_taken_back():
    person = factories.person()
    services.change_disability(person=person, category=4, grade=3, on=AWAY, **who())
    event = services.change_disability(person=person, category=4, grade=1, on=BACK, **who())
    assert [row.grade for row in DisabilityCertificate.objects.on(BACK)] == [1]
    services.reverse_life_event(event=event, reason="录错等级", actor=SYSTEM, at=clock.now())
    assert [row.grade for row in DisabilityCertificate.objects.on(BACK)] == [3]
    services.change_disability(person=person, category=4, grade=0, on=date(2025, 10, 1), **who())
    assert not DisabilityCertificate.objects.on(date(2025, 10, 1)).exists()
    assert LifeEvent.objects.filter(kind="disability").count() == 3


def test_a_death_ends_a_sentence_too():
    person = factories.person()
    services.take_away(person=person, kind="sentence", on=AWAY, **who())
    services.record_life_event(person=person, kind="death", on=BACK, **who())
    assert Custody.objects.get().valid_to == BACK
