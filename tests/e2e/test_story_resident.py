"""A daughter acts for her mother, by the city's service; a granny comes in by a slip of paper."""

from __future__ import annotations

import pytest

from tests.support.story import press, reads_well

pytestmark = pytest.mark.browser


def _daughter():
    from yingzhou.kernel.accounts.models import Mandate

    given = Mandate.objects.select_related("agent", "principal").order_by("pk")[0]
    return given.agent, given.principal


def test_the_daughter_logs_in_by_the_citys_service_and_acts_for_her_mother(
    page, resident_login, axe
):
    daughter, mother = _daughter()
    page.goto("/my/")
    assert page.locator("h1").inner_text() == "居民登录"
    reads_well(page, axe)
    resident_login(page, daughter)
    assert f"{daughter.name}, 您好" in page.locator("h1").inner_text()
    reads_well(page, axe)
    press(page, "替他办")
    bar = page.locator(".acting-bar")
    assert "正在替" in bar.inner_text()
    assert mother.name in bar.inner_text()
    reads_well(page, axe)
    page.goto("/")
    page.locator(".acting-bar button", has_text="换回本人").click()
    page.wait_for_load_state()
    assert page.locator(".acting-bar").count() == 0
    page.goto("/desk/")
    assert "给工作人员用的" in page.locator("main").inner_text()


def test_the_list_of_the_demos_service_reads_well_and_a_stranger_is_told_where_to_go(
    page, axe, site
):
    page.goto("/my/login/")
    press(page, "去随申办登录")
    assert page.url.startswith(site.identity)
    assert page.locator("li button").count() >= 8
    axe(page)
    page.locator("button", has_text="登记册里没有的人").click()
    page.wait_for_load_state()
    assert "登记册里没有找到您" in page.locator("main").inner_text()
    reads_well(page, axe)


def test_the_counter_prints_a_slip_and_granny_types_it_on_a_phone_in_large_type(
    page, phone, login, axe
):
    _, mother = _daughter()
    login(page, "counter")
    page.goto(f"/desk/people/{mother.pk}/")
    press(page, "登录和委托")
    reads_well(page, axe)
    press(page, "发一个新登录码")
    code = page.locator(".slip-code code").inner_text()
    reads_well(page, axe)

    phone.goto("/my/login/")
    phone.locator(".elder-switch button").click()
    phone.wait_for_load_state()
    axe(phone)
    phone.fill("input[name=name]", mother.name)
    phone.fill("input[name=code]", code.lower())
    phone.press("input[name=code]", "Enter")
    phone.wait_for_url("**/my/")
    assert f"{mother.name}, 您好" in phone.locator("h1").inner_text()
    axe(phone)
