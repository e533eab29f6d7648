"""The first page that anybody sees."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_the_home_page_says_what_it_is_and_that_its_people_are_synthetic(page, axe):
    page.goto("/")
    assert page.locator("h1").count() == 1
    assert "合成" in page.locator("body").inner_text()
    axe(page)


def test_the_home_page_fits_a_phone(phone, axe):
    phone.goto("/")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, "the page must not scroll sideways"
    axe(phone)


def test_a_word_without_end_does_not_push_the_page_sideways(phone):
    phone.goto("/services/?q=" + "x" * 60)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_home_page_shows_where_the_keyboard_is(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "跳到正文"
