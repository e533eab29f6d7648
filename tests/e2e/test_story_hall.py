"""Somebody comes to the hall, takes a number, is called, and served (D11)."""

from __future__ import annotations

import pytest

from tests.support import browser
from tests.support.story import press, reads_well

pytestmark = pytest.mark.browser

HALL = "/counter/310151101000/"


def test_from_the_number_to_the_intake(page, login, axe):
    page.goto(f"{HALL}kiosk/")
    assert page.get_by_role("heading", name="还没有开通").is_visible()
    reads_well(page, axe)
    login(page, "counter")
    page.goto(f"{HALL}kiosk/")
    press(page, "开通成取号机")
    reads_well(page, axe)
    page.get_by_role("button", name="民政").click()
    page.wait_for_load_state()
    number = page.locator(".hall-number").inner_text()
    assert number == "C001"
    reads_well(page, axe)

    page.goto(f"{HALL}kiosk/")
    page.locator("a.is-self").click()
    assert "用完请退出" in page.locator(".hall-bar").inner_text()
    reads_well(page, axe)
    page.locator(".hall-bar a.btn").click()
    page.wait_for_load_state()
    assert page.url.endswith(f"{HALL}kiosk/")

    login(page, "counter")
    page.goto("/desk/tickets/")
    page.fill("#number", "3")
    press(page, "开窗口")
    press(page, "叫下一位")
    assert page.locator(".ct-number").inner_text() == number
    reads_well(page, axe)
    page.goto(f"{HALL}board/")
    assert "3 号窗口" in page.locator(".hall-board").inner_text()
    reads_well(page, axe)

    page.goto("/desk/tickets/")
    press(page, "人到了")
    press(page, "受理")
    assert page.url.endswith("/desk/counter/")
    page.goto("/desk/tickets/")
    press(page, "办完了")
    press(page, "关窗口")
    assert page.get_by_role("button", name="开窗口").is_visible()


@pytest.mark.parametrize("address", ["/desk/assessment/", "/desk/ratings/", "/desk/archive/"])
def test_supervisors_pages_read_well(page, login, axe, address):
    login(page, "bureau")
    page.goto(address)
    page.set_viewport_size(browser.DESKTOP)
    reads_well(page, axe)
