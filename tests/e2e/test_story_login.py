"""At the door: locked after five errors; a new colleague's first day; the code; the idle hour."""

from __future__ import annotations

import base64
import hmac
import re
import sqlite3
import struct
import time

import pytest

from tests.support.story import press, reads_well
from yingzhou.core import clock

pytestmark = pytest.mark.browser
PASSWORD = "Haitang-Huakai-2026"


def code_at(secret, moment):
    """RFC 6238, as the application on a phone computes it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(moment) // 30), "sha1").digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def _attempt(page, username, password):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    with page.expect_navigation():  # else what follows could overtake it
        page.press("input[name=password]", "Enter")


def test_five_wrong_passwords_lock_the_door_and_say_until_when(page, axe):
    for left in range(4, -1, -1):
        _attempt(page, "nobody", f"guess-{left}")
    told = page.locator("main").inner_text()
    assert re.search(r"登录已锁定, \d\d:\d\d 以后可以再试", told)
    assert "连续输错了 5 次" in told
    reads_well(page, axe)
    _attempt(page, "nobody", "once more")
    assert "登录已锁定" in page.locator("main").inner_text()


def test_a_new_colleague_sets_up_the_second_factor_and_needs_it(page, login, axe):
    once = _account_opened(page, login, axe)
    _attempt(page, "newcomer", once)
    page.locator("h1", has_text="更改密码").wait_for()
    reads_well(page, axe)
    page.fill("input[name=oldpassword]", once)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    press(page, "更改密码")

    secret = _second_factor_set_up(page, axe)
    _left(page)
    _attempt(page, "newcomer", PASSWORD)
    page.locator("h1", has_text="6 位数字").wait_for()
    reads_well(page, axe)
    page.goto("/desk/")  # not yet: the door is half open only
    page.locator("h1", has_text="6 位数字").wait_for()
    page.fill("input[name=code]", "000000")
    press(page, "登录")
    assert page.locator("h1", has_text="6 位数字").count() == 1
    page.fill("input[name=code]", code_at(secret, time.time()))
    press(page, "登录")
    page.locator("h1", has_text="工作台").wait_for()


def test_who_was_idle_is_asked_to_log_in_and_comes_back_to_the_page(page, login, axe, site):
    login(page, "auditor")
    page.goto("/accounts/audit/")
    _let_time_pass(page, site, minutes=31)
    page.goto("/accounts/audit/?actor=town")
    told = page.locator("main").inner_text()
    assert "没有操作, 为安全起见已自动退出" in told
    assert "会回到刚才的页面" in told
    reads_well(page, axe)
    from yingzhou.kernel.accounts.demo_accounts import DEMO_PASSWORD

    page.fill("input[name=login]", "auditor")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/accounts/audit/?actor=town")


def _account_opened(page, login, axe):
    login(page, "administrator")
    page.goto("/accounts/manage/new/")
    page.fill("#id_username", "newcomer")
    page.fill("#id_name", "新来的")
    press(page, "开设")
    once = page.locator("main code").first.inner_text()
    reads_well(page, axe)
    press(page, "去授予角色")
    page.select_option("#id_role", "town")
    page.select_option("#id_division", label="庙镇(全镇)")
    page.fill("#id_valid_from", clock.today().isoformat())
    press(page, "授予")
    assert "乡镇经办" in page.locator("main table").inner_text()
    reads_well(page, axe)
    _left(page)
    return once


def _second_factor_set_up(page, axe):
    page.goto("/accounts/2fa/")
    press(page, "用手机开启")
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        press(page, "继续")
    secret = page.locator("main code").first.inner_text().strip()
    reads_well(page, axe)
    page.fill("input[name=code]", code_at(secret, time.time()))
    press(page, "开启")
    page.locator("h1", has_text="备用码").wait_for()
    assert page.locator("main li code").count() >= 8
    reads_well(page, axe)
    press(page, "已经收好")
    return secret


def _left(page):
    page.locator(".user-menu summary").click()
    with page.expect_navigation():
        page.locator(".user-menu button", has_text="退出").click()


def _let_time_pass(page, site, minutes):
    """Turns back the last sign of life in the session of this browser."""
    from django.contrib.sessions.backends.db import SessionStore

    key = next(c["value"] for c in page.context.cookies() if "session" in c["name"])
    with sqlite3.connect(site.log.parent / "copy.sqlite3", timeout=10) as copy:
        found = "SELECT session_data FROM django_session WHERE session_key = ?"
        store = SessionStore()
        data = store.decode(copy.execute(found, [key]).fetchone()[0])
        data["last_seen"] -= minutes * 60
        change = "UPDATE django_session SET session_data = ? WHERE session_key = ?"
        copy.execute(change, [store.encode(data), key])
    copy.close()
