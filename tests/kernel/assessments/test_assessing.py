"""Two look at what somebody can do alone; both sign; the newest counts, and nothing is changed."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from tests import factories
from yingzhou.core.audit import SYSTEM
from yingzhou.core.events import subscribe
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.events import AssessmentMade
from yingzhou.kernel.assessments.faults import AssessmentFault, NotYours
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.selectors import current, expiring, valid
from yingzhou.kernel.assessments.services import assessing
from yingzhou.kernel.people import services as people

from .conftest import ALL_ALONE, MONDAY, at

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_asks_twice_asks_once(world):
    assert world.ask() == world.ask()
    task = world.ask()
    assert (task.due_on, task.confidence) == (date(2026, 3, 16), "unverified")
    assert task.division == world.village


@pytest.mark.parametrize(
    ("not_alone", "degree"),
    [
        ({}, "具备"),
        ({"bathes": "不能"}, "部分丧失"),
        ({"bathes": "不能", "walks": "不能", "toilet": "不能"}, "部分丧失"),
        ({"bathes": "不能", "walks": "不能", "toilet": "不能", "rises": "不能"}, "完全丧失"),
    ],
)
def test_the_rule_makes_the_degree_of_the_answers(world, not_alone, degree):
    made = world.assess(world.ask(), **not_alone)
    assert made.result == degree
    assert made.valid_until == date(2027, 3, 2)


def test_one_signature_counts_nothing(world):
    made = world.assess(world.ask(), bathes="不能")
    assert made.state == Assessment.State.WAITING
    assert valid("self_care", world.old, MONDAY) is None
    with pytest.raises(NotYours):
        world.sign(made, world.first)
    with pytest.raises(NotYours):
        world.sign(made, world.third)
    world.sign(made)
    assert valid("self_care", world.old, MONDAY) == made
    assert Task.objects.get().state == Task.State.DONE


def test_it_is_told_when_it_counts(world):
    heard = []
    subscribe(AssessmentMade)(heard.append)
    made = world.assess(world.ask(), bathes="不能")
    assert heard == []
    world.sign(made)
    told = heard[0]
    assert (told.instrument, told.asked_by, told.result) == ("self_care", "test", "部分丧失")
    assert told.person_id == world.old.pk


def test_who_was_there_and_does_not_agree_sends_it_back(world):
    task = world.ask()
    made = world.assess(task)
    confirm = {"assessment": made.pk, "user": world.second, "agrees": False, "at": at(MONDAY, 16)}
    with pytest.raises(AssessmentFault, match="请写明哪里不对"):
        assessing.confirm(**confirm, words="")
    assessing.confirm(**confirm, words="洗澡要人扶")
    task.refresh_from_db()
    assert task.state == Task.State.OPEN
    world.sign(world.assess(task, bathes="不能"))
    assert current("self_care", world.old).result == "部分丧失"


def test_the_newest_counts_and_the_old_one_stays(world):
    before = world.sign(world.assess(world.ask()))
    after = world.sign(world.assess(world.ask(asked_by="later"), bathes="不能"))
    before.refresh_from_db()
    assert (before.state, after.supersedes) == (Assessment.State.SUPERSEDED, before)
    assert before.content["values"] == ALL_ALONE
    assert current("self_care", world.old) == after


def test_everything_wrong_is_said_at_once(world):
    task = world.ask()
    sheet = assessing.Sheet(
        uuid=uuid.uuid4(),
        assessed_on=date(2026, 3, 9),
        values={"eats": "也许"},
        place=" ",
        second=world.first,
    )
    with pytest.raises(AssessmentFault) as told:
        assessing.assess(task=task.pk, sheet=sheet, user=world.first, at=at(MONDAY))
    words = str(told.value)
    for said in ("请选: 自主吃饭", "还没有到这一天", "在哪里", "另一位不能是您自己"):
        assert said in words
    assert not Assessment.objects.exists()


def test_who_may_not_assess(world):
    task = world.ask()
    with pytest.raises(NotYours, match="不由您的岗位做"):
        world.assess(task, world.village_officer)
    with pytest.raises(AssessmentFault, match="不能评这一份"):
        world.assess(task, second=world.village_officer)
    daughter = factories.person("陈秀", date(1970, 1, 1), home=world.village)
    factories.kin(daughter, world.old)
    world.first.person = daughter
    world.first.save()
    world.first = User.objects.get(pk=world.first.pk)
    with pytest.raises(NotYours, match="回避"):
        world.assess(task)
    with pytest.raises(AssessmentFault, match="回避"):
        world.assess(task, world.third, second=world.first)


def test_a_sheet_that_is_sent_twice_is_here_once(world):
    task, number = world.ask(), uuid.uuid4()
    sheet = assessing.Sheet(number, MONDAY, ALL_ALONE, "家里", second=world.second)
    made = [
        assessing.assess(task=task.pk, sheet=sheet, user=world.first, at=at(MONDAY))
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Assessment.objects.count() == 1


def test_the_database_refuses_to_change_what_was_found(world):
    made = world.sign(world.assess(world.ask()))
    for act in (
        lambda: Assessment.objects.filter(pk=made.pk).update(result="完全丧失"),
        lambda: Assessment.objects.filter(pk=made.pk).update(valid_until=date(2030, 1, 1)),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


def test_what_ends_soon_is_found(world):
    made = world.sign(world.assess(world.ask()))
    assert expiring("self_care", [world.old.pk], date(2027, 3, 1)) == []
    assert expiring("self_care", [world.old.pk], date(2027, 3, 2)) == [made]
    assert valid("self_care", world.old, date(2027, 3, 2)) == made
    assert valid("self_care", world.old, date(2027, 3, 3)) is None


def test_nobody_assesses_the_dead_until_it_turns_out_they_live(world):
    task = world.ask()
    event = people.record_life_event(
        person=world.old, kind="death", on=MONDAY, source="医院", actor=SYSTEM, at=at(MONDAY, 12)
    )
    task.refresh_from_db()
    assert (task.state, task.why) == (Task.State.CALLED_OFF, "已去世")
    people.reverse_life_event(event=event, reason="报错了人", actor=SYSTEM, at=at(MONDAY, 13))
    task.refresh_from_db()
    assert task.state == Task.State.OPEN
