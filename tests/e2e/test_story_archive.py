"""What has been kept for its years is listed by one, reviewed by two others, destroyed, and told
in a report (D12): with the logins of the demo, on matters of 2019 and 2020."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.source import ROOT
from tests.support.story import press, reads_well

pytestmark = pytest.mark.browser

SEED = (
    "import django; django.setup()\n"
    "from yingzhou.core import clock\n"
    "from yingzhou.demo.cases import archive\n"
    "archive.seed(clock.today())\n"
)


def test_one_lists_two_review_and_a_report_stays(page, login, axe, site):
    command = [sys.executable, "-c", SEED]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True, timeout=120)

    login(page, "bureau")
    page.goto("/desk/archive/")
    assert "3 件保管期满" in page.locator("main").inner_text()
    page.fill("[name=name]", "五年期证明")
    press(page, "列清单")
    address = page.url
    assert page.locator("tbody tr").count() == 3
    assert "另一个人" in page.locator("main").inner_text()
    assert not page.get_by_role("button", name="初审通过").is_visible()

    for who, act, state in (
        ("archivist", "初审通过", "待复审"),
        ("archivist2", "复审通过", "可以销毁"),
    ):
        page.context.clear_cookies()
        login(page, who)
        page.goto(address)
        reads_well(page, axe)
        if who == "archivist":
            page.locator("[name=why]").first.fill("正在审计")
            press(page, "保留")
        press(page, act)
        assert state in page.locator("main").inner_text()
        assert not page.get_by_role("button", name="通过").is_visible()

    press(page, "销毁")
    assert "已销毁 2 件" in page.locator("body").inner_text()
    reads_well(page, axe)
    with page.expect_download() as report:
        press(page, "报告")
    assert report.value.suggested_filename.endswith(".xlsx")
