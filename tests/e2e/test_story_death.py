"""A death is recorded, everything follows from it, and it is taken back without a trace left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.story import counted, press, reads_well, recount

pytestmark = pytest.mark.browser
DAY, MONTH_END = "2025-11-03", "2025-11-30"


@pytest.fixture
def on_the_roll(db):
    """An adult of 堡镇 who has been on the roll of 低保 for years and still is."""
    from datetime import date

    from yingzhou.kernel.people.models import Enrolment

    rows = Enrolment.objects.filter(
        roll=Enrolment.Roll.DIBAO,
        person__birth_date__lt=date(1990, 1, 1),
        person__death_date=None,
        person__residences__division__code__startswith="310151102",
        valid_from__lt=date(2025, 1, 1),
        valid_to__gt=date(2026, 12, 1),
    )
    return rows.select_related("person").order_by("pk").first().person


def test_a_death_ends_what_it_must_and_taking_it_back_restores_all(page, login, axe, on_the_roll):
    login(page, "bureau")
    before = _recounted(page)
    _found_by_pinyin(page, on_the_roll)
    reads_well(page, axe)
    expect(page.locator("main")).not_to_contain_text("正在读取")
    was = page.locator("main").inner_text()

    press(page, "登记死亡")
    page.fill("#id_on", DAY)
    page.fill("#id_source", "居民死亡医学证明书")
    press(page, "下一步")
    follows = page.locator("main ul").inner_text()
    assert "退出名册" in follows
    assert f"自 {DAY} 起终止" in follows
    reads_well(page, axe)
    press(page, "确认登记死亡")

    record = page.locator("main").inner_text()
    assert "死亡已登记" in record
    assert f"{DAY} 去世" in record
    assert _recounted(page) == before - 1

    page.goto(f"/desk/people/{on_the_roll.pk}/")
    page.click("text=撤回这一条")
    press(page, "下一步")
    assert "撤回原因没有填写" in page.locator("main").inner_text()
    page.fill("#id_reason", "同名同姓, 登记错人")
    press(page, "下一步")
    press(page, "确认撤回")

    expect(page.locator("main")).not_to_contain_text("正在读取")
    record = page.locator("main").inner_text()
    assert "已撤回" in record
    assert "在世" in record
    assert _without_events(record) == _without_events(was)
    assert _recounted(page) == before


def _recounted(page):
    """People on 低保 at the end of the month, as the records now stand."""
    recount(page, 2, MONTH_END)
    return counted(page, 2, MONTH_END)


def _found_by_pinyin(page, person):
    page.goto("/desk/people/")
    page.fill("#q", f"{person.pinyin.replace(' ', '')} {person.birth_date.year}")
    press(page, "查找")
    page.locator(f"main a[href='/desk/people/{person.pk}/']").first.click()
    page.locator("h1", has_text=person.name).wait_for()


def _without_events(text):
    """The page without what it says of the two entries, and of who looked at it."""
    own = re.compile("死亡|撤回|还没有登记|查看|查询记录")
    return [line for line in text.splitlines() if line.strip() and not own.search(line)]
