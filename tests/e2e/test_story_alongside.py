"""Who asks for one thing gets what else the family qualifies for with one press (B8)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support import poor_family
from tests.support.casework import agree, fill_in
from tests.support.story import reads_well

pytestmark = pytest.mark.browser


def test_the_grandmothers_line_is_opened_beside_the_familys(page: Page, login, site, axe):
    family = poor_family.settle_in(site.environment, at=2)
    login(page, family.clerk)
    page.goto("/desk/counter/")
    page.fill("#q", family.number)
    page.press("#q", "Enter")
    page.fill("#q", "低保")
    page.press("#q", "Enter")
    page.get_by_role("link", name="最低生活保障", exact=True).click()
    agree(page)
    fill_in(page, account="6222000011112222", phone="13900000000")
    page.click("text=收件并受理")
    line = page.locator(".alongside .member-box", has_text="养老服务补贴")
    expect(line).to_contain_text("陆阿婆是成年人: 看过本人的委托再打勾")
    expect(line.locator("[name=take]")).not_to_be_checked()
    axe(page)
    line.locator("[name=take]").check()
    page.click("text=打勾的一并申请")  # how it is to be used was not asked yet
    expect(page.locator("[role=alert]").first).to_contain_text("还差下面标出的回答")
    line = page.locator(".alongside .member-box", has_text="养老服务补贴")
    line.get_by_label("请人上门").check()
    axe(page)
    page.click("text=打勾的一并申请")
    card = page.locator(".panel", has_text="一并申请的").first
    expect(card).to_contain_text("陆阿婆")
    number = re.search(r"\d{4}-\d{9}-\d{6}", card.inner_text())
    assert number is not None
    reads_well(page, axe)
    card.get_by_role("link", name=number[0]).click()
    expect(page.locator("main")).to_contain_text("前案")
    expect(page.locator("main")).to_contain_text("一并申请")
