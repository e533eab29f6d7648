"""Nothing in the demo is in two states at once, and nothing in it has happened tomorrow."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db.models import F, Model, Q

from yingzhou.core import clock
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.organisations.models import BedTerm, Capacity, Facility, Organisation, Post
from yingzhou.kernel.people.models import (
    Assets,
    CareLevel,
    Enrolment,
    Household,
    Illness,
    Income,
    LifeEvent,
    Membership,
    Residence,
    Schooling,
)

pytestmark = pytest.mark.district


@pytest.mark.parametrize(
    ("model", "of_what"),
    [
        (Residence, ("person_id", "kind")),
        (Membership, ("person_id",)),
        (Enrolment, ("roll", "person_id", "household_id")),
        (BedTerm, ("bed_id",)),
        (Capacity, ("facility_id", "unit")),
        (Post, ("person_id",)),
        (Income, ("person_id",)),
        (Schooling, ("person_id",)),
        (CareLevel, ("person_id",)),
        (Assets, ("household_id",)),
    ],
)
def test_spells_of_one_thing_follow_each_other(model: type[Model], of_what: tuple[str, ...]):
    rows = list(
        model._default_manager.order_by(*of_what, "valid_from").values_list(
            *of_what, "valid_from", "valid_to"
        )
    )
    assert len(rows) > 100
    for before, after in pairwise(rows):
        if before[:-2] == after[:-2]:
            assert before[-1] <= after[-2], (before, after)


OF_PERSONS = (Residence, Membership, Enrolment, Income, Schooling, Illness, CareLevel)
OF_PLACES = (Assets, BedTerm, Capacity, Post, Facility, Organisation)


@pytest.mark.parametrize("model", [*OF_PERSONS, *OF_PLACES])
def test_nothing_begins_or_ends_after_today(model: type[Model]):
    today = clock.today()
    later = Q(valid_from__gt=today)
    if model is not CareLevel:  # it runs out by itself
        later |= Q(valid_to__gt=today) & ~Q(valid_to=FOREVER)
    assert not model._default_manager.filter(later).exists()


def test_the_dead_live_nowhere():
    dead = Q(person__death_date__isnull=False)
    for model in OF_PERSONS:
        assert not model.objects.filter(dead, valid_to__gt=F("person__death_date")).exists()


def test_nobody_is_anywhere_before_being_born():
    for model in OF_PERSONS:
        assert not model.objects.filter(valid_from__lt=F("person__birth_date")).exists()


def test_whoever_left_is_no_longer_checked():
    today = clock.today()
    here = Residence.objects.on(today).values("person")
    for model in (Income, Schooling, Illness, CareLevel):
        assert not model.objects.on(today).exclude(person__in=here).exists(), model
    assert not Assets.objects.on(today).exclude(household__valid_to=FOREVER).exists()


def test_households_stand_as_long_as_somebody_is_in_them():
    outlived = Membership.objects.filter(
        Q(valid_to__gt=F("household__valid_to")) | Q(valid_from__lt=F("household__valid_from"))
    )
    assert not outlived.exists()
    open_homes = Household.objects.filter(valid_to=FOREVER)
    held = Membership.objects.filter(valid_to=FOREVER).values("household")
    assert not open_homes.exclude(pk__in=held).exists()


def test_every_death_on_record_is_the_day_the_person_died():
    deaths = LifeEvent.objects.filter(kind="death")
    assert deaths.exists()
    assert not deaths.exclude(on=F("person__death_date")).exists()
