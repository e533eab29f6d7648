"""The administrator opens a client in the browser, and its token works at once."""

from __future__ import annotations

import json
import urllib.request
from datetime import timedelta

import pytest

from yingzhou.core import clock

pytestmark = pytest.mark.browser


def asked(address: str, token: str) -> tuple[int, dict]:
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own site
        return answer.status, json.load(answer)


def test_a_client_is_opened_and_its_token_works(page, login, axe, site):
    login(page, "administrator")
    page.goto("/accounts/api/new/")
    axe(page)
    page.fill("input[name=name]", "随申办对接")
    page.fill("input[name=organisation]", "市大数据中心")
    page.locator("label", has_text="查看自己递交的申请").click()
    page.fill("input[name=valid_until]", (clock.today() + timedelta(days=60)).isoformat())
    page.locator("main button[type=submit]").click()
    token = page.locator("main code").inner_text()
    axe(page)
    assert asked(f"{site.address}/api/cases/", token) == (200, {"cases": [], "next": ""})
    page.locator("main a.btn").click()
    page.get_by_text("随申办对接").first.wait_for()
    axe(page)


def test_the_description_is_read_on_a_phone(phone, axe):
    phone.goto("/api/docs")
    phone.get_by_text("POST /api/cases/").first.wait_for()
    axe(phone)
    wide = phone.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
