"""What several stories in the browser do alike: look at both widths, fill, read a figure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.support import browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

INDICATOR = "/board/indicator/2021-2025/{number}/?date={day}"


def reads_well(page: Page, axe: Callable[[Page], None]) -> None:
    """On a desktop and on a phone: no barrier that axe finds, nothing wider than the screen."""
    for size in (browser.DESKTOP, browser.PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{page.url} is {width} wide on a screen of {size['width']}"
    page.set_viewport_size(browser.DESKTOP)  # type: ignore[arg-type]


def press(page: Page, name: str) -> None:
    """The one button or link of the main part that is called ``name``; waits for the page."""
    target = page.locator("main").locator("button, a.btn").filter(has_text=name)
    target.first.click()
    page.wait_for_load_state()


def counted(page: Page, number: int, day: str, division: str = "", part: int = 0) -> int:
    """What indicator ``number`` counts on ``day``: above (0) or below (1) the line."""
    page.goto(INDICATOR.format(number=number, day=day) + f"&division={division}")
    shown = page.locator(".formula .part-number").nth(part).inner_text()
    return int(re.sub(r"\D", "", shown))


def recount(page: Page, number: int, day: str) -> None:
    """The bureau's button: compute the figures of ``day`` anew."""
    page.goto(INDICATOR.format(number=number, day=day))
    press(page, "重新计算这一天")
    page.locator(".notes").wait_for()
