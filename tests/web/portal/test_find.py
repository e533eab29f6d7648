"""Guides: who, what to bring and what not, how long; honest where nobody has checked."""

from __future__ import annotations

import pytest

from yingzhou.core import clock
from yingzhou.kernel.catalogue.items import items
from yingzhou.web.portal.guide import guide
from yingzhou.web.portal.topics import topics, under

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_guide_of_dibao_says_who_how_long_and_what_need_not_be_brought(client):
    page = text(client, "/services/relief/dibao/")
    assert "在网上申请" in page
    assert "这些不用带" in page
    assert "全家人的身份证和户口簿" in page
    assert "个工作日内" in page
    assert "未核实" in page
    assert "民发〔2021〕57号" in page


def test_a_guide_that_nobody_checked_says_so_and_shows_its_steps(client):
    found = next(
        one for one in items().values() if one.apply is None and one.guide.get("department")
    )
    page = text(client, f"/services/{found.code}/")
    assert "待核实" in page
    assert found.guide["department"] in page
    assert found.guide["steps"][0] in page
    assert "在网上申请" not in page


def test_what_the_district_starts_itself_asks_nobody_to_apply(client):
    found = next(
        one for one in items().values() if one.apply and one.apply.channels == ("district",)
    )
    assert "不用您申请" in text(client, f"/services/{found.code}/")


@pytest.mark.parametrize("code", sorted(items()))
def test_every_item_has_a_guide(code):
    told = guide(items()[code], clock.today())
    assert told.laws
    assert told.steps or not told.item.guide.get("steps")


def test_every_topic_leads_to_its_services_those_on_the_web_first(client):
    for topic in topics(clock.today()):
        assert len(under(topic.name, clock.today())) == topic.count
    page = text(client, "/services/?topic=困难救助")
    assert page.index("能在网上申请") < page.index("办事指南</b>")
    assert "这个主题下现在没有事项" in text(client, "/services/?topic=没有的主题")


def test_an_unknown_service_is_not_there(client):
    assert client.get("/services/relief/nothing/").status_code == 404


def test_residents_do_not_read_what_officers_leave_one_another(client):
    page = client.get("/services/relief/dibao/").content.decode()
    assert "占位数" not in page
    assert "凭记忆" not in page
    assert "具体以受理窗口告知为准" in page


@pytest.mark.parametrize("typed", ["我的申请到哪了", "钱怎么还没发", "2026-310151101-000123"])
def test_who_asks_about_their_own_matter_is_led_to_it(client, typed):
    page = text(client, f"/services/?q={typed}")
    assert 'href="/progress/"' in page
    assert "登录看" in page
    assert "tel:12345" in page


@pytest.mark.parametrize(
    ("typed", "number"), [("老公打我", "110"), ("不想活了", "12356"), ("被骗了钱", "96110")]
)
def test_who_is_in_danger_reads_first_whom_to_call(client, typed, number):
    page = text(client, f"/services/?q={typed}")
    assert page.index(f"tel:{number}") < page.index("可能是这些事")


def test_nobody_is_told_of_danger_without_need(client):
    page = text(client, "/services/?q=低保")
    assert "tel:110" not in page
    assert 'role="note"' not in page


def test_a_marriage_is_registered_at_once_and_at_no_counter_of_a_town(client):
    page = text(client, "/services/marriage/marry/")
    assert "当场办好" in page
    assert "0 个工作日" not in page
    assert "最晚" not in page
    assert "任何一个婚姻登记处" in page
    assert "受理点" not in page


def test_the_guide_of_complaints_promises_no_nameless_form(client):
    page = text(client, "/services/oversight/complaint/")
    assert "可以不写名字" not in page
    assert "不想写名字的, 这里和窗口登记不了; 可以打 12345" in page


def test_that_a_nameless_letter_is_taken_is_not_promised_without_a_source(client):
    """The law speaks of letters (from memory); that one without a name is taken nobody has told."""
    page = text(client, "/services/oversight/complaint/")
    assert "不写名字的信收不收我们还没有问到" in page
    assert "信访工作条例 第十七条" in page
    assert "或写信" not in page
