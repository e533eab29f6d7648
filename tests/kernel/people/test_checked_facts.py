"""What checks found out about a person ends with a death, and holds again if it is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import (
    Assets,
    CareLevel,
    Household,
    Illness,
    Income,
    LifeEvent,
    Person,
    Schooling,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 1)
CHECKED = (Income, Illness, CareLevel, Schooling, Assets)


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(date(2025, 12, 31))


def die(person: Person, on: date = DAY) -> LifeEvent:
    return services.record_life_event(
        person=person, kind="death", on=on, source="医学证明", actor=SYSTEM, at=clock.now()
    )


def take_back(event: LifeEvent) -> None:
    services.reverse_life_event(event=event, reason="登记错人", actor=SYSTEM, at=clock.now())


def home_of(person: Person) -> Household:
    return person.memberships.get().household


def checked_person() -> Person:
    """Alone in a household, with an earlier income, ill, assessed, at an evening university."""
    person = factories.person("施阿婆", date(1940, 1, 1))
    Income.objects.filter(pk=factories.income(person, date(2020, 1, 1)).pk).update(
        valid_to=date(2024, 7, 1)
    )
    factories.income(person, pension=155_000)
    factories.assets(home_of(person), money=2_000_000)
    Illness.objects.create(person=person, valid_from=date(2022, 5, 1))
    Schooling.objects.create(person=person, stage=5, valid_from=date(2024, 9, 1))
    start = date(2024, 2, 29)
    CareLevel.objects.create(
        person=person, level=4, valid_from=start, valid_to=CareLevel.expires(start)
    )
    return person


def snapshot() -> list:
    return [sorted(model.objects.values_list("pk", "valid_from", "valid_to")) for model in CHECKED]


def test_a_death_ends_income_schooling_illness_care_and_the_assets_of_who_lived_alone():
    person = checked_person()
    die(person)
    for model in CHECKED:
        assert model.objects.latest("valid_from").valid_to == DAY, model
    assert person.incomes.earliest("valid_from").valid_to == date(2024, 7, 1)


def test_assets_stay_with_those_who_stay():
    home = factories.village()
    wife = factories.person("李秀珍", home=home, household="H1")
    factories.person("王建国", home=home, household="H1", sex=1)
    factories.assets(home_of(wife))
    die(wife)
    assert Assets.objects.get().is_open


def test_taking_a_death_back_restores_what_was_checked():
    person = checked_person()
    before = snapshot()
    event = die(person)
    assert snapshot() != before
    take_back(event)
    assert snapshot() == before


def test_a_death_reported_after_the_next_check_leaves_one_day_of_that_and_can_be_taken_back():
    person = checked_person()
    Income.objects.filter(valid_to=FOREVER).update(valid_to=date(2025, 7, 1))
    late = factories.income(person, date(2025, 7, 1), pension=160_000)
    before = snapshot()
    event = die(person)
    late.refresh_from_db()
    assert late.valid_to == date(2025, 7, 2)
    take_back(event)
    assert snapshot() == before


def test_a_death_from_a_bulk_load_gives_back_what_ended_and_a_level_only_its_two_years():
    person = checked_person()
    before = snapshot()
    event = die(person)
    LifeEvent.objects.update(effects=None)
    event.refresh_from_db()
    take_back(event)
    assert snapshot() == before


def test_a_level_of_care_holds_two_years():
    assert CareLevel.expires(date(2024, 5, 6)) == date(2026, 5, 6)
    assert CareLevel.expires(date(2024, 2, 29)) == date(2026, 3, 1)


def test_one_check_a_day_and_levels_from_one_to_six():
    person = checked_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.income(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        CareLevel.objects.create(person=person, level=7, valid_from=DAY)
