"""Whoever asks for a time has one: a workday, a part of it, and a place that nobody else has."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.conftest import signed_in
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Appointment, Case
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.models import Division

TALK, COPY = "marriage/counselling", "marriage/reissue"
FRIDAY = date(2026, 3, 6)


def another_town() -> Division:
    """Its counter has numbers of its own."""
    return factories.division("别处镇", Division.Kind.TOWN, factories.district(), "310151999000")


def ask(world, code: str = TALK, who=None, channel: str = "counter", place=None, **values) -> Case:
    said = {"about": "夫妻相处", "safe": True, "together": "我一个人", "phone": "13900000000"}
    answers = forms.empty() | {"values": said | values}
    request = Request(items()[code], who or world.son, channel, answers, place=place or world.town)
    return intake(request=request, user=world.counter, at=at(MONDAY))


def ask_copy(world, who=None, part: str = "上午", channel: str = "online") -> Case:
    """Of what the counter itself does."""
    said = {"which": "离婚证", "why": "遗失", "spouse": "陈梅", "where": "崇明"}
    when = {"visit_day": FRIDAY.isoformat(), "visit_part": part}
    return ask(world, COPY, who, channel, **said, **when)


def test_a_workday_with_room_is_booked_and_the_desk_of_that_day_reads_it(world, stop_clock):
    case = ask_copy(world)
    made = Appointment.objects.get()
    assert (made.case, made.place, made.day, made.part) == (case, world.town, FRIDAY, "上午")
    before = signed_in(world.counter).get("/desk/tickets/").content.decode()
    assert "今天没有人预约" in before
    stop_clock(at(FRIDAY, 8))
    page = signed_in(world.counter).get("/desk/tickets/").content.decode()
    assert "今天约好来的" in page
    assert case.number in page
    assert "王建国" not in page, "in a list no more than is needed"


@pytest.mark.parametrize(
    ("day", "why"),
    [("2026-03-02", "明天或以后"), ("2026-02-27", "明天或以后"), ("2026-03-07", "不上班"),
     ("2026-04-02", "最多提前 30 天")],
)  # fmt: skip
def test_other_days_are_refused_with_those_that_are_free(world, day, why):
    with pytest.raises(CaseFault, match=why) as fault:
        ask(world, wish=day, part="上午")
    assert "还有: 3月3日上午、3月3日下午、3月4日上午" in str(fault.value)
    assert not Case.objects.exists()


def test_no_more_come_than_the_counter_can_see_and_who_cancels_makes_room(world):
    people = [
        factories.person(f"赵{name}", date(1990, 1, 1 + number))
        for number, name in enumerate("甲乙丙丁戊")
    ]
    booked = [ask(world, who=one, wish=FRIDAY.isoformat(), part="上午") for one in people[:4]]
    with pytest.raises(CaseFault, match="3月6日上午已经约满"):
        ask(world, who=people[4], wish=FRIDAY.isoformat(), part="上午")
    ask(world, who=people[4], wish=FRIDAY.isoformat(), part="下午")
    world.step(booked[0], "cancel", world.counter, MONDAY, "本人到窗口说不来了, 3月2日")
    ask(world, wish=FRIDAY.isoformat(), part="上午")


def test_what_the_district_does_itself_has_one_room_for_all_towns(world):
    far = another_town()
    people = [factories.person(f"孙{name}", date(1990, 2, 1)) for name in "甲乙丙丁戊"]
    for number, one in enumerate(people[:4]):
        place = far if number % 2 else world.town
        ask(world, who=one, place=place, wish=FRIDAY.isoformat(), part="上午")
    assert set(Appointment.objects.values_list("place", flat=True)) == {world.district.pk}
    with pytest.raises(CaseFault, match="3月6日上午已经约满"):
        ask(world, who=people[4], place=far, wish=FRIDAY.isoformat(), part="上午")


def test_what_the_counter_does_has_a_room_in_each_town(world):
    ask_copy(world)
    assert Appointment.objects.get().place == world.town


def test_another_day_is_confirmed_only_where_the_district_has_room(world):
    far = another_town()
    people = [factories.person(f"李{name}", date(1990, 3, 1)) for name in "甲乙丙丁"]
    for one in people:
        ask(world, who=one, place=far, wish=FRIDAY.isoformat(), part="上午")
    case = ask(world, wish="2026-03-05", part="上午")
    with pytest.raises(CaseFault, match="3月6日上午已经约满"):
        confirm(case, factories.user_with("bureau"), FRIDAY.isoformat())


def confirm(case, user, day: str) -> None:
    advance(case=case.pk, transition="book", user=user, at=at(MONDAY, 15), data={"day": day},
            words="上午 9 点, 区婚姻登记中心辅导室")  # fmt: skip


def test_the_desk_confirms_another_day_and_the_place_moves_along(world):
    case = ask(world, wish=FRIDAY.isoformat(), part="上午")
    bureau = factories.user_with("bureau")
    with pytest.raises(CaseFault, match="不上班"):
        confirm(case, bureau, "2026-03-07")
    confirm(case, bureau, "2026-03-09")
    assert Appointment.objects.get().day == date(2026, 3, 9)


def test_from_home_a_day_is_needed_and_at_the_window_none(world):
    copy = {"which": "离婚证", "why": "遗失", "spouse": "陈梅", "where": "崇明"}
    with pytest.raises(CaseFault, match="要先约哪天"):
        ask(world, COPY, channel="online", **copy)
    ask(world, COPY, channel="counter", **copy)
    assert not Appointment.objects.exists()
