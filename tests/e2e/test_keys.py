"""Staff pages by keyboard, and menus without a pointer."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_slash_goes_to_the_search_and_j_and_k_walk_the_rows(page, login):
    login(page, "town")
    page.goto("/desk/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.href")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href") == first
    page.keyboard.press("Enter")
    page.wait_for_url(first)


def test_j_j_enter_opens_the_second_case_and_a_tick_box_stops_nobody(page, login):
    login(page, "town")
    page.goto("/desk/")
    second = page.locator("tr[data-row]").nth(1).locator("th a").evaluate("one => one.href")
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(second)
    page.goto("/desk/")
    page.evaluate("""() => document.querySelector("tr[data-row] th").insertAdjacentHTML(
        "afterbegin", "<input type=checkbox id=ticked>")""")
    page.locator("#ticked").check()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.href") == second


def test_a_question_mark_explains_the_keys_but_not_while_typing(page, login):
    login(page, "town")
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type("?")
    assert not page.locator("#keys-help").is_visible()
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("#keys-help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys-help").is_visible()


def test_the_phone_menu_opens_without_script_and_closes_on_escape(phone):
    phone.goto("/")
    menu = phone.get_by_label("手机菜单")
    phone.locator("summary[aria-label=菜单]").click()
    assert menu.is_visible()
    phone.keyboard.press("Escape")
    assert not menu.is_visible()
