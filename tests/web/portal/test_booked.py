"""Whoever asked for a time reads when it is on the page of their matter."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.cases.conftest import MONDAY, at
from tests.kernel.cases.test_appointments import FRIDAY, ask
from tests.support.residents import signed_in
from tests.web.portal.conftest import Resident
from tests.web.portal.test_queries import keep_to_it
from yingzhou.kernel.cases.models import Appointment, Draft
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world):
    client = signed_in(world.son)
    return lambda case: client.get(f"/my/cases/{case.number}/").content.decode()


MARRY = "/services/marriage/marry/"


@pytest.fixture
def bride(world):
    return Resident(signed_in(world.mother))


def test_the_day_and_the_part_of_it_stand_on_top(world, page):
    case = ask(world, wish=FRIDAY.isoformat(), part="上午")
    where = "地点: 区婚姻登记中心的辅导室, 不收费"
    assert f"您约的是 <strong>3月6日上午</strong>, {where}" in page(case), "no window of a town"
    keep_to_it(signed_in(world.son), f"/my/cases/{case.number}/")


def test_who_did_not_come_reads_what_to_do(world, page, stop_clock):
    case = ask(world, wish=FRIDAY.isoformat(), part="上午")
    stop_clock(at(date(2026, 3, 9)))
    assert "这一天已经过了" in page(case)


def test_a_cancelled_one_is_no_time_any_more(world, page):
    case = ask(world, wish=FRIDAY.isoformat(), part="上午")
    world.step(case, "cancel", world.counter, MONDAY, "本人到窗口说不来了, 3月2日")
    assert "您约的是" not in page(case)


def marrying(world) -> Appointment:
    """At home, for Friday: the day on which everything else lapses is of no use to anybody."""
    answers = {"values": {"visit_day": FRIDAY.isoformat(), "visit_part": "上午"}, "members": [],
               "known": {}, "papers": []}  # fmt: skip
    request = Request(items()["marriage/marry"], world.mother, "online", answers, place=world.town)
    intake(request=request, user=None, at=at(MONDAY))
    return Appointment.objects.get()


def test_who_marries_reads_when_and_where_to_come_and_no_day_of_any_clock(world, bride):
    case = marrying(world).case
    for address in (f"/my/cases/{case.number}/", f"/my/cases/{case.number}/received/"):
        text = bride.get(address).content.decode()
        assert "您约的是 <strong>3月6日上午</strong>, 到庙镇的受理窗口" in text
        assert "有下一步消息" not in text
        assert "告诉您受理了没有" not in text
    home = bride.get("/my/").content.decode()
    assert "约了 3月6日上午" in home
    assert "有消息" not in home
    keep_to_it(bride.client, "/my/")


def _to(page, bride, place: str):
    """Answers with a first choice or some text whatever comes before ``place``."""
    said = {"m0-married": "0", "kin": "0"}
    for _ in range(20):
        address = page.request["PATH_INFO"]
        if "/known/" in address:
            page = bride.says(page)
        elif page.context["question"].place == place:
            return page
        else:
            asked = page.context["question"].place
            page = bride.says(page, do="next", **{asked: said.get(asked, "1")})
    raise AssertionError(place)


def test_what_is_registered_of_her_who_marries_is_not_asked_and_not_shown_twice(world, bride):
    known = bride.post(f"{MARRY}apply/")
    text = known.content.decode()
    assert "1950年5月1日" in text
    assert "来自户籍登记" in text
    page = bride.says(known)
    assert page.context["question"].place == "parties"
    page = bride.says(page, name="陆建平", relation="未婚夫", number="", do="next")
    assert page.context["question"].place == "m0-willing"
    assert "m1-sex" in {one.place for one in page.context["here"].questions if not one.source}


def test_a_day_that_cannot_be_is_refused_at_its_question_and_none_is_not_offered(world, bride):
    page = _to(bride.post(f"{MARRY}apply/"), bride, "visit_day")
    assert "没有, 跳过" not in page.content.decode()
    for day, why in (("2026-03-02", "明天或以后"), ("2026-03-07", "不上班"), ("", "一定要约")):
        year, month, date_ = day.split("-") if day else ("", "", "")
        said = {"visit_day.y": year, "visit_day.m": month, "visit_day.d": date_}
        refused = bride.says(page, do="next", **said)
        assert refused.status_code == 422, day
        assert why in refused.content.decode()
    assert "visit_day" not in Draft.objects.get().answers["values"]


def test_who_names_nobody_else_reads_why_that_is_not_enough(world, bride):
    page = _to(bride.post(f"{MARRY}apply/"), bride, "visit_day")
    said = {"visit_day.y": "2026", "visit_day.m": "3", "visit_day.d": "6"}
    page = bride.says(bride.says(page, do="next", **said), do="next", visit_part="上午")
    text = page.content.decode()
    assert "要两个人一起办, 现在只写了一个人" in text
    assert "要一男一女, 现在写的不是" in text
    assert "不到结婚的年龄" not in text, "her day of birth is registered"
