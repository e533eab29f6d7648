"""A figure is published; later a record behind it is corrected, and the page names that record."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.support.story import INDICATOR, press, reads_well

pytestmark = pytest.mark.browser
DAY = "2024-06-30"


@pytest.fixture
def enrolment(db):
    """Of an adult of 新河镇 on the roll of 低保 on the day and ever since."""
    from yingzhou.kernel.people.models import Enrolment

    rows = Enrolment.objects.filter(
        roll=Enrolment.Roll.DIBAO,
        person__birth_date__lt=date(1990, 1, 1),
        person__death_date=None,
        person__residences__division__code__startswith="310151103",
        valid_from__lt=date(2024, 1, 1),
        valid_to__gt=date(2026, 12, 1),
    )
    return rows.order_by("pk").first()


def test_the_page_names_the_very_record_that_moved_a_published_figure(page, login, axe, enrolment):
    login(page, "bureau")
    page.goto(INDICATOR.format(number=2, day=DAY))
    assert "还没有发布过" in page.locator("main").inner_text()
    press(page, f"发布 {DAY} 的数")
    assert "已发布" in page.locator(".notes").inner_text()
    assert "发布以来没有记录变动" in _changes(page)
    reads_well(page, axe)

    _died_before_the_day(page, enrolment.person_id)

    page.goto(INDICATOR.format(number=2, day=DAY))
    told = _changes(page)
    assert re.search(r"发布时 .+ 按现在的记录 .+ 变动 \d+ 条", told)
    rows = page.locator("#changes tbody tr")
    mine = rows.filter(has_text=f"#{enrolment.pk}")
    assert mine.count() == 1
    assert "低保" in mine.inner_text()
    assert "bureau" in mine.inner_text() or "业务科" in mine.inner_text()
    assert rows.filter(has_text="低保").count() == 1
    reads_well(page, axe)


def _changes(page):
    press(page, "与现在的记录逐条比对")
    page.locator("#changes :is(p, table)").first.wait_for()
    return page.locator("#changes").inner_text()


def _died_before_the_day(page, pk):
    page.goto(f"/desk/people/{pk}/death/")
    page.fill("#id_on", "2024-06-12")
    page.fill("#id_source", "公安注销户口, 迟到的通知")
    press(page, "下一步")
    press(page, "确认登记死亡")
    page.locator("text=死亡已登记").wait_for()
