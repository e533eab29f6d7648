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


TWO_ROWS = """() => {
    const row = (n) => `<tr data-row><td><a href="/desk/search/?q=${n}">${n}</a></td></tr>`;
    document.querySelector("main").insertAdjacentHTML(
        "afterbegin", `<table><tbody>${row(1)}${row(2)}</tbody></table>`);
    return document.querySelectorAll("[data-row]")[1].querySelector("a").href;
}"""
"""Rows as the queue has them: on a quiet day it is empty."""


def test_j_j_enter_opens_the_second_case_and_a_tick_box_stops_nobody(page, login):
    login(page, "town")
    page.goto("/desk/")
    second = page.evaluate(TWO_ROWS)
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(second)
    page.goto("/desk/")
    second = page.evaluate(TWO_ROWS)
    page.evaluate("""() => document.querySelector("tr[data-row] a").insertAdjacentHTML(
        "beforebegin", "<input type=checkbox id=ticked>")""")
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


RING = """async () => {
    await Promise.all(document.getAnimations().map((one) => one.finished));
    const it = document.activeElement, box = it.closest(".pick, .big-search");
    const styles = [it, box].filter(Boolean).map((one) => getComputedStyle(one));
    return styles.filter((one) => one.outlineStyle !== "none").map(
        (one) => `${it.tagName} ${it.type || ""}: ${one.outlineWidth} ${one.outlineColor}`);
}"""
"""The ring around what has the focus, on itself or on the box that it fills."""
ACCENT = "3px rgb(11, 122, 117)"


@pytest.mark.parametrize("address", ["/", "/progress/", "/verify/", "/services/what-can-i-get/"])
def test_whoever_walks_a_page_with_tab_always_sees_where_they_are(page, address):
    """On links, buttons, fields and choices alike: one ring, as dark as 3:1 asks (WCAG 2.4.13)."""
    page.goto(address)
    kinds = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        told = page.evaluate(RING)
        assert told, page.evaluate("document.activeElement.outerHTML")
        assert all(one.endswith(ACCENT) for one in told), told
        kinds |= {one.partition(":")[0] for one in told}
    assert "BUTTON submit" in kinds
    assert any(one.startswith("INPUT") for one in kinds)
