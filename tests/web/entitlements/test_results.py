"""What different households read at the end: who gets what, what is missing, why not."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.resident import ALONE_82, FAMILY, WITH_DISABLED_CHILD, walk
from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.law import law

pytestmark = pytest.mark.django_db
MONTH = date(2025, 12, 9)


@pytest.fixture(autouse=True)
def december(stop_clock):
    stop_clock(MONTH)


def _figure(name: str) -> int:
    return law(book(), date(2025, 12, 1)).value(name)[0]


def _entries(page, part: str) -> dict:
    return {entry.name: entry for entry in getattr(page.context["results"], part)}


def _amounts(page) -> dict[tuple[str, str], str]:
    yes = _entries(page, "yes").values()
    return {(entry.name, part.of): part.amount for entry in yes for part in entry.parts}


def _told(fen: int) -> str:
    return f"每月 {fen // 100:,}.{fen % 100:02d} 元"


def test_a_family_with_one_small_wage_gets_dibao_and_reads_where_and_why(client):
    page, _ = walk(client, FAMILY)
    amounts = _amounts(page)
    # 3 persons × the standard − 2,000 yuan; below the minimum wage nothing of it is left out.
    assert amounts["低保金", "全家"] == _told(3 * _figure("低保.标准") - 2_000_00)
    assert "儿子" in {of for name, of in amounts if name == "分类施救金"}
    text = page.content.decode()
    assert "社区事务受理服务中心" in text
    assert "上海市社会救助条例 第十六条" in text
    assert "不是审批决定" in text
    total = page.context["results"].monthly_shown
    assert f"<strong>{total}</strong>" in text


def test_an_82_year_old_living_alone_gets_allowance_and_dibao(client):
    page, _ = walk(client, ALONE_82)
    amounts = _amounts(page)
    assert amounts["老年综合津贴", "本人"].startswith("每月 ")
    assert amounts["低保金", "全家"] == _told(_figure("低保.标准") - 1_420_00)


def test_unverified_figures_are_marked_wherever_they_stand(client):
    page, _ = walk(client, ALONE_82)
    marked = [entry for entry in page.context["results"].yes if entry.doubts]
    assert marked
    assert page.content.decode().count("标准未核实, 以窗口答复为准") >= len(marked)


def test_a_disabled_child_of_a_well_off_family_gets_the_care_allowance_only(client):
    page, _ = walk(client, WITH_DISABLED_CHILD)
    amounts = _amounts(page)
    assert ("重度残疾人护理补贴", "儿子") in amounts
    assert {of for _, of in amounts} == {"儿子"}
    reasons = [reason for part in _entries(page, "no")["低保金"].parts for reason in part.reasons]
    assert reasons[0].short.startswith("家庭月收入高出 ")
    assert reasons[0].short.endswith(" 元")


def test_the_margin_is_told_to_the_fen(client):
    over = 3 * _figure("低保.标准") + 120_00
    page, _ = walk(client, FAMILY | {"p1.月劳动收入": "0", "p1.月其他收入": f"{over // 100}"})
    reasons = [reason for part in _entries(page, "no")["低保金"].parts for reason in part.reasons]
    assert "家庭月收入高出 120.00 元" in [reason.short for reason in reasons]
    assert "家庭月收入高出 120.00 元" in page.content.decode()


def test_what_excludes_what_is_explained(client):
    """A disabled orphan who lives with poor relatives: the living allowance alone would be due."""
    orphan = {"p3.残疾类别": "智力", "p3.残疾等级": "2", "*.父亲情形": "死亡", "*.母亲情形": "死亡"}
    page, _ = walk(client, FAMILY | orphan)
    amounts = _amounts(page)
    assert ("孤儿基本生活费", "儿子") in amounts
    assert ("困难残疾人生活补贴", "儿子") not in amounts
    part = next(p for p in _entries(page, "no")["困难残疾人生活补贴"].parts if p.of == "儿子")
    assert part.rivals == ("“孤儿基本生活费”",)
    told = f"本身符合 ({part.amount}), 但与“孤儿基本生活费”不得同时享受"
    assert part.amount.endswith(" 元")
    assert told in page.content.decode()


def test_somebody_who_skips_everything_reads_what_is_missing(client):
    page, seen = walk(client, {"n": "1"})
    results = page.context["results"]
    assert len(seen) <= 3, "who skips is not asked on and on"
    assert not results.yes
    assert len(results.unsure) > 10
    text = page.content.decode()
    assert "现在还不能确定能领什么" in text
    assert "还缺: " in text


def test_every_benefit_stands_in_a_part_with_its_reason(client):
    page, _ = walk(client, ALONE_82)
    results = page.context["results"]
    names = [entry.name for part in (results.yes, results.unsure, results.no) for entry in part]
    assert len(names) >= 15
    for entry in results.no:
        assert all(part.reasons or part.rivals for part in entry.parts), entry.name
        assert entry.item is not None, entry.name


def test_an_unknown_basic_pension_counts_as_none_and_that_is_said(client):
    page, _ = walk(client, ALONE_82 | {"p1.月基础养老金": "?"})
    assert ("低保金", "全家") in _amounts(page)
    assert "先按没有算: 本人: 月基础养老金" in page.content.decode()


def test_the_printed_page_has_everything_unfolded(client):
    page, _ = walk(client, ALONE_82)
    fields: dict = {"do": "print"}
    for name, value in page.context["answers"].fields():
        fields.setdefault(name, []).append(value)
    paper = client.post("/services/what-can-i-get/", fields).content.decode()
    assert "1943年5月1日" in paper
    assert "<details open>" in paper
    assert "不是审批决定" in paper
    assert "elder-switch" not in paper
