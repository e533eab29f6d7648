"""A new service is four files in a folder, and a line of nothing else: somebody applies for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support import browser, residents
from tests.support.applying import begin, fill, press, residents_of, send
from yingzhou.core import clock

pytestmark = pytest.mark.browser

FILES = {
    "service.yaml": """\
name: 摆渡补贴
plain: 住在小岛上的老人, 每月坐船有补贴
synonyms: [坐船, 船票, 摆渡]
topics: [养老]
basis:
  - {law: 摆渡补贴办法, article: 第三条, confidence: unverified}
who: 满六十周岁、住在小岛上的人
where: 网上, 或任何一个受理窗口
decides: 人.可享摆渡补贴
benefit: 人.摆渡补贴
rules: [人.可享摆渡补贴, 人.摆渡补贴]
apply:
  subject: person
  register: any
  channels: [counter, online]
  process: allowance
  decision: {rule: 人.可享摆渡补贴, amount: 人.摆渡补贴, per: 月}
  form:
    - {key: birth_date, ask: 哪天出生, kind: date, known: birth_date, fact: 人.出生日期}
    - {key: trips, ask: "一个月大概坐几趟船?", label: 趟数, kind: number, high: 90}
  materials:
    - {key: ticket, name: 一张船票, required: false}
  result: 每月打到卡上
""",
    "parameters.yaml": """\
摆渡补贴.起始年龄:
  unit: 岁
  meaning: 从多少周岁起
  basis: 摆渡补贴办法 第三条
  values:
    - {from: 2020-01-01, value: 60, source: 测试, confidence: unverified}
摆渡补贴.标准:
  unit: 元/人/月
  meaning: 每人每月
  basis: 摆渡补贴办法 第三条
  values:
    - {from: 2020-01-01, value: 40, source: 测试, confidence: unverified}
""",
    "rules.py": '''\
"""摆渡补贴: 满六十周岁的, 每月一笔。"""


@规则(依据="摆渡补贴办法 第三条", 自="2020-01-01", 确信="unverified")
def 可享摆渡补贴(人, p) -> "是否":
    """满起始年龄"""
    return 周岁(人.出生日期) >= p.摆渡补贴.起始年龄


@规则(依据="摆渡补贴办法 第三条", 自="2020-01-01", 给付="月", 名称="摆渡补贴", 确信="unverified")
def 摆渡补贴(人, p) -> "元/月":
    """每月的补贴"""
    if not 人.可享摆渡补贴:
        return 0
    return p.摆渡补贴.标准
''',
    "cases.yaml": """\
- name: 满六十周岁
  at: 2025-06
  members: [{name: 奶奶, 出生日期: 1950-07-15}]
  expect: {摆渡补贴: 40, 可享摆渡补贴: true}
  because: 七十多岁了
""",
}


@pytest.fixture
def island(site, tmp_path: Path) -> Iterator[str]:
    """A second site, with one more folder of items; its address."""
    folder = tmp_path / "island/ferry"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    source = Path(site.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    copy = sqlite3.connect(tmp_path / "island.sqlite3")
    with sqlite3.connect(source) as original:
        original.backup(copy)
    copy.close()
    original.close()
    environment = site.environment | {
        "YINGZHOU_ITEMS": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'island.sqlite3'}",
    }
    with browser.served(environment, tmp_path / "island.log") as address:
        yield address


def test_a_new_service_is_found_read_and_applied_for(chromium: Browser, island: str):
    person = residents_of("310151101000", clock.today())[11]
    context = chromium.new_context(base_url=island, viewport=browser.PHONE, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    residents.login(page, person)
    page.goto("/services/?q=船票")
    page.locator("a[href='/services/island/ferry/']").click()
    expect(page.locator("h1")).to_have_text("摆渡补贴")
    expect(page.locator("main")).to_contain_text("一张船票")
    begin(page, "island/ferry")
    fill(page, {"trips": "12"})
    press(page, ".btn-next")
    expect(page.locator(".told")).to_contain_text("12")
    number = send(page)
    page.goto("/my/")
    expect(page.locator(".matters")).to_contain_text("摆渡补贴")
    page.goto(f"/my/cases/{number}/")
    expect(page.locator(".now-state")).to_have_text("我们在看材料是否齐全")
    context.close()
