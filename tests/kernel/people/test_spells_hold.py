"""Whatever happens to a person, in any order: spells never overlap, and taking back is exact."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import Enrolment, Household, LifeEvent, Membership, Residence

START = date(2024, 1, 1)
HOW = st.sampled_from(["home", "register", "both", "out", "death", "enrol", "leave", "back"])
STEPS = st.lists(st.tuples(HOW, st.integers(0, 500), st.booleans()), max_size=8)


def snapshot(person) -> list:
    models = (Residence, Membership, Enrolment)
    rows = [sorted(m.objects.filter(person=person).values_list()) for m in models]
    person.refresh_from_db()
    return [*rows, sorted(Household.objects.values_list()), person.death_date]


def act(person, villages, how: str, on: date, first: bool) -> LifeEvent | None:
    who = {"actor": SYSTEM, "at": clock.now()}
    if how == "death":
        return services.record_life_event(person=person, kind="death", on=on, source="x", **who)
    if how == "enrol":
        services.enrol(roll="dibao", holder=person, since=on, **who)
        return None
    if how == "leave":
        services.leave(roll="dibao", holder=person, on=on, **who)
        return None
    kinds = {"home": [2], "register": [1]}.get(how, [1, 2])
    return services.move(
        person=person,
        kinds=kinds,
        division=None if how == "out" else villages[first],
        address="",
        on=on,
        source="x",
        household_number=f"H{first}{on:%y%m%d}",
        **who,
    )


def assert_no_overlap(person) -> None:
    groups = [
        person.residences.filter(kind=1),
        person.residences.filter(kind=2),
        person.memberships.all(),
        person.enrolments.all(),
    ]
    for group in groups:
        spells = sorted(group.values_list("valid_from", "valid_to"))
        assert all(start < end for start, end in spells)
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(spells))


@pytest.mark.django_db
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_spells_never_overlap_and_taking_back_restores(steps):
    with transaction.atomic(), clock.stopped_at(date(2025, 12, 31)):
        villages = [factories.village("甲村"), factories.village("乙村")]
        person = factories.person(home=villages[0], since=START)
        done: list[tuple[LifeEvent, list]] = []
        for how, offset, first in steps:
            before = snapshot(person)
            try:
                if how == "back" and done:
                    event, earlier = done.pop()
                    services.reverse_life_event(
                        event=event, reason="错", actor=SYSTEM, at=clock.now()
                    )
                    assert snapshot(person) == earlier
                elif how != "back":
                    on = START + timedelta(days=offset)
                    event = act(person, villages, how, on, first)
                    # after a roll changed, the earlier picture no longer holds
                    done = [*done, (event, before)] if event else []
            except Refused:
                assert snapshot(person) == before, "a refusal changes nothing"
                if how == "back":
                    # an act of an earlier day stays: pictures from before it no longer hold
                    done = []
            assert_no_overlap(person)
        transaction.set_rollback(True)
