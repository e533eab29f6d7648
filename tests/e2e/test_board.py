"""A leader before the board: looks, filters, goes down to the records; by mouse, keys and phone."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
PAGES = [
    "/board/",
    "/board/?date=2023-06-30&division=310151101000",
    "/board/indicator/2021-2025/4/",
    "/board/indicator/2021-2025/15/",
    "/board/records/registered_people/",
    "/board/records/dibao_people/",
    "/board/tasks/",
    "/board/report/",
]


def _width(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_the_board_are_open_to_everybody_and_fit_a_screen(page, login, axe, address):
    login(page, "leader")
    page.goto(address)
    axe(page)
    assert _width(page) <= 1440


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_of_the_board_are_open_to_everybody_and_fit_a_phone(phone, login, axe, address):
    login(phone, "leader")
    phone.goto(address)
    axe(phone)
    assert _width(phone) <= 390


def test_choosing_an_indicator_keeps_the_address_and_survives_back_and_reload(page, login):
    login(page, "leader")
    page.goto("/board/")
    page.click("#i-13")
    page.wait_for_url("**indicator=13**")
    page.locator("#chosen-title", has_text="社区云").wait_for()
    assert page.evaluate("document.activeElement.id") == "i-13"
    page.reload()
    assert "社区云" in page.inner_text("#chosen-title")
    page.click("#sys-2")
    page.wait_for_url("**system=**")
    page.go_back()
    page.locator("#chosen-title", has_text="社区云").wait_for()


def test_from_the_district_by_the_map_to_a_town_a_village_and_its_records(page, login):
    login(page, "leader")
    page.goto("/board/?indicator=4")
    page.locator(".map-plot a[aria-label^='城桥镇']").click()
    page.wait_for_url("**division=310151101000**")
    page.locator(".places a").first.click()
    page.locator("text=是最小的一级").wait_for()
    page.locator("a", has_text="打开养老床位的记录").click()
    page.wait_for_url("**/board/records/beds/**")
    assert "养老床位" in page.inner_text("h1")


def test_another_day_is_asked_without_leaving_the_page(page, login):
    login(page, "leader")
    page.goto("/board/")
    page.fill("#ask-date", "2023-06-30")
    page.wait_for_url("**date=2023-06-30**")
    page.locator(".board-sub", has_text="2023-06-30").wait_for()


def test_rows_are_walked_by_keys_and_opened_by_enter(page, login):
    login(page, "leader")
    page.goto("/board/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    number = page.evaluate("document.activeElement.id.slice(2)")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**indicator={number}**")


def test_the_reconciliation_arrives_by_itself(page, login, axe):
    login(page, "leader")
    page.goto("/board/contradictions/")
    page.locator("#table-title").wait_for()
    assert page.locator(".conflict").count() == 3
    axe(page)
