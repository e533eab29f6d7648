"""From the knock on the door to the end of the plan: assessed, helped, looked at again, closed."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.kernel.assessments.models import Task
from yingzhou.programmes.assistance.advising.faults import AdvisingFault, NotYours
from yingzhou.programmes.assistance.advising.invariants import nothing_due_is_hidden
from yingzhou.programmes.assistance.advising.models import Plan
from yingzhou.programmes.assistance.advising.services import plans

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_plan_begins_with_an_assessment_that_is_due(world):
    plan = world.plan()
    task = Task.objects.get()
    assert (task.household, task.instrument, task.user) == (world.home, "needs", world.adviser)
    assert (plan.adviser, plan.next_due_on) == (world.adviser, task.due_on)
    assert world.plan() == plan  # begun twice, it is the same


@pytest.mark.parametrize(
    ("hard", "category", "review"),
    [
        ({"food": "有困难"}, "一般帮扶", date(2026, 9, 2)),
        ({"food": "有困难", "work": "有困难", "mind": "有困难"}, "重点帮扶", date(2026, 6, 2)),
        ({"safety": "很急"}, "重点帮扶", date(2026, 6, 2)),
        ({}, "暂不需要", date(2027, 3, 2)),
    ],
)
def test_what_was_found_says_how_often_it_is_looked_at(world, hard, category, review):
    world.plan()
    made = world.assess(**hard)
    plan = Plan.objects.get()
    assert (plan.assessment, made.result) == (made, category)
    assert plan.review_due_on == review
    assert {key for key, _, _ in made.content["needs"]} == set(hard)


def test_the_urgent_comes_first(world):
    world.plan()
    made = world.assess(food="有困难", safety="很急")
    assert [said for _, _, said in made.content["needs"]] == ["很急", "有困难"]


def test_looked_at_with_the_family_it_is_due_again(world):
    plan = world.plan()
    with pytest.raises(AdvisingFault, match="先评估"):
        plans.review(plan=plan.pk, on=MONDAY, words="看过", user=world.adviser, at=at(MONDAY))
    world.assess(food="有困难")
    later = date(2026, 9, 1)
    made = plans.review(
        plan=plan.pk, on=later, words="孩子上学了", user=world.adviser, at=at(later)
    )
    assert made.next_on == date(2027, 3, 1)
    assert not Task.objects.filter(state="open").exists()
    again = date(2026, 9, 3)  # the next time is after the assessment's end: it is asked for now
    plans.review(plan=plan.pk, on=again, words="还好", user=world.adviser, at=at(again))
    assert Task.objects.get(state="open").household == world.home


def test_the_assessment_is_asked_for_before_it_runs_out(world, stop_clock):
    world.plan()
    world.assess(food="有困难")
    assert plans.renew(at(date(2027, 1, 30))) == 0
    assert plans.renew(at(date(2027, 1, 31))) == 1
    assert plans.renew(at(date(2027, 2, 1))) == 0
    task = Task.objects.get(state="open")
    assert (task.due_on, task.user) == (date(2027, 3, 2), world.adviser)


def test_it_ends_with_what_came_of_it_and_nothing_left_open(world):
    plan = world.plan()
    world.assess(food="有困难")
    end = {"plan": plan.pk, "outcome": "better", "user": world.adviser, "at": at(MONDAY, 15)}
    with pytest.raises(AdvisingFault, match="没有提过一条措施"):
        plans.close(**end, words="好多了")
    measure = world.propose(plan, name="每周打一次电话")
    with pytest.raises(AdvisingFault, match="每周打一次电话"):
        plans.close(**end, words="好多了")
    world.agree(measure, agrees=False)
    with pytest.raises(AdvisingFault, match="为什么结束"):
        plans.close(**end, words="")
    plan = plans.close(**end, words="母亲找到了工作")
    assert (plan.state, plan.get_outcome_display()) == ("closed", "缓解了, 家里自己能过")
    assert world.plan(date(2026, 3, 3)) != plan  # a new difficulty is a new plan


def test_who_may_not(world):
    elsewhere = factories.user_with("adviser", factories.town("堡镇"))
    with pytest.raises(NotYours, match="不在您负责的地方"):
        plans.open_plan(household=world.home, user=elsewhere, at=at(MONDAY))
    world.adviser.person = world.mother
    world.adviser.save()
    with pytest.raises(NotYours, match="回避"):
        world.plan()


def test_another_adviser_takes_over_by_the_towns_word(world):
    plan = world.plan()
    with pytest.raises(NotYours, match="由乡镇或区里定"):
        plans.assign(plan=plan.pk, adviser=world.other, user=world.adviser)
    with pytest.raises(AdvisingFault, match="不是这里的顾问"):
        plans.assign(plan=plan.pk, adviser=world.clerk, user=world.clerk)
    assert plans.assign(plan=plan.pk, adviser=world.other, user=world.clerk).adviser == world.other


def test_the_check_finds_a_day_that_is_hidden(world):
    plan = world.plan()
    assert list(nothing_due_is_hidden()) == []
    Plan.objects.filter(pk=plan.pk).update(next_due_on=date(2030, 1, 1))
    assert "有事到期" in next(iter(nothing_due_is_hidden()))
