"""Small screens and large letters: what only shows itself once a page is filled."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def _fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.fixture
def leader(phone, login):
    login(phone, "leader")
    return phone


def test_a_leader_reads_the_reconciliation_in_the_car(leader, axe):
    leader.goto("/board/contradictions/")
    leader.locator("#table-title").wait_for()
    assert _fits(leader)
    axe(leader)
    leader.locator(".seg a", has_text="有说明").click()
    leader.wait_for_url("**status=**")
    assert _fits(leader)


@pytest.mark.parametrize("number", [1, 2, 7, 13, 16])
def test_every_kind_of_indicator_fits_the_phone(leader, number):
    leader.goto(f"/board/indicator/2021-2025/{number}/")
    assert _fits(leader)


def test_an_old_resident_asks_in_large_letters(phone, axe):
    phone.goto("/")
    phone.click("text=大字版")
    phone.locator("text=普通字号").wait_for()
    switch = phone.locator(".elder-switch").bounding_box()
    menu = phone.locator("summary[aria-label=菜单]").bounding_box()
    assert abs(switch["y"] - menu["y"]) < menu["height"], "the menu stands in the same line"
    axe(phone)
    phone.fill("input[name=q]", "我想借轮椅")
    phone.press("input[name=q]", "Enter")
    phone.locator("main a", has_text="康复辅具").first.wait_for()
    assert _fits(phone)
    axe(phone)
    for address in ("/open/", "/accounts/login/", "/nowhere/"):
        phone.goto(address)
        assert _fits(phone), address
        axe(phone)


def test_a_village_officer_looks_somebody_up_in_the_field(phone, login, axe):
    login(phone, "village")
    phone.goto("/desk/people/")
    phone.fill("main input[name=q]", "wang")
    phone.press("main input[name=q]", "Enter")
    phone.locator("main tbody th a").first.click()
    phone.locator("h2", has_text="基本情况").wait_for()
    told = phone.inner_text("main")
    assert "***" in told
    assert "显示完整号码" not in told
    assert "登记迁移" not in told
    assert _fits(phone)
    axe(phone)
