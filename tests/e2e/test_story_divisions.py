"""Villages are renamed and merged; today counts anew, the past stays as it was."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.story import counted, press, reads_well, recount

pytestmark = pytest.mark.browser
TOWN = "310151104000"  # 庙镇: no other story counts there
TODAY, LAST_YEAR = "2026-11-01", "2024-12-31"
NEW_NAME = "瀛新村村委会"


@pytest.fixture
def two(db):
    """Two villages of the same town: the one that stays and the one that goes."""
    from yingzhou.kernel.divisions.tree import tree_on

    tree = tree_on(date(2026, 1, 1))
    town = tree.by_code(TOWN)
    villages = [node for node in tree.children[town.id] if node.name.endswith("村委会")]
    return sorted(villages, key=lambda node: node.code)[:2]


def test_a_renamed_and_a_merged_village_count_anew_and_the_past_stands(page, login, axe, two):
    login(page, "bureau")
    stays, goes = two
    days = (TODAY, LAST_YEAR)
    were = {(node.id, day): _registered(page, node, day) for node in two for day in days}
    assert min(were.values()) > 0

    _renamed(page, axe, stays)
    _merged(page, axe, goes, stays)

    page.goto(f"/desk/divisions/{goes.id}/")
    told = page.locator("main").inner_text()
    assert "这个单位不存在" in told
    assert NEW_NAME in told
    for day in days:
        recount(page, 2, day)
    together = were[stays.id, TODAY] + were[goes.id, TODAY]
    assert _registered(page, stays, TODAY) == together
    assert NEW_NAME in page.locator(".board-sub").inner_text()
    for node in two:
        assert _registered(page, node, LAST_YEAR) == were[node.id, LAST_YEAR]
        assert node.name in page.locator(".board-sub").inner_text()
    page.goto(f"/desk/divisions/{stays.parent_id}/?on={LAST_YEAR}")
    names = page.locator("tr[data-row] th").all_inner_texts()
    assert {stays.name, goes.name} <= set(names)
    assert NEW_NAME not in names
    reads_well(page, axe)


def _registered(page, node, day):
    """Registered residents, as the board counts them for indicator 2."""
    return counted(page, 2, day, node.code, part=1)


def _renamed(page, axe, node):
    page.goto(f"/desk/divisions/?q={node.name}")
    page.locator(f"main a[href^='/desk/divisions/{node.id}/']").first.click()
    press(page, "更名")
    page.fill("#id_name", NEW_NAME)
    page.fill("#id_on", "2026-06-01")
    page.fill("#id_document", "崇府〔2026〕8号")
    press(page, "下一步")
    follows = page.locator("main ul").inner_text()
    assert node.name in follows
    assert NEW_NAME in follows
    press(page, "确认登记更名")
    page.locator("h1", has_text=NEW_NAME).wait_for()
    reads_well(page, axe)


def _merged(page, axe, goes, stays):
    page.goto(f"/desk/divisions/{goes.id}/merge/")
    page.select_option("#id_into", str(stays.id))
    page.fill("#id_on", "2026-07-01")
    page.fill("#id_document", "崇府〔2026〕12号")
    reads_well(page, axe)
    press(page, "下一步")
    follows = page.locator("main ul").inner_text()
    assert goes.name in follows
    assert NEW_NAME in follows
    reads_well(page, axe)
    press(page, "确认登记合并")
    assert "合并已登记" in page.locator("main").inner_text()
