"""A resident finds out what the household may receive: on a desk, on a phone, in large letters."""

from __future__ import annotations

import pytest

from tests.support.resident import ADDRESS, ALONE_82, FAMILY, fill

pytestmark = pytest.mark.browser


def _fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def _asks(page) -> bool:
    return page.locator("input[name=now]").count() > 0


def _press(page, button="button.btn-next"):
    """The next page has arrived, however slow the machine."""
    with page.expect_navigation(wait_until="load"):
        page.click(button)


def _answer_all(page, answers, axe=None, most=60):
    """To the results; ``axe`` looks at the first page of every kind of control."""
    seen: set[str] = set()
    for _ in range(most):
        if not _asks(page):
            return
        assert _fits(page), page.locator("h1").first.inner_text()
        kind = page.locator("form#answers").evaluate(
            "form => [...form.querySelectorAll('.ask *')].map(e => e.tagName + e.type).sort()"
            ".filter((e, i, all) => e !== all[i - 1]).join()"
        )
        if axe and kind not in seen:
            axe(page)
            seen.add(kind)
        fill(page, answers)
        _press(page)
    raise AssertionError("the questions never end")


def test_from_the_home_page_to_an_answer_one_can_print(page, axe):
    page.goto("/")
    page.click(".tile-first")
    page.wait_for_url(f"**{ADDRESS}")
    assert "我们不保存" in page.inner_text("main")
    _answer_all(page, FAMILY, axe)
    told = page.inner_text("main")
    assert "很可能可以" in told
    assert "低保金" in told
    assert "不是审批决定" in told
    page.locator("details", has_text="怎么算的").first.locator("summary").click()
    assert "差额 = 低保标准" in page.inner_text("main")
    axe(page)
    with page.expect_popup() as opened:
        page.click("text=打印版")
    paper = opened.value
    paper.wait_for_load_state()
    assert "填写的情况" in paper.inner_text("main")
    axe(paper)
    paper.close()


def test_on_a_phone_with_mistakes_and_the_way_back(phone, axe):
    phone.goto(ADDRESS)
    axe(phone)
    fill(phone, ALONE_82)
    _press(phone)
    phone.fill('[name="p1.出生日期.y"]', "43")
    phone.fill('[name="p1.出生日期.m"]', "5")
    phone.fill('[name="p1.出生日期.d"]', "1")
    phone.check('[name="p1.本市户籍"][value="是"]')
    _press(phone)
    assert "年份请写四位" in phone.inner_text(".fault-box")
    assert phone.title().startswith("有错要改")
    assert phone.evaluate("document.activeElement.className") == "fault-box"
    assert phone.input_value('[name="p1.出生日期.y"]') == "43"
    assert phone.is_checked('[name="p1.本市户籍"][value="是"]')
    assert _fits(phone)
    axe(phone)
    fill(phone, ALONE_82)
    _press(phone)
    phone.locator("h1", has_text="收入").wait_for()
    phone.go_back()
    phone.locator("h1", has_text="情况").wait_for()
    phone.go_forward()
    fill(phone, ALONE_82)
    _press(phone)
    _press(phone, "text=上一步")
    assert phone.input_value('[name="p1.月养老金.v"]') == "1420"
    _answer_all(phone, ALONE_82)
    assert "老年综合津贴" in phone.inner_text("main")
    assert _fits(phone)
    axe(phone)


def test_in_large_letters_one_thing_a_page(phone, axe):
    phone.goto(ADDRESS)
    fill(phone, ALONE_82)
    _press(phone)
    phone.fill('[name="p1.出生日期.y"]', "1943")
    phone.fill('[name="p1.出生日期.m"]', "5")
    phone.fill('[name="p1.出生日期.d"]', "1")
    _press(phone, "text=大字版")
    phone.locator("text=普通字号").wait_for()
    assert phone.locator("form#answers fieldset").count() == 1
    _answer_all(phone, ALONE_82, axe)
    told = phone.inner_text(".entries")
    assert "老年综合津贴" in told
    assert "每月 " in told
    assert _fits(phone)
    axe(phone)
    phone.click("text=您的回答")
    assert "1943年5月1日" in phone.inner_text("main")
    assert _fits(phone)
    axe(phone)


def test_by_keyboard_alone(page):
    page.goto(ADDRESS)
    page.focus('[name="n"][value="1"]')
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.locator("h1", has_text="本人的情况").wait_for()
    page.focus('[name="p1.出生日期.y"]')
    for text in ("1943", "5", "1"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.is_checked('[name="p1.本市户籍"][value="是"]')
    page.keyboard.press("Enter")
    page.locator(".fault-box").wait_for()
    assert page.inner_text(".fault-box h2") == "有一处要改, 您填的都还在"
    assert "残疾人证" in page.inner_text(".fault-box")


def test_without_any_script(chromium, site):
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(ADDRESS)
    for _ in range(40):
        if not _asks(page):
            break
        fill(page, ALONE_82)
        _press(page)
    assert "老年综合津贴" in page.inner_text("main")
    names = {cookie["name"] for cookie in context.cookies()}
    context.close()
    assert names <= {"csrftoken"}
