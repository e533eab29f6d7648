"""The roll of 低保 follows the awards: the figure of persons moves with what is decided."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.kernel.cases.conftest import world as world  # noqa: PLC0414 - the fixture
from tests.kernel.payments.conftest import CLERK, at
from yingzhou.core.consequences import Event
from yingzhou.core.invariants import check_all
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.payments.services import awards
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Custody, Enrolment, LifeEvent, Person, Residence
from yingzhou.programmes.assistance.relief.chores import take_off_the_roll
from yingzhou.programmes.assistance.relief.told import the_roll

pytestmark = pytest.mark.django_db(transaction=True)
DECIDED = date(2026, 3, 18)
IN_APRIL = date(2026, 4, 10)
MAY = date(2026, 5, 1)


def on_the_roll(day: date) -> set[str]:
    rows = Enrolment.objects.on(day).filter(roll=Enrolment.Roll.DIBAO)
    return set(rows.values_list("person__name", flat=True))


@pytest.fixture
def granted(world, stop_clock):
    """Mother and son are looked into, published and granted; the daughter-in-law is in prison."""
    wife = factories.person("陆小芳", date(1982, 5, 1), home=world.village, household="H1")
    factories.income(wife, since=date(2025, 7, 1))
    people.take_away(
        person=wife,
        kind=Custody.Kind.SENTENCE,
        on=date(2025, 9, 1),
        source="判决书",
        actor=CLERK,
        at=at(MONDAY),
    )
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, date(2026, 3, 4))
    world.visited(case, world.clerk, date(2026, 3, 9))
    assert fire_ended(at(date(2026, 3, 17))) == 1
    case.refresh_from_db()
    stop_clock(at(DECIDED))
    world.step(case, "grant", world.approver, DECIDED)
    assert case.outcome == "granted"
    return case


def stopped(day: date = IN_APRIL) -> Award:
    award = Award.objects.get()
    return awards.end(award=award.pk, last=day, why="就业后收入超过标准", actor=CLERK, at=at(day))


def test_a_grant_brings_onto_the_roll_whom_it_counts_from_the_day_it_was_made(granted):
    assert on_the_roll(date(2026, 3, 17)) == set()
    assert on_the_roll(DECIDED) == {"王秀英", "王建国"}


def test_a_stop_takes_them_off_when_the_last_paid_month_is_over(granted, stop_clock):
    stop_clock(at(IN_APRIL))
    stopped()
    take_off_the_roll(at(IN_APRIL))
    assert on_the_roll(IN_APRIL) == {"王秀英", "王建国"}
    stop_clock(at(date(2026, 5, 3)))
    take_off_the_roll(at(date(2026, 5, 3)))
    assert on_the_roll(date(2026, 4, 30)) == {"王秀英", "王建国"}
    assert on_the_roll(MAY) == set()
    before = AuditEntry.objects.count()
    take_off_the_roll(at(date(2026, 5, 3)))
    assert AuditEntry.objects.count() == before


def test_what_was_stopped_by_mistake_goes_on_without_a_gap(granted, stop_clock):
    stop_clock(at(IN_APRIL))
    award = stopped()
    stop_clock(at(date(2026, 5, 20)))
    take_off_the_roll(at(date(2026, 5, 20)))
    awards.restore(award=award.pk, actor=CLERK, at=at(date(2026, 5, 20)))
    for day in (date(2026, 4, 30), MAY, date(2026, 5, 20)):
        assert on_the_roll(day) == {"王秀英", "王建国"}


def test_taken_back_within_the_month_it_never_left_the_roll(granted, stop_clock):
    stop_clock(at(IN_APRIL))
    awards.restore(award=stopped().pk, actor=CLERK, at=at(IN_APRIL))
    stop_clock(at(date(2026, 5, 20)))
    take_off_the_roll(at(date(2026, 5, 20)))
    assert Enrolment.objects.filter(roll="dibao").count() == 2


def test_who_is_born_into_the_family_is_on_it_from_that_day(granted, world, stop_clock):
    stop_clock(at(IN_APRIL))
    born = date(2026, 4, 2)
    people.register_person(
        name="王小宝", id_number=factories.id_number(born, 1), household_number="H1",
        relation=2, registered_division=world.village, resident_division=world.village,
        address="1号", since=born, actor=CLERK, at=at(IN_APRIL),
    )  # fmt: skip
    assert "王小宝" in on_the_roll(born)


def moved(person: Person, to, number: str) -> LifeEvent:
    return people.move(
        person=person, kinds=[Residence.Kind.REGISTERED, Residence.Kind.RESIDENT], division=to,
        address="2号", on=IN_APRIL, source="户籍迁移", actor=CLERK, at=at(IN_APRIL),
        household_number=number,
    )  # fmt: skip


def test_who_leaves_the_family_leaves_the_roll_and_is_back_when_they_never_did(
    granted, world, stop_clock
):
    stop_clock(at(IN_APRIL))
    event = moved(world.son, world.village, "H2")
    assert on_the_roll(IN_APRIL) == {"王秀英"}
    assert told(event) == [("从 2026年4月10日 起不在名册上", False)]
    people.reverse_life_event(event=event, reason="看错了人", actor=CLERK, at=at(IN_APRIL))
    assert on_the_roll(IN_APRIL) == {"王秀英", "王建国"}
    event.refresh_from_db()
    assert told(event) == [("从 2026年4月10日 起不在名册上", True)]


def told(event: LifeEvent) -> list[tuple[str, bool]]:
    """As the page of the event says it."""
    happened = Event(
        event.pk,
        event.kind,
        event.person_id,
        event.on,
        event.reversed_at is not None,
        event.effects,
    )
    return [(one.what, one.undone) for one in the_roll(happened)]


def test_who_comes_home_from_prison_is_on_it_from_that_day(granted, stop_clock):
    stop_clock(at(IN_APRIL))
    wife = Person.objects.get(name="陆小芳")
    event = people.come_back(person=wife, on=IN_APRIL, source="释放证明", actor=CLERK,
                             at=at(IN_APRIL))  # fmt: skip
    assert on_the_roll(IN_APRIL) == {"王秀英", "王建国", "陆小芳"}
    people.reverse_life_event(event=event, reason="同名的人", actor=CLERK, at=at(IN_APRIL))
    assert on_the_roll(date(2026, 4, 11)) == {"王秀英", "王建国"}


def test_who_moves_away_out_of_a_family_leaves_the_roll_at_once(granted, world, stop_clock):
    stop_clock(at(IN_APRIL))
    moved(world.son, None, "")
    assert on_the_roll(IN_APRIL) == {"王秀英"}


def test_a_death_and_its_being_a_mistake_leave_the_roll_as_it_was(granted, world, stop_clock):
    stop_clock(at(IN_APRIL))
    event = people.record_life_event(
        person=world.mother, kind=LifeEvent.Kind.DEATH, on=date(2026, 4, 8), source="村委会报告",
        actor=CLERK, at=at(IN_APRIL),
    )  # fmt: skip
    assert on_the_roll(IN_APRIL) == {"王建国"}
    people.reverse_life_event(event=event, reason="是邻居", actor=CLERK, at=at(IN_APRIL))
    assert on_the_roll(IN_APRIL) == {"王秀英", "王建国"}


def test_a_case_that_was_opened_again_and_refused_takes_them_off_at_the_months_end(
    granted, world, stop_clock
):
    stop_clock(at(IN_APRIL))
    award = Award.objects.get()
    assert award.case == granted
    awards.end(award=award.pk, last=IN_APRIL, why="重新办理, 没有再同意", actor=CLERK,
               at=at(IN_APRIL))  # fmt: skip
    stop_clock(at(MAY))
    take_off_the_roll(at(MAY))
    assert on_the_roll(MAY) == set()


def faults() -> list[str]:
    wanted = ("低保名册上的人都有低保待遇", "在发低保的家庭都有人在低保名册上")
    return [words for found in check_all() if found.name in wanted for words in found.faults]


def test_the_check_names_who_is_on_the_roll_without_an_award_and_the_other_way_round(
    granted, stop_clock
):
    stop_clock(at(IN_APRIL))
    assert faults() == []
    Enrolment.objects.filter(person__name="王建国").delete()
    assert faults() == []  # one of them is still there
    Enrolment.objects.filter(person__name="王秀英").delete()
    assert len(faults()) == 1
    assert "没有人在名册上" in faults()[0]
    other = factories.person("施小妹", date(1960, 5, 1), home=granted.home)
    people.enrol(roll="dibao", holder=other, since=IN_APRIL, actor=CLERK, at=at(IN_APRIL))
    assert any("没有在发的低保" in words for words in faults())
