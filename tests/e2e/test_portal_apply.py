"""Applying in a real browser: for one's mother, by keyboard alone, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support import browser, residents
from tests.support.applying import agree, asks_once, begin, fill, photo, press, residents_of, send
from yingzhou.core import clock

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]
MEALS = "eldercare/meals"
DIBAO = "relief/dibao"
TOLD = {
    "support": "1", "staff_kin": "0", "account": "6222000011112222", "phone": "13900000000",
    "place": "不知道哪家近, 请村居帮我选", "deliver": "0",
}  # fmt: skip


def test_a_daughter_applies_for_her_mother_and_sends_the_missing_paper_from_her_phone(
    page, phone, login, resident_login, axe
):
    from yingzhou.kernel.accounts.models import Mandate

    given = Mandate.objects.select_related("agent", "principal").order_by("pk")[0]
    resident_login(phone, given.agent)
    number = _applies_for(phone, given.principal.name, axe)
    login(page, "counter")
    asks_once(page, number, "法院的调解书")
    _completes(phone, number, ("判决书或协议", "调解书"), axe)
    _takes_another_back(phone, axe)


def _applies_for(phone: Page, mother: str, axe: Axe) -> str:
    phone.goto(f"/services/{DIBAO}/apply/")
    phone.locator(".switches li", has_text=mother).locator("button").first.click()
    expect(phone.locator(".acting-bar")).to_contain_text("正在替")
    expect(phone.locator(".for-whom")).not_to_contain_text("您本人")
    press(phone, ".btn-next")
    expect(phone.locator("h1")).to_contain_text("核对")
    axe(phone)
    agree(phone)
    expect(phone.locator("main")).to_contain_text("来自户籍登记")
    axe(phone)
    fill(phone, TOLD)
    expect(phone.locator("h1")).to_have_text("拍一下材料")
    phone.set_input_files(
        "input[name=support]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\0\0"}
    )
    phone.locator("button", has_text="先交上选好的").click()
    expect(phone.locator("[role=alert]")).to_contain_text("只收照片")
    axe(phone)
    return send(phone)


def _completes(phone: Page, number: str, lines: tuple[str, ...], axe: Axe) -> None:
    phone.goto("/my/")
    expect(phone.locator(".matter.is-mine").first).to_contain_text("等您补齐材料")
    axe(phone)
    phone.goto(f"/my/cases/{number}/")
    card = phone.locator(".correction")
    signed = card.locator(".lack-row h3", has_text="本人签字的授权书").all_inner_texts()
    for line in (*lines, *(one.strip() for one in signed)):
        row = card.locator(".lack-row", has_text=line)
        row.locator("input[type=file]").set_input_files(photo(f"{line}.png"))
        with phone.expect_navigation():  # the page before may say 收到了 as well
            row.locator("button", has_text="交上去").click()
        expect(phone.locator(".notes")).to_contain_text("收到了")
    axe(phone)
    card.locator("button", has_text="补齐了").last.click()
    expect(phone.locator(".now-state")).to_have_text("我们在看材料是否齐全")
    letter = phone.locator("a", has_text="补正通知书").first.get_attribute("href")
    assert phone.request.get(letter or "").body().startswith(b"%PDF")


def _takes_another_back(phone: Page, axe: Axe) -> None:
    """Asked once more, and gone."""
    begin(phone, MEALS)
    fill(phone, TOLD)
    other = send(phone)
    phone.goto(f"/my/cases/{other}/")
    phone.locator(".does a.btn").last.click()
    phone.wait_for_url("**/do/**")
    axe(phone)
    press(phone, ".btn-next")
    phone.goto("/my/")
    expect(phone.locator("main")).to_contain_text("申请人撤回")


def test_a_whole_application_by_keyboard_alone(page, resident_login):
    """Tab, arrows, space and Enter; the mouse is never touched after the login."""
    person = residents_of("310151101000", clock.today())[3]
    resident_login(page, person)
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the head
    _tab_to(page, "input[name=q]")
    page.keyboard.type("吃饭 食堂")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/?q=*")
    _tab_to(page, f"a[href='/services/{MEALS}/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{MEALS}/")
    _tab_to(page, "a.btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url("**/apply/")
    for _ in range(12):
        where = page.url
        if "/ask/" in where:
            _type_answer(page)
        elif "/check/" in where:
            _tab_to(page, "input[name=truth]")
            page.keyboard.press("Space")
        _tab_to(page, "button.btn-next")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address, before=where: address != before)
        if "/received/" in page.url:
            break
    expect(page.locator("h1")).to_contain_text("收到了")


def _type_answer(page) -> None:
    place = page.url.rstrip("/").rpartition("/")[2]
    first = page.locator(f"main [name='{place}']").first
    _tab_to(page, f"[name='{place}']")
    kind = first.get_attribute("type")
    if kind == "radio":
        page.keyboard.press("ArrowDown")
    elif kind != "checkbox":
        page.keyboard.type(TOLD.get(place, "无"))


RINGED = """() => [document.activeElement, document.activeElement.parentElement]
    .map(getComputedStyle).some(style => style.outlineStyle != 'none')"""
"""The control or its frame is ringed."""


def _tab_to(page, selector: str, most: int = 80) -> None:
    """With the Tab key alone, and the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(RINGED), f"{page.url} {selector}: nothing shows the focus"
            return
    raise AssertionError(f"{page.url}: the keyboard does not reach {selector}")


def test_from_the_search_to_the_number_without_javascript(chromium, site):
    person = residents_of("310151101000", clock.today())[5]
    context = chromium.new_context(
        base_url=site.address, viewport=browser.PHONE, locale="zh-CN", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    residents.login(page, person)
    page.goto("/")
    page.fill("input[name=q]", "shitang")
    page.locator(".big-search button").click()
    page.locator(f"a[href='/services/{MEALS}/']").first.click()
    page.locator("a", has_text="在网上申请").click()
    press(page, ".btn-next")
    page.locator("button[name=wrong]").first.click()  # her day of birth
    fill(page, TOLD | {"birth_date": "1951-02-03"})
    press(page, ".btn-next")
    expect(page.locator("main")).to_contain_text("1951年2月3日")
    number = send(page)
    page.goto(f"/my/cases/{number}/")
    expect(page.locator(".now-state")).to_be_visible()
    page.goto("/my/uses/")
    expect(page.locator("main")).to_contain_text("提过异议")
    page.goto("/progress/")
    page.fill("#number", number)
    page.fill("#name", person.name)
    page.fill("#tail", str(person.id_number)[-4:])
    page.locator("main button").click()
    expect(page.locator(".now")).to_contain_text(number)
    context.close()


def test_back_from_a_page_after_a_refused_answer_shows_the_question_again(phone, resident_login):
    """What was refused is a page of its own for the browser, which would ask to send it again."""
    resident_login(phone, residents_of("310151103000", clock.today())[7])
    begin(phone, MEALS)
    while "/birth_date/" in phone.url or "/known/" in phone.url:
        press(phone, ".btn-next")
    first = phone.url
    press(phone, ".btn-next")
    expect(phone.locator("[role=alert]").first).to_be_visible()
    assert phone.url == first, "nothing was chosen"
    fill(phone, TOLD)
    assert phone.url != first
    for _ in range(8):
        phone.go_back()
        if phone.url == first:
            break
    expect(phone.locator("h1, legend").first).to_be_visible()
    phone.go_back()
    assert phone.url == first or "/apply/" in phone.url
