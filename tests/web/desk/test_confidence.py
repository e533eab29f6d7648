"""A child is in danger and a neighbour says so: everybody sees the danger, nobody the neighbour."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core import audit
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.guards import BY_MESSAGE, LEFT_NOTHING, TOLD
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.work import answer_consultation
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Message
from yingzhou.kernel.notices.services.messages import send, set_contact
from yingzhou.kernel.people import identity
from yingzhou.web.portal.matter import Matter

TUESDAY = date(2026, 3, 3)
SEEN = {"visited_on": "2026-03-02", "visitors": "张敏、李静", "state": "在写作业", 
        "measure": "在家, 外婆照看", "child": "陈小明 2017-05-01"}  # fmt: skip


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def child(world):
    return factories.person("陈小明", date(2017, 5, 1), 1, home=world.village, household="H2")


@pytest.fixture
def report(world, child) -> Case:
    """Handed in at the counter of another town than the child's."""
    found = forms.empty() | {"values": {
        "what": ["被打骂虐待"], "where": "启瀛村 5 组", "village": "庙镇启瀛村", "now": True,
        "child": "邻居家的陈小明, 八岁", "who": "邻居", "phone": "13912345678",
    }}  # fmt: skip
    far = factories.town("别处镇")
    request = Request(items()["children/report"], world.mother, "counter", found, place=far)
    return intake(request=request, user=factories.user_with("counter", far), at=at(MONDAY))


def pages_of(client, case: Case) -> str:
    parts = ("", "household/", "answers/", "side/", "letters/")
    return "".join(text(client.get(f"/desk/cases/{case.number}/{part}")) for part in parts)


def test_no_page_of_the_desk_names_the_neighbour(world, desk, report):
    client = desk("clerk")
    seen = pages_of(client, report) + text(client.get("/desk/"))
    for word in ("王秀英", "王*英", "13912345678", identity.mask(str(world.mother.id_number))):
        assert word not in seen
    assert "报告人(保密)" in seen


def test_a_search_by_the_neighbours_name_finds_no_report(world, desk, report):
    client = desk("clerk")
    for typed in ("王秀英", str(world.mother.id_number)):
        found = text(client.post("/desk/search/", {"q": typed}, follow=True))
        assert report.number not in found
    assert report.number in text(client.get("/desk/search/?q=困境儿童报告"))


def test_the_danger_stands_in_the_queue_and_above_the_case(desk, report):
    client = desk("clerk")
    assert "紧急" in text(client.get("/desk/"))
    assert "110" in text(client.get(f"/desk/cases/{report.number}/"))


def test_the_household_that_is_shown_is_the_childs(world, desk, report, child):
    seen = text(desk("clerk").get(f"/desk/cases/{report.number}/household/"))
    assert "陈小明" in seen
    assert f"/desk/people/{child.pk}/" in seen
    assert "王建国" not in seen


def test_of_two_children_of_one_name_neither_is_shown(world, desk, report):
    factories.person("陈小明", date(2015, 1, 1), 1, home=world.village)
    seen = text(desk("clerk").get(f"/desk/cases/{report.number}/household/"))
    assert "没有找到唯一的一个孩子" in seen


def test_only_the_childs_own_town_opens_it(world, desk, report):
    far = report.place
    for role in ("town", "approver", "counter"):
        other = factories.user_with(role, far)
        assert desk(other).get(f"/desk/cases/{report.number}/").status_code == 403
        if role != "counter":
            assert report.number not in text(desk(other).get("/desk/search/?q=困境儿童报告"))


def test_whoever_must_call_back_says_why_and_that_is_kept(desk, report):
    client = desk("clerk")
    address = f"/desk/cases/{report.number}/reporter/"
    assert "王秀英" not in text(client.post(address, {"reason": ""}, follow=True))
    shown = text(client.post(address, {"reason": "问清孩子住几号"}))
    assert "王秀英" in shown
    assert "13912345678" in shown
    kept = AuditEntry.objects.get(action="case.reporter")
    assert kept.detail["reason"] == "问清孩子住几号"
    assert desk("counter").post(address, {"reason": "问清孩子住几号"}).status_code == 403


def test_the_outbox_of_messages_names_no_reporter(world, desk, report):
    """Not even in part: in a village a masked name is a name."""
    set_contact(
        person=world.mother, channel="sms", address="13912345678", actor=audit.SYSTEM,
        at=at(MONDAY),
    )  # fmt: skip
    for number, about in enumerate((f"case:{report.pk}", "case:999999", "other:1")):
        send(key=f"m/{number}", person=world.mother, about=about, text=f"话{number}", at=at(MONDAY))
    shown = text(desk(factories.user_with("bureau")).get("/desk/notices/?status=waiting"))
    assert shown.count("王*英") == 2
    assert "报告人(保密)" in shown
    assert "话0" not in shown
    assert "话1" in shown


def reached(world) -> None:
    set_contact(
        person=world.mother, channel="sms", address="13912345678", actor=audit.SYSTEM,
        at=at(MONDAY),
    )  # fmt: skip


def looked_after(world, report) -> None:
    """Two went and found nothing."""
    world.step(report, "dispatch", world.clerk, MONDAY)
    world.step(report, "no_danger", world.clerk, MONDAY, "孩子在家, 有外婆照看", **SEEN)


