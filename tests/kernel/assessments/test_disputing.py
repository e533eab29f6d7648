"""He does not agree with what was written about him: others look again, within their time."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.assessments.faults import AssessmentFault, NotYours
from yingzhou.kernel.assessments.invariants import disputed_by_others, done_has_one
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.selectors import current
from yingzhou.kernel.assessments.services import disputing

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = "洗澡要儿子扶, 写成了能自己洗"


def disputed(world, made, user=None, words=WRONG) -> Task:
    return disputing.dispute(
        assessment=made.pk, words=words, user=user or world.third, at=at(MONDAY, 17)
    )


@pytest.fixture
def made(world) -> Assessment:
    return world.sign(world.assess(world.ask()))


def test_others_look_again_and_theirs_counts(world, made):
    task = disputed(world, made)
    assert (task.due_on, task.words) == (date(2026, 3, 23), WRONG)  # fifteen workdays
    assert current("self_care", world.old) == made  # until then
    with pytest.raises(NotYours, match="上次是您评的"):
        world.assess(task, world.first, second=world.third)
    with pytest.raises(AssessmentFault, match="不能评这一份"):
        world.assess(task, world.third, second=world.second)
    anew = world.assess(task, world.third, second=world.fourth, bathes="不能")
    world.sign(anew, world.fourth)
    assert current("self_care", world.old).result == "部分丧失"
    assert list(disputed_by_others()) == []
    assert list(done_has_one()) == []


def test_disputed_twice_is_looked_at_once(world, made):
    assert disputed(world, made) == disputed(world, made, words="还有吃饭也不对")


def test_it_is_said_what_is_wrong(world, made):
    with pytest.raises(AssessmentFault, match="请写明哪里不对"):
        disputed(world, made, words="  ")
    assert not Task.objects.filter(disputes=made).exists()


def test_the_person_disputes_online_and_nobody_elses(world, made):
    him = resident_account(person=world.old, actor=SYSTEM, at=at(MONDAY))
    neighbour = factories.person("王五", date(1950, 1, 1), home=world.village)
    other = resident_account(person=neighbour, actor=SYSTEM, at=at(MONDAY))
    with pytest.raises(NotYours):
        disputed(world, made, other)
    assert disputed(world, made, him).disputes == made


def test_what_does_not_count_any_more_is_not_disputed(world, made):
    world.sign(world.assess(world.ask(asked_by="later")))
    with pytest.raises(AssessmentFault, match="现在有效"):
        disputed(world, made)


def test_the_check_finds_who_judged_their_own_work(world, made):
    task = disputed(world, made)
    anew = world.sign(world.assess(task, world.third, second=world.fourth), world.fourth)
    Task.objects.filter(pk=made.task_id).update(disputes=None)
    assert list(disputed_by_others()) == []
    Task.objects.filter(pk=task.pk).update(disputes=anew)
    assert list(disputed_by_others()) == [f"评估 {anew.pk}: 复评的人里有上次评的人"]
