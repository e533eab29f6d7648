"""A clerk's spreadsheet, from the template by way of a report to the record that can be found."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from stdnum.cn import ric

from tests.core.sheets.toy import book
from tests.support.story import press, reads_well

pytestmark = pytest.mark.browser
START, VILLAGE = "/desk/imports/new/people/", "310151101201"
_sequence = count(501)
REASONS = (
    ("第 2 行", "公民身份号码", "校验位不对"),
    ("第 3 行", "起始日期", "晚于今天"),
    ("第 4 行", "户籍村居代码", "区划代码"),
)


@pytest.fixture
def known(db):
    """Somebody of 城桥镇 whom the district knows."""
    from yingzhou.kernel.people.models import Person

    rows = Person.objects.filter(
        death_date=None,
        birth_date__range=(date(1950, 1, 1), date(1980, 1, 1)),
        residences__division__code=VILLAGE,
    )
    return rows.order_by("pk").first()


def number_of(born):
    """A valid number of another region, so that nobody of the district has it."""
    body = f"320623{born:%Y%m%d}{next(_sequence)}"
    return body + ric.calc_check_digit(body + "0")


def wrong_check_digit(number):
    return number[:17] + ("1" if number[17] != "1" else "2")


def row(name, number, household, village=VILLAGE, since="2024-07-01"):
    return [name, number, household, "户主", village, village, "新河路1号", since]


def test_from_the_template_to_a_person_who_can_be_found(page, login, axe, known):
    login(page, "town")
    heads = _template(page, axe)
    twin = row(known.name, number_of(known.birth_date), "S0000001")
    good = row("示昉昉", number_of(date(1961, 3, 4)), "S0000002")
    broken = [
        row("示甲甲", wrong_check_digit(number_of(date(1970, 1, 2))), "S0000003"),
        row("示乙乙", number_of(date(1971, 1, 2)), "S0000004", since="2099-01-01"),
        row("示丙丙", number_of(date(1972, 1, 2)), "S0000005", village="310151101999"),
    ]

    _send(page, heads, [*broken, twin, good])
    report = page.locator("main").inner_text()
    assert "还没有写入任何数据" in report
    for where, column, reason in REASONS:
        line = page.locator("tr", has_text=where).filter(has_text=column)
        assert reason in line.inner_text()
    reads_well(page, axe)
    press(page, "放弃, 改好后重新上传")
    assert _found(page, "示昉昉") == 0

    _send(page, heads, [twin, good])
    _not_the_same(page, axe, known)
    press(page, "确认导入 2 行")
    assert "已导入 2 行" in page.locator("main").inner_text()
    reads_well(page, axe)
    assert _found(page, "示昉昉") == 1
    assert _found(page, f"{known.name} {known.birth_date.year}") >= 2

    _send(page, heads, [twin])
    report = page.locator("main").inner_text()
    assert "没有可以写入的行" in report
    assert "去判定" not in report


def test_who_was_judged_different_is_not_asked_about_again(page, login, known):
    login(page, "town")
    heads = _heads(page)
    twin = row(known.name, number_of(known.birth_date), "S0000011")
    _send(page, heads, [twin])
    press(page, "去判定")
    page.locator("input[value=different]").first.check()
    press(page, "保存判定")
    press(page, "放弃, 改好后重新上传")

    _send(page, heads, [twin])
    report = page.locator("main").inner_text()
    assert "去判定" not in report
    assert "确认导入 1 行" in report


def _template(page, axe):
    page.goto("/desk/imports/")
    reads_well(page, axe)
    page.click("a[href='/desk/imports/new/people/']")
    page.wait_for_url(f"**{START}")
    reads_well(page, axe)
    return _heads(page)


def _heads(page):
    """The headings of the template as it is downloaded."""
    from python_calamine import CalamineWorkbook

    page.goto(START)
    with page.expect_download() as download:
        page.click("text=下载人员模板")
    assert download.value.suggested_filename == "人员导入模板.xlsx"
    sheet = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0)
    return sheet.to_python()[0]


def _send(page, heads, rows):
    page.goto(START)
    file = {"name": "人员.xlsx", "mimeType": "application/octet-stream"}
    page.set_input_files("#file", file | {"buffer": book(*rows, heads=heads)})
    press(page, "上传并检查")
    page.locator("h1", has_text="检查报告").wait_for()


def _not_the_same(page, axe, known):
    assert "确认导入" not in page.locator("main form").first.inner_text()
    press(page, "去判定")
    beside = page.locator("main table").first.inner_text()
    assert known.birth_date.isoformat() in beside
    assert "***" in beside
    reads_well(page, axe)
    page.locator("input[value=different]").first.check()
    press(page, "保存判定")


def _found(page, typed):
    page.goto("/desk/people/")
    page.fill("#q", typed)
    press(page, "查找")
    name = typed.split()[0]
    return page.locator("main tbody th a").get_by_text(name, exact=True).count()
