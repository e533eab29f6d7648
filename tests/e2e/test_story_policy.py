"""A policy officer reads a rule and tries a household on it, on a desktop and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.story import press, reads_well

pytestmark = pytest.mark.browser
FATHER = {"月劳动收入": "0", "月养老金": "0", "月其他收入": "1,000"}


def test_from_what_residents_call_it_to_the_rule_and_the_standard(page, login, axe):
    login(page, "bureau")
    page.goto("/desk/policy/")
    reads_well(page, axe)
    page.fill("#q", "吃低保")
    page.locator("#shelf .law-entry").nth(1).wait_for(state="detached")
    reads_well(page, axe)

    page.locator("#shelf").get_by_role("link", name="低保金", exact=True).first.click()
    page.locator("h1", has_text="低保金").wait_for()
    told = page.locator("main").inner_text()
    assert "第十六条" in told
    assert "全部和手算相符" in told
    reads_well(page, axe)

    page.locator(".law-graph a.is-parameter", has_text="低保标准").click()
    page.locator("h1", has_text="低保标准").wait_for()
    page.locator(".chart-plot svg").wait_for()
    assert "未核实" in page.locator("main").inner_text()
    reads_well(page, axe)
    page.goto("/desk/policy/fact/人/残疾等级/")
    reads_well(page, axe)


def test_on_a_phone_the_surroundings_of_a_rule_are_lists(phone, login):
    login(phone, "leader")
    phone.goto("/desk/policy/rule/户/低保金/")
    assert phone.locator(".law-graph").is_hidden()
    phone.locator(".law-columns").get_by_role("link", name="家庭月收入").first.click()
    phone.locator("h1", has_text="家庭月收入").wait_for()


def test_a_household_is_tried_kept_in_a_file_and_taken_up_again(page, login, axe, tmp_path):
    login(page, "village")
    page.goto("/desk/policy/try/")
    reads_well(page, axe)
    page.goto("/desk/policy/try/?rule=户.应发低保金&at=2025-07")
    answer = page.locator("#answer")
    assert "还不能确定" in answer.inner_text()
    page.locator(".law-needs a", has_text="月养老金").click()
    assert page.evaluate("document.activeElement.name") == "m0:月养老金"

    _typed(page)
    page.locator(".law-result .law-big", has_text="650.00 元/月").wait_for()
    page.get_by_role("button", name="全部展开").click()
    assert "低保标准 1,650.00 元/人/月" in answer.inner_text()
    reads_well(page, axe)

    with page.expect_download() as kept:
        page.get_by_role("button", name="下载这一户").click()
    text = Path(kept.value.path()).read_text(encoding="utf-8")
    assert "expect: {户.应发低保金: 650}" in text

    page.goto("/desk/policy/try/?rule=户.应发低保金&at=2025-06")
    page.get_by_text("用文件或 YAML 填").click()
    page.fill("#yaml", text.replace("月养老金", "月养老斤"))
    press(page, "载入")
    assert "是不是要写“月养老金”?" in page.locator(".law-faults").inner_text()
    reads_well(page, axe)
    page.fill("#yaml", text)
    press(page, "载入")
    assert "650.00 元/月" in answer.inner_text()


def _typed(page) -> None:
    page.fill("input[name='m0:出生日期']", "1980-05-01")
    for name, value in FATHER.items():
        page.fill(f"input[name='m0:{name}']", value)
    page.fill("input[name='h:货币财产']", "20000")
    page.fill("input[name='h:住房套数']", "0")
    for name, value in (("m0:本市户籍", "是"), ("h:生活用机动车", "否"), ("h:非居住房屋", "否")):
        page.check(f"input[name='{name}'][value='{value}']")


def test_a_slip_is_shown_at_its_place_and_nothing_typed_is_lost(page, login, axe):
    login(page, "bureau")
    page.goto("/desk/policy/try/?example=relief/dibao/5")
    page.get_by_role("button", name="加一个人").click()
    page.locator("input[name='m2:_name']").fill("孙女")
    page.locator("input[name='m2:出生日期']").fill("2030-01-01")
    page.locator(".law-actions").get_by_role("button", name="计算").click()
    page.locator(".law-row.has-error").wait_for()
    assert "那时还没有出生" in page.locator(".law-row.has-error").inner_text()
    assert page.locator("input[name='m2:_name']").input_value() == "孙女"
    reads_well(page, axe)
    page.get_by_role("button", name="去掉第 3 个人").click()
    page.locator(".law-result").wait_for()
    for _ in range(2):
        before = page.locator(".law-name").count()
        page.get_by_role("button", name="去掉第 1 个人").click()
        page.locator(".law-name").nth(before - 1).wait_for(state="detached")
    assert "户里没有人" in page.locator("#answer").inner_text()


def test_the_what_if_room_gets_ready_by_itself(page, login, axe):
    login(page, "leader")
    page.goto("/desk/policy/whatif/")
    press(page, "重新取数")
    page.locator("#result h2", has_text="正在取全区的数据").wait_for()
    reads_well(page, axe)
    page.locator(".whatif-tiles").wait_for(timeout=60_000)  # nobody reloads: the page asks itself
