"""The month's visits are there on its first day, once; who declined is left in peace."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from tests import factories
from tests.kernel.visits.conftest import FIRST, at
from yingzhou.core.periods import Period, Unit
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue import versions
from yingzhou.kernel.catalogue.models import ItemVersion
from yingzhou.kernel.people.models import Enrolment, Household, Membership, Person
from yingzhou.kernel.visits import windows
from yingzhou.kernel.visits.files import Plan, forms, kinds, plans
from yingzhou.kernel.visits.models import Refusal, Visit
from yingzhou.kernel.visits.selectors.coming import comes_until
from yingzhou.kernel.visits.services import planning


def test_an_old_woman_alone_and_a_family_on_the_roll_are_planned_for(world):
    assert world.plan() == 2
    alone = world.visit("alone")
    assert (alone.person, alone.due_on, alone.desk) == (world.old, date(2026, 3, 31), world.village)
    assert (alone.user, alone.state) == (world.officer, "assigned")  # the only one of the village
    review = world.visit("dibao_review")
    assert (review.household, review.due_on) == (world.home, date(2026, 3, 10))
    assert (review.desk, review.user, review.people) == (world.town, None, 2)
    assert (review.basis, review.confidence) == ("民发〔2021〕57号, 动态核查", "memory")


def test_planning_again_and_on_other_days_of_the_month_plans_nothing_twice(world):
    world.plan()
    for day in (FIRST, date(2026, 3, 17), date(2026, 3, 31)):
        assert world.plan(day) == 0
    assert world.plan(date(2026, 4, 1)) == 1  # the next month of the old woman


@tuned(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(days=st.lists(st.dates(date(2026, 1, 1), date(2026, 8, 31)), min_size=1, max_size=8))
def test_however_often_and_in_whatever_order_it_is_planned_each_window_has_one_visit(world, days):
    Visit.objects.all().delete()
    for day in days:
        planning.plan_all(at(day))
    months = {day.replace(day=1) for day in days}
    assert Visit.objects.filter(kind="alone").count() == len(months)
    due = list(Visit.objects.filter(kind="dibao_review").values_list("due_on", flat=True))
    assert len(due) == len(set(due))
    again = Visit.objects.count()
    for day in days:
        planning.plan_all(at(day))
    assert Visit.objects.count() == again


@given(
    since=st.dates(date(2015, 1, 1), date(2026, 12, 31)),
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    length=st.integers(1, 24),
)
def test_an_own_window_ends_this_month_or_next_and_its_number_stays(since, day, length):
    plan = Plan("p", "p", "alone", {}, Period(length, Unit.MONTHS), "own", "", "memory")
    found = windows.own_windows(plan, since, day)
    begun, now = windows.month_no(since), windows.month_no(day)
    for number, due in found:
        assert now <= begun + number * length <= now + windows.AHEAD
        assert due > since
    if now >= begun + length and (now - begun) % length == 0:
        assert [number for number, _ in found][:1] == [(now - begun) // length]


def test_the_class_of_review_follows_from_who_may_work(world):
    disabled = factories.person("陈阿四", date(1975, 1, 1), home=world.village, household="SICK")
    disabled.disability_certificates.create(category=4, grade=1, valid_from=date(2020, 1, 1))
    Enrolment.objects.create(roll="dibao", person=disabled, valid_from=date(2025, 3, 20))
    world.plan()
    asked = dict(Visit.objects.filter(kind="dibao_review").values_list("household", "asked_by"))
    sick = Membership.objects.get(person=disabled).household_id
    assert asked == {world.home.pk: "plan:dibao_half", sick: "plan:dibao_year"}


def test_who_declined_is_not_asked_again_until_the_day_they_said(world):
    world.plan()
    visit = world.visit("alone")
    world.report(visit, world.officer, how="declined", why="女儿每天来, 不用", values={})
    refusal = Refusal.objects.get()
    assert (visit.state, refusal.valid_to) == ("declined", date(2026, 9, 2))
    assert not Visit.objects.filter(kind="alone").exclude(pk=visit.pk).exists()
    world.plan(date(2026, 4, 1))
    assert Visit.objects.filter(kind="alone").count() == 1
    world.plan(date(2026, 10, 1))
    assert Visit.objects.filter(kind="alone").count() == 2


def test_the_dead_and_those_who_live_nowhere_are_not_planned_for(world):
    world.old.death_date = date(2026, 2, 1)
    world.old.save()
    world.mother.residences.all().delete()
    world.plan()
    assert not Visit.objects.filter(kind="alone").exists()


def test_every_plan_names_its_source_and_says_how_sure_it_is():
    for plan in plans().values():
        assert plan.basis
        assert plan.confidence in ("seen", "memory", "unverified")
        assert kinds()[plan.kind].form in forms()


@pytest.mark.parametrize("kind", list(kinds().values()), ids=lambda kind: kind.key)
def test_a_kind_leads_to_returns_that_exist(kind):
    assert "back" in kinds()
    assert all(one.days > 0 and one.why for one in kind.returns.values())


def test_planning_a_village_costs_a_handful_of_questions(world, django_assert_max_num_queries):
    for _ in range(30):
        factories.person("赵阿四", date(1938, 1, 1), home=world.village)
    with django_assert_max_num_queries(60):
        world.plan()
    assert Visit.objects.filter(kind="alone").count() == 31


def _decided(world, item: str, person: Person, outcome: str, day: date) -> None:
    versions.sync(at(day))
    version = ItemVersion.objects.filter(code=item).first()
    Case.objects.create(
        number=f"{item}-{day}", place=world.village, year=2026, running=Case.objects.count() + 1,
        version=version, item=item, applicant=person, home=world.village, channel="counter",
        stage="closed", by="", is_open=False, outcome=outcome, received_at=at(day),
        stage_since=at(day), closed_at=at(day), answers={},
    )  # fmt: skip


def test_a_family_that_was_granted_it_here_is_looked_at_again_though_on_no_imported_roll(world):
    """Whoever of them asked for it, and may be dead by then; until it is taken away."""
    wife = factories.person("李桂芳", date(1982, 2, 1), home=world.village, household="NEW")
    asked = factories.person("李大伯", date(1950, 2, 1), home=world.village, household="NEW")
    home = Household.objects.get(number="NEW")
    _decided(world, "relief/dibao", asked, "granted", date(2026, 3, 2))
    asked.memberships.update(valid_to=date(2026, 5, 2))
    assert comes_until(home.pk, ["dibao_review"], date(2026, 3, 5)) == date(2026, 9, 2)
    world.plan(date(2026, 8, 3))
    visit = Visit.objects.get(household=home)
    assert (visit.kind, visit.due_on) == ("dibao_review", date(2026, 9, 2))
    Visit.objects.filter(pk=visit.pk).update(state=Visit.State.DONE)
    assert comes_until(home.pk, ["dibao_review"], date(2026, 8, 20)) == date(2027, 3, 2)
    _decided(world, "relief/dibao_stop", wife, "ended", date(2026, 9, 10))
    assert comes_until(home.pk, ["dibao_review"], date(2026, 9, 11)) is None
    world.plan(date(2027, 2, 1))
    assert Visit.objects.filter(household=home).count() == 1
