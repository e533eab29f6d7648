"""A death may be reported by anybody who has to do with it: the first word counts at once, the
second is kept beside it, and where they differ somebody else finds out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM, Actor
from yingzhou.core.timeline import Refused
from yingzhou.core.workdays import add_workdays
from yingzhou.kernel.people import services
from yingzhou.kernel.people.models import DeathReport, LifeEvent, Person, Residence
from yingzhou.kernel.people.services import Post

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
DAY = date(2025, 3, 1)
OTHER = date(2025, 4, 2)
VILLAGE = Post("village", "启瀛村")
HOSPITAL = Post("hospital", "崇明第二人民医院")
POLICE = Post("police", "市公安局崇明分局")
TOWN = Post("town", "庙镇", has_last_word=True)
CLERK, COLLEAGUE = Actor(7, "town"), Actor(8, "town2")
State = DeathReport.State


@pytest.fixture(autouse=True)
def _today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def old() -> Person:
    person = factories.person("施阿婆", date(1940, 1, 1))
    services.enrol(roll="partner", holder=person, since=date(2021, 1, 1), **who())
    return person


def who(actor: Actor = SYSTEM) -> dict:
    return {"actor": actor, "at": clock.now()}


def say(person: Person, post: Post, on: date = DAY, actor: Actor = SYSTEM) -> DeathReport:
    return services.report_death(
        person=person, on=on, evidence="死亡医学证明", post=post, **who(actor)
    )


def settle(report: DeathReport, is_true: bool, actor: Actor = COLLEAGUE) -> DeathReport:
    return services.settle_report(
        report=report, is_true=is_true, reason="看了证明原件", **who(actor)
    )


def died(person: Person) -> date | None:
    return Person.objects.get(pk=person.pk).death_date


@pytest.mark.parametrize("post", [VILLAGE, HOSPITAL, POLICE, TOWN, Post("data", "市大数据中心")])
def test_whoever_says_so_first_is_followed_at_once(old, post):
    made = say(old, post)
    assert (made.state, died(old)) == (State.RECORDED, DAY)
    assert not old.enrolments.filter(valid_to__gt=DAY).exists()
    assert made.event.source.startswith(made.get_origin_display())


def test_a_second_source_with_the_same_day_is_kept_beside_the_first(old):
    first, second = say(old, VILLAGE), say(old, HOSPITAL)
    assert (second.state, second.event) == (State.SAME, first.event)
    assert LifeEvent.objects.filter(person=old, kind="death").count() == 1


def test_nobody_needs_to_say_the_same_twice(old):
    say(old, VILLAGE)
    with pytest.raises(Refused, match="已在 2025-06-30 报过"):
        say(old, VILLAGE)


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), date(1939, 12, 31)])
def test_a_day_that_cannot_be_is_refused(old, on):
    with pytest.raises(Refused):
        say(old, HOSPITAL, on)
    assert not DeathReport.objects.exists()


def test_another_day_waits_until_somebody_else_has_found_out(old):
    say(old, VILLAGE)
    other = say(old, HOSPITAL, OTHER, CLERK)
    assert (other.state, died(old)) == (State.DIFFERS, DAY)
    assert other.due == add_workdays(TODAY, 3)
    with pytest.raises(Refused, match="另一个人"):
        settle(other, True, CLERK)
    with pytest.raises(Refused, match="没有填写"):
        services.settle_report(report=other, is_true=True, reason=" ", **who(COLLEAGUE))


def test_the_other_day_was_right_and_everything_follows_that_one(old):
    first = say(old, VILLAGE)
    other = settle(say(old, HOSPITAL, OTHER), True)
    first.refresh_from_db()
    assert (other.state, first.state, died(old)) == (State.ADOPTED, State.REJECTED, OTHER)
    assert [row.valid_to for row in old.enrolments.all()] == [OTHER]
    standing = LifeEvent.objects.get(person=old, kind="death", reversed_at=None)
    assert other.event == standing


def test_the_other_day_was_wrong_and_is_not_asked_about_every_night(old):
    say(old, VILLAGE)
    settle(say(old, HOSPITAL, OTHER), False)
    assert died(old) == DAY
    with pytest.raises(Refused, match="核实后不采用"):
        say(old, HOSPITAL, OTHER)
    with pytest.raises(Refused, match="已经有结果"):
        settle(DeathReport.objects.get(origin="hospital"), True)


def test_it_was_the_neighbour_and_the_same_list_does_not_bring_the_death_back(old):
    first = say(old, HOSPITAL)
    services.reverse_life_event(event=first.event, reason="是邻居", **who())
    first.refresh_from_db()
    assert (first.state, died(old)) == (State.UNDONE, None)
    again = say(old, HOSPITAL)
    assert (again.state, again.event, died(old)) == (State.HELD, None, None)
    settle(again, True)
    assert died(old) == DAY


def test_another_source_is_followed_also_after_a_reversal(old):
    first = say(old, HOSPITAL)
    services.reverse_life_event(event=first.event, reason="是邻居", **who())
    assert say(old, POLICE).state == State.RECORDED


def test_whoever_said_another_day_has_still_to_be_heard_after_a_reversal(old):
    first, other = say(old, VILLAGE), say(old, HOSPITAL, OTHER)
    services.reverse_life_event(event=first.event, reason="是邻居", **who())
    other.refresh_from_db()
    assert (other.state, other.event) == (State.HELD, None)
    say(old, POLICE, OTHER)
    other.refresh_from_db()
    assert (other.state, other.due) == (State.SAME, None)


def test_the_only_source_takes_its_word_back_and_the_town_undoes_the_death(old):
    only = say(old, HOSPITAL)
    only = services.withdraw_report(report=only, reason="同名同姓", **who())
    assert (only.state, died(old), only.due) == (State.WITHDRAWN, DAY, add_workdays(TODAY, 3))
    settle(only, False)
    assert died(old) is None
    assert old.enrolments.filter(valid_to__gt=TODAY).exists()
    only.refresh_from_db()
    assert only.due is None
    assert say(old, HOSPITAL).state == State.HELD, "the nightly list does not bring it back"


def test_one_of_two_sources_takes_its_word_back_and_the_other_carries_it(old):
    say(old, VILLAGE)
    second = say(old, HOSPITAL)
    second = services.withdraw_report(report=second, reason="同名同姓", **who())
    assert (second.due, died(old)) == (None, DAY)
    with pytest.raises(Refused, match="不作数"):
        services.withdraw_report(report=second, reason="同名同姓", **who())


def test_what_the_register_contradicts_is_kept_and_not_lost(old):
    """She moved a month after the day that the hospital says."""
    services.move(
        person=old, kinds=[Residence.Kind.RESIDENT], division=factories.village("鳌山村"),
        address="1号", on=OTHER, source="申报", **who(),
    )  # fmt: skip
    kept = say(old, HOSPITAL)
    assert (kept.state, died(old)) == (State.HELD, None)
    assert "请先更正" in kept.reason
    with pytest.raises(Refused, match="请先更正"):
        say(old, TOWN)
