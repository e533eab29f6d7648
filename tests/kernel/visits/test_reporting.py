"""What was found at the door: read, kept once, confirmed by the other, never written over."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.kernel.visits.conftest import FIRST, HOUSE, JPEG, WELL, at
from yingzhou.kernel.people.models import Kinship
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.models import Photo, Record, Visit
from yingzhou.kernel.visits.services import assigning, closing, photos, settling


@pytest.fixture
def alone(world) -> Visit:
    world.plan()
    return world.visit("alone")


@pytest.fixture
def review(world) -> Visit:
    world.plan()
    visit = world.visit("dibao_review")
    assigning.assign(visit=visit.pk, goer=world.clerk, second=None, user=world.clerk)
    visit.refresh_from_db()
    return visit


def test_a_visit_is_written_down_and_over(world, alone):
    made = world.report(alone, world.officer)
    assert (alone.state, alone.done_on, alone.outcome) == ("done", FIRST, "平安")
    assert ["总的情况", "平安"] in made.content["asked"]
    raw = Record.objects.filter(pk=made.pk).extra(select={"raw": "content"}).values_list("raw")
    assert "平安".encode() not in bytes(raw[0][0])  # sealed at rest


def test_the_same_form_sent_twice_is_there_once(world, alone):
    same = uuid.uuid4()
    world.report(alone, world.officer, uuid=same)
    seen = alone.changes
    again = world.report(alone, world.officer, uuid=same, seen=0)
    assert Record.objects.count() == 1
    assert (again.state, alone.changes) == ("taken", seen)


def test_a_form_begun_before_somebody_else_wrote_is_kept_beside(world, alone):
    begun = alone.changes
    world.report(alone, world.clerk)
    late = world.report(alone, world.officer, seen=begun, values=WELL | {"health": "病重"})
    assert late.state == "beside"
    assert alone.records.get(state="taken").content["values"]["health"] == "好"
    settling.choose(
        visit=alone.pk, record=late.pk, words="丁当天在场", user=world.officer, at=at(FIRST, 16)
    )
    assert alone.records.get(state="taken") == late
    assert alone.records.get(state="not_taken").user == world.clerk


def test_what_is_there_can_be_kept_and_the_choice_is_made_once(world, alone):
    begun = alone.changes
    first = world.report(alone, world.clerk)
    world.report(alone, world.officer, seen=begun)
    choice = {"visit": alone.pk, "record": None, "user": world.clerk, "at": at(FIRST, 16)}
    with pytest.raises(VisitFault, match="请写明为什么"):
        settling.choose(words=" ", **choice)
    settling.choose(words="先到的对", **choice)
    assert alone.records.get(state="taken") == first
    with pytest.raises(VisitFault, match="已经选过"):
        settling.choose(words="再选", **choice)


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(world, alone):
    with pytest.raises(VisitFault) as fault:
        world.report(
            alone, world.officer, values=WELL | {"health": "很好"}, visited_on=date(2026, 3, 9)
        )
    assert any("还没有到这一天" in word for word in fault.value.words)
    assert any("身体和精神" in word for word in fault.value.words)
    assert not Record.objects.exists()
    with pytest.raises(VisitFault, match="请填写: 困难和处理"):
        world.report(alone, world.officer, values=WELL | {"state": "有困难"})


def test_two_go_and_the_other_signs_with_their_own_login(world, review):
    made = world.report(review, world.clerk, values=HOUSE, second=world.colleague)
    assert (review.state, made.state) == ("waiting", "waiting")
    for other in (world.clerk, world.officer):
        with pytest.raises(NotYours, match="一起去的那位"):
            settling.confirm(record=made.pk, user=other, agrees=True, words="", at=at(FIRST, 16))
    settling.confirm(record=made.pk, user=world.colleague, agrees=True, words="", at=at(FIRST, 16))
    review.refresh_from_db()
    assert (review.state, review.second, review.outcome) == ("done", world.colleague, "没有变化")


def test_one_alone_or_twice_the_same_is_not_two(world, review):
    with pytest.raises(VisitFault, match="请选另一位"):
        world.report(review, world.clerk, values=HOUSE)
    with pytest.raises(VisitFault, match="不能是您自己"):
        world.report(review, world.clerk, values=HOUSE, second=world.clerk)


def test_nobody_who_decides_or_is_from_elsewhere_goes_along(world, review):
    elsewhere = factories.user_with("village", world.other)
    for other in (world.approver, elsewhere):
        with pytest.raises(VisitFault, match="不去这里走访"):
            world.report(review, world.clerk, values=HOUSE, second=other)


def test_neither_of_the_two_is_a_relative(world, review):
    brother = factories.person("张建国", date(1978, 1, 1), home=world.other)
    father = factories.person("张老汉", date(1950, 1, 1), home=world.other)
    for one in (brother, world.mother):
        factories.kin(one, father, Kinship.Kind.PARENT)
    world.colleague.person = brother
    world.colleague.save()
    with pytest.raises(VisitFault, match="须回避"):
        world.report(review, world.clerk, values=HOUSE, second=world.colleague)
    with pytest.raises(NotYours, match="须回避"):
        world.report(review, world.colleague, values=HOUSE, second=world.clerk)


def test_what_the_other_saw_differently_goes_back_with_words(world, review):
    made = world.report(review, world.clerk, values=HOUSE, second=world.colleague)
    answer = {"record": made.pk, "user": world.colleague, "agrees": False, "at": at(FIRST, 16)}
    with pytest.raises(VisitFault, match="请写明哪里不对"):
        settling.confirm(words="", **answer)
    settling.confirm(words="家里有三个人", **answer)
    review.refresh_from_db()
    made.refresh_from_db()
    assert (review.state, made.state) == ("assigned", "sent_back")
    world.report(review, world.clerk, values=HOUSE | {"members": "3"}, second=world.colleague)
    assert review.records.get(state="waiting").content["values"]["members"] == 3


def test_photos_are_known_by_their_content_sealed_and_given_back_whole(world, alone):
    made = world.report(
        alone, world.officer, photos=[SimpleUploadedFile("门口.exe", JPEG, "text/plain")]
    )
    photo = Photo.objects.get(record=made)
    assert (photo.kind, photos.content_of(photo)) == ("image/jpeg", JPEG)
    assert JPEG not in photos._path(photo.file).read_bytes()
    with pytest.raises(VisitFault, match="只收"):
        world.report(alone, world.officer, photos=[SimpleUploadedFile("a.jpg", b"<html>no</html>")])


def test_a_place_is_kept_with_consent_and_its_accuracy_or_not_at_all(world, alone):
    where = {"latitude": 31.62, "longitude": 121.39, "accuracy": 18.4}
    made = world.report(alone, world.officer, place=where | {"consent": True})
    assert made.content["place"]["accuracy"] == 18
    assert "同意" in made.content["place"]["consent"]
    settle = {"how": "done", "seen": alone.changes}
    without = world.report(alone, world.clerk, place=where, **settle)
    assert without.content["place"] is None


def test_who_was_not_met_is_gone_to_again_and_in_the_end_somebody_answers(world, alone):
    visit, tries = alone, 1
    while visit is not None:
        world.report(visit, world.officer, how="unmet", why="敲门没人应", values={})
        following = visit.following.first()
        if following is not None:
            assert following.previous == visit
            tries += 1
        visit, last = following, visit
    assert tries == 3
    assert closing.answer_for(
        visit=last.pk, words="住到女儿家去了", again_by=None, user=world.clerk, at=at(FIRST, 17)
    ) is None  # fmt: skip


def test_who_is_not_well_is_visited_again(world, alone):
    told = WELL | {"state": "有困难", "trouble": "灶坏了, 已联系村里修"}
    world.report(alone, world.officer, values=told)
    back = alone.following.get()
    assert (back.kind, back.due_on, back.user) == ("back", date(2026, 3, 9), world.officer)
    assert back.reason == "上次探访有困难, 看解决了没有"


def test_a_review_cannot_be_declined(world, review):
    with pytest.raises(VisitFault, match="不能登记为不愿意"):
        world.report(review, world.clerk, how="declined", why="不想", values={})