def answered(report, **said: str) -> None:
    """Every department answers; ``said``: what the police said."""
    for one in report.consultations.all():
        department = factories.user_with("department", unit=one.unit)
        words = said.get("police", "属实") if "公安" in one.unit else "属实"
        answer_consultation(
            consultation=one.pk, user=department, agrees=None, answer=words, at=at(TUESDAY)
        )


WEIGHED = "公安说的是邻居家的事, 已当面核对"
BY_TELEPHONE = {"told_how": "电话", "told_on": "2026-03-03"}


def test_it_ends_only_when_all_have_answered_and_a_second_person_has_looked(world, report):
    """And the neighbour hears what was promised, and nothing about the child."""
    reached(world)
    looked_after(world, report)
    report.refresh_from_db()
    assert report.is_open
    other = factories.user_with("town", world.town)
    with pytest.raises(CaseFault, match="还在等区教育局的意见"):
        world.step(report, "close_safe", other, TUESDAY, WEIGHED, **BY_TELEPHONE)
    answered(report)
    with pytest.raises(CaseFault, match="要由另一个人办"):
        world.step(report, "close_safe", world.clerk, TUESDAY, WEIGHED, **BY_TELEPHONE)
    world.step(report, "close_safe", other, TUESDAY, WEIGHED, **BY_TELEPHONE)
    report.refresh_from_db()
    assert report.outcome == "ended"
    told = Message.objects.filter(about=f"case:{report.pk}").order_by("pk").last()
    assert "没有发现危险" in str(told.text)
    for word in ("陈小明", "启瀛村", "外婆"):
        assert word not in str(told.text)


def test_against_what_the_police_said_nobody_ends_it_without_words(world, desk, report):
    """Their answer stands above the button, and whoever goes on says why."""
    looked_after(world, report)
    answered(report, police="已立案, 监护人在押")
    other = factories.user_with("town", world.town)
    client = desk(other)
    page = client.get(f"/desk/cases/{report.number}/")
    assert page.context["now"].main is None
    assert "对不上的不要办“核对过, 没有危险, 结束”" in text(page)
    assert "市公安局崇明分局: 答复“已立案, 监护人在押”" in text(page)
    assert "看了各部门的答复, 为什么仍可以这样办" in text(page)
    form = {"steps": report.steps_taken, "s-told_how": "电话", "s-told_on": "2026-03-02"}
    refused = client.post(f"/desk/cases/{report.number}/take/close_safe/", form)
    assert refused.status_code == 422
    assert "请写明看过以后为什么仍可以这样办" in text(refused)
    client.post(f"/desk/cases/{report.number}/take/close_safe/", form | {"words": WEIGHED})
    report.refresh_from_db()
    assert report.outcome == "ended"


def test_whoever_finds_no_danger_reads_who_has_not_answered_yet(world, desk, report):
    world.step(report, "dispatch", world.clerk, MONDAY)
    page = text(desk("clerk").get(f"/desk/cases/{report.number}/"))
    assert "对不上的不要办“没有危险”" in page
    assert "区教育局: 还没有答复" in page


def test_that_the_reporter_was_told_is_put_down_and_must_be_true(world, desk, report):
    looked_after(world, report)
    answered(report)
    other = factories.user_with("town", world.town)
    ends = {"case": report, "way": "close_safe", "user": other, "day": TUESDAY, "words": WEIGHED}
    with pytest.raises(CaseFault, match="怎样把结果告诉报告人的"):
        world.step(**ends)
    with pytest.raises(CaseFault, match="消息发不出去"):
        world.step(**ends, told_how="结束时自动发消息")
    with pytest.raises(CaseFault, match="报告人留了联系方式"):
        world.step(**ends, told_how="没有留联系方式")
    with pytest.raises(CaseFault, match="哪几次、怎样联系的"):
        world.step(**ends, told_how="联系不上")
    world.step(**ends, **BY_TELEPHONE)
    side = text(desk("clerk").get(f"/desk/cases/{report.number}/side/"))
    assert "怎样把结果告诉报告人的" in side
    assert "哪天告诉的" in side


def test_whoever_has_a_number_may_be_told_by_message(world, report):
    reached(world)
    looked_after(world, report)
    answered(report)
    other = factories.user_with("town", world.town)
    world.step(report, "close_safe", other, TUESDAY, WEIGHED, told_how=BY_MESSAGE)
    assert Message.objects.filter(about=f"case:{report.pk}").count() == 2


def test_the_reporter_reads_how_far_it_is_and_not_what_was_found(world, report):
    world.step(report, "dispatch", world.clerk, MONDAY)
    world.step(report, "in_danger", world.clerk, MONDAY, **SEEN)
    report.refresh_from_db()
    read = [f"{one.what} {one.then}" for one in Matter(report).history]
    assert any("正在按规定处理" in one for one in read)
    assert not any("带离" in one or "危险" in one for one in read)


def test_how_a_reporter_is_told_is_asked_in_the_words_that_are_checked():
    ways = items()["children/report"].apply.process.transitions
    for key in ("close_safe", "plan"):
        options = next(one.options for one in ways[key].asks if one.key == TOLD)
        assert {BY_MESSAGE, LEFT_NOTHING} <= set(options)
