"""A death or a move is recorded once, everything follows, and all of it can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.models import AuditEntry
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions import services as divisions
from yingzhou.kernel.people import services
from yingzhou.kernel.people.events import PersonDied
from yingzhou.kernel.people.models import (
    DisabilityCertificate,
    Enrolment,
    Household,
    LifeEvent,
    Membership,
    Person,
    Residence,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
DAY = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


def die(person: Person, on: date = DAY) -> LifeEvent:
    return services.record_life_event(
        person=person,
        kind=LifeEvent.Kind.DEATH,
        on=on,
        source="医学证明",
        actor=SYSTEM,
        at=clock.now(),
    )


def move(person: Person, on: date = DAY, **changes) -> LifeEvent:
    given = {"kinds": [1, 2], "division": None, "address": "", "source": "申报"} | changes
    return services.move(person=person, on=on, actor=SYSTEM, at=clock.now(), **given)


def take_back(event: LifeEvent) -> None:
    services.reverse_life_event(event=event, reason="登记错人", actor=SYSTEM, at=clock.now())


def snapshot() -> list:
    models = (Household, Membership, Residence, Enrolment, DisabilityCertificate)
    rows = [sorted(model.objects.values_list()) for model in models]
    return [*rows, sorted(Person.objects.values_list("pk", "death_date"))]


def busy_person() -> Person:
    """With a disability certificate that expires by itself, on two rolls, alone in a household."""
    person = factories.person("施阿婆", date(1940, 1, 1))
    who = {"actor": SYSTEM, "at": clock.now()}
    services.change_disability(
        person=person, category=4, grade=2, on=date(2020, 1, 1), until=date(2030, 1, 1), **who
    )
    services.enrol(roll="dibao", holder=person, since=date(2021, 1, 1), **who)
    household = person.memberships.get().household
    services.enrol(roll="platform", holder=household, since=date(2022, 1, 1), **who)
    return person


def test_a_death_ends_what_the_person_had_on_that_day():
    person = busy_person()
    die(person)
    person.refresh_from_db()
    assert person.death_date == DAY
    for model in (Residence, Membership, Enrolment, DisabilityCertificate, Household):
        assert set(model.objects.values_list("valid_to", flat=True)) == {DAY}, model


def test_taking_a_death_back_restores_exactly_what_it_ended():
    person = busy_person()
    services.leave(roll="dibao", holder=person, on=date(2024, 1, 1), actor=SYSTEM, at=clock.now())
    before = snapshot()
    event = die(person)
    assert snapshot() != before
    take_back(event)
    assert snapshot() == before
    event.refresh_from_db()
    assert event.reversed_at is not None


def test_a_death_is_recorded_once():
    person = factories.person()
    die(person)
    with pytest.raises(Refused, match="已于 2025-03-01 登记死亡, 不必重复登记"):
        die(person)
    with pytest.raises(Refused, match=r"和这次的 2025-04-01 不一样.*撤回"):
        die(person, date(2025, 4, 1))
    assert LifeEvent.objects.filter(kind="death").count() == 1


def test_after_taking_it_back_a_death_can_be_recorded_again_on_the_same_day():
    person = factories.person()
    take_back(die(person))
    die(person)
    assert LifeEvent.objects.filter(kind="death").count() == 2


def test_a_household_goes_on_as_long_as_somebody_is_in_it():
    home = factories.village()
    wife = factories.person("李秀珍", home=home, household="H1")
    husband = factories.person("王建国", home=home, household="H1", sex=1)
    die(husband)
    assert Household.objects.get(number="H1").is_open
    death = die(wife, date(2025, 4, 1))
    assert Household.objects.get(number="H1").valid_to == date(2025, 4, 1)
    take_back(death)
    assert Household.objects.get(number="H1").valid_to == FOREVER


def test_a_person_restored_to_a_household_that_was_closed_meanwhile_opens_it_again():
    home = factories.village()
    wife = factories.person("李秀珍", home=home, household="H1")
    husband = factories.person("王建国", home=home, household="H1", sex=1)
    death = die(husband)
    move(wife, date(2025, 4, 1))
    assert not Household.objects.get(number="H1").is_open
    take_back(death)
    assert Household.objects.get(number="H1").is_open


def test_someone_who_moved_in_and_died_the_same_day_was_there_that_day():
    person, there = factories.person(), factories.village("鳌山村")
    move(person, division=there, household_number="H2")
    die(person)
    spell = Residence.objects.get(person=person, kind=2, division=there)
    assert (spell.valid_from, spell.valid_to) == (DAY, date(2025, 3, 2))


@pytest.mark.parametrize(
    ("on", "says"),
    [(date(2025, 7, 1), "晚于今天"), (date(1949, 1, 1), "早于出生日期")],
)
def test_a_death_in_the_future_or_before_birth_is_refused(on, says):
    with pytest.raises(Refused, match=says):
        die(factories.person(born=date(1950, 1, 1)), on)


def test_a_death_before_a_later_move_is_refused():
    person = factories.person()
    move(person, date(2025, 4, 1), division=factories.village(), household_number="H2")
    with pytest.raises(Refused, match="之后已有一条居住记录"):
        die(person)
    assert LifeEvent.objects.filter(kind="death").count() == 0


def test_a_move_ends_the_old_spell_and_begins_the_new_one_the_same_day():
    person, there = factories.person(), factories.village("鳌山村")
    move(person, division=there, household_number="H2", relation=Membership.Relation.HEAD)
    for kind in Residence.Kind:
        old, new = Residence.objects.filter(person=person, kind=kind).order_by("valid_from")
        assert old.valid_to == new.valid_from == DAY
        assert new.division == there
    assert person.memberships.on(DAY).get().household.number == "H2"


def test_taking_a_move_back_is_as_if_it_had_not_been():
    person = factories.person()
    before = snapshot()
    event = move(person, division=factories.village(), household_number="H2")
    take_back(event)
    assert snapshot() == before


def test_only_the_latest_event_can_be_taken_back():
    person = factories.person()
    event = move(person, kinds=[2], division=factories.village())
    die(person, date(2025, 4, 1))
    with pytest.raises(Refused, match="请先撤回较晚的一条"):
        take_back(event)


def test_a_move_cannot_be_taken_back_under_people_who_joined_the_new_household():
    person, there = factories.person(), factories.village()
    event = move(person, division=there, household_number="H2")
    factories.person("王小明", home=there, household="H2", since=date(2025, 5, 1))
    with pytest.raises(Refused, match="已有别的成员"):
        take_back(event)
    assert person.memberships.get(valid_to=FOREVER).household.number == "H2"


def test_a_move_of_the_register_needs_a_household_number():
    with pytest.raises(Refused, match="户号没有填写"):
        move(factories.person(), division=factories.village())


def test_a_move_to_a_village_that_no_longer_exists_is_refused():
    gone = factories.village()
    gone.valid_to = date(2024, 1, 1)
    gone.save()
    with pytest.raises(Refused, match="不存在"):
        move(factories.person(), kinds=[2], division=gone)


def test_the_dead_neither_move_nor_join_a_roll():
    person = factories.person()
    die(person)
    with pytest.raises(Refused, match="登记死亡"):
        move(person, date(2025, 4, 1))
    with pytest.raises(Refused, match="登记死亡"):
        services.enrol(
            roll="dibao", holder=person, since=date(2020, 1, 1), actor=SYSTEM, at=clock.now()
        )


def test_nobody_is_on_a_roll_twice():
    person = busy_person()
    with pytest.raises(Refused, match="不能重叠"):
        services.enrol(roll="dibao", holder=person, since=DAY, actor=SYSTEM, at=clock.now())


def test_a_death_from_a_bulk_load_can_be_taken_back_too():
    person = busy_person()
    die(person)
    LifeEvent.objects.update(effects=None)
    take_back(LifeEvent.objects.get(kind="death"))
    assert Residence.objects.filter(person=person, valid_to=FOREVER).count() == 2
    assert Enrolment.objects.filter(person=person, valid_to=FOREVER).count() == 1


def test_a_death_from_a_bulk_load_gives_the_disability_certificate_back():
    person = factories.person()
    services.change_disability(
        person=person, category=1, grade=2, on=date(2020, 1, 1), actor=SYSTEM, at=clock.now()
    )
    card = DisabilityCertificate.objects.get()
    event = die(person)
    LifeEvent.objects.update(effects=None)
    event.refresh_from_db()
    take_back(event)
    card.refresh_from_db()
    assert card.valid_to == FOREVER


def test_whoever_comes_back_finds_the_new_head_of_the_household_in_place():
    home = factories.village()
    old = factories.person(home=home, household="H1", relation=1)
    factories.person("王建国", home=home, household="H1", relation=2)
    event = die(old)
    factories.person("王新户", home=home, household="H1", relation=1, since=date(2025, 4, 1))
    take_back(event)
    for day, name in [(date(2025, 3, 31), "李秀珍"), (TODAY, "王新户")]:
        heads = Membership.objects.on(day).filter(household__number="H1", relation=1)
        assert [row.person.name for row in heads] == [name]
    assert Membership.objects.on(TODAY).filter(household__number="H1").count() == 3


def test_a_household_that_stands_again_is_on_its_rolls_again():
    home = factories.village()
    first = factories.person(home=home, household="H1", relation=1)
    second = factories.person("王建国", home=home, household="H1", relation=2)
    household = Household.objects.get(number="H1")
    services.enrol(
        roll="platform",
        holder=household,
        since=date(2021, 1, 1),
        actor=SYSTEM,
        at=clock.now(),
    )
    event = die(first)
    die(second, date(2025, 4, 1))
    take_back(event)
    assert Enrolment.objects.get().valid_to == FOREVER


def test_a_household_of_a_merged_village_takes_in_people_of_its_successor():
    town = factories.town()
    old, new = factories.village("启瀛村", town), factories.village("联益村", town)
    factories.person(home=old, household="H1", relation=1)
    divisions.merge(
        division_ids=[old.pk],
        into=new.pk,
        on=date(2025, 1, 1),
        document="测〔2025〕1号",
        actor=SYSTEM,
        at=clock.now(),
    )
    baby = factories.person("李小宝", date(2025, 2, 2), home=new, household="H1", relation=3)
    assert baby.memberships.get().household.number == "H1"
    other = factories.village("别村", town)
    with pytest.raises(Refused, match="另一个村居"):
        factories.person("李小妹", date(2025, 2, 2), home=other, household="H1", relation=3)


def test_a_death_is_published_when_it_is_committed_and_audited_with_it(
    django_capture_on_commit_callbacks, monkeypatch
):
    from collections import defaultdict

    from yingzhou.core import events

    heard: list[PersonDied] = []
    monkeypatch.setattr(events, "_handlers", defaultdict(list))
    events.subscribe(PersonDied)(heard.append)
    person = factories.person()
    with django_capture_on_commit_callbacks(execute=True):
        event = die(person)
        assert heard == []
    assert heard == [PersonDied(person.pk, event.pk, DAY)]
    entry = AuditEntry.objects.filter(action="people.death").get()
    assert entry.subject_id == person.pk
