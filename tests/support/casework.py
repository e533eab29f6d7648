"""What stories about a case do alike: the counter's form, consents, the queue, the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def fill_in(page: Page, **told: str) -> None:
    """The clerk asks what the registers do not know; nothing, and no, where nothing is told."""
    for group in page.locator(".ask:has(input[type=radio]):visible").all():
        if not group.locator("input:checked").count():
            is_consent = "同意" in group.inner_text()
            group.locator(f"input[value='{int(is_consent)}']").check()
    for entry in page.locator(".ask input:not([type=radio]):not([type=checkbox]):visible").all():
        if entry.input_value():
            continue
        key = (entry.get_attribute("name") or "").partition("-")[2]
        entry.fill(told.get(key, "0"))


def agree(page: Page) -> None:
    """Everybody agrees, whoever is not there by a paper; only then are figures shown."""
    from playwright.sync_api import expect

    expect(page.locator("main")).to_contain_text("本人同意以前不给看")
    for group in page.locator(".ask:has(input[name$='-consent'])").all():
        group.locator("input[value='1']").check()
    for paper in page.locator("input[name^='signed-']").all():
        paper.check()
    page.click("button[name=show]")
    expect(page.locator("main")).not_to_contain_text("本人同意以前不给看")


def head(page: Page, words: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator(".case-head")).to_contain_text(words)


def do(page: Page, step: str) -> None:
    """The main action of the page."""
    page.click(f".way-form button:has-text('{step}')")


def take(page: Page, way: str, step: str) -> None:
    """A step that is not the main one, or is: its part of the page is opened first."""
    told = page.locator(f"#way-{way}")
    if told.evaluate("one => one.matches('details:not([open])')"):
        told.locator("summary").click()
    told.locator(f"button:has-text('{step}')").click()
