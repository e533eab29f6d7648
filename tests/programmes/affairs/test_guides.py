"""A community counter's whole range is in the catalogue, and no guide claims to be sure (D11)."""

from __future__ import annotations

from collections import Counter

import pytest

from yingzhou.kernel.catalogue.items import Item, items

COUNTED = 191
"""Matters of a community affairs counter in 2020, as the district published."""
NOTE = "办理条件和时限以主管部门为准, 本指南凭公开常识编写, 待核实"
UNCHECKED = {"memory", "unverified"}
HOTLINES = {
    "110", "12315", "12329", "12333", "12338", "12345", "12348", "12351", "12366", "12367",
    "12385", "12393",
}  # fmt: skip
CATCH_ALL = ("其他", "其它", "相关", "有关", "所需", "必要的", "等材料", "等证明")
"""上海市优化营商环境条例: a guide may not ask for whatever else might be wanted."""


@pytest.fixture(scope="module")
def guides() -> list[Item]:
    return [item for code, item in items().items() if code.startswith("guides/")]


def test_the_catalogue_counts_at_least_what_the_district_published():
    assert len(items()) >= COUNTED


def test_no_two_items_have_the_same_name():
    names = Counter(item.name for item in items().values())
    assert [name for name, times in names.items() if times > 1] == []


def test_a_guide_only_shows_the_way(guides):
    assert guides
    assert [one.code for one in guides if one.apply or not one.topics] == []
    assert [one.code for one in guides if not 3 <= len(one.guide["steps"]) <= 6] == []
    for part in ("department", "time", "fee"):
        assert [one.code for one in guides if not one.guide[part]] == []


def test_a_guide_says_that_nobody_has_checked_it(guides):
    assert [one.code for one in guides if one.confidence not in UNCHECKED] == []
    assert [one.code for one in guides if NOTE not in one.notes] == []
    assert {basis["confidence"] for one in guides for basis in one.basis} <= UNCHECKED


def test_a_guide_is_found_by_what_people_type(guides):
    assert [one.code for one in guides if len(set(one.synonyms)) < 3] == []
    assert [one.code for one in guides if len(set(one.synonyms)) < len(one.synonyms)] == []
    assert [one.code for one in guides if not _is_typed(one.pinyin)] == []


def test_a_guide_asks_for_few_papers_and_names_each(guides):
    asked = [(one.code, paper) for one in guides for paper in one.guide.get("materials", ())]
    assert [one for one in asked if any(word in one[1] for word in CATCH_ALL)] == []
    assert max(Counter(code for code, _ in asked).values()) <= 5


def test_a_guide_gives_a_public_hotline(guides):
    assert {one.guide["phone"] for one in guides} <= HOTLINES


def test_a_guide_promises_no_period_of_its_own(guides):
    assert {one.guide["time"] for one in guides} <= {"当场", "立即", "以主管部门为准"}


def _is_typed(pinyin: str) -> bool:
    return pinyin.isascii() and pinyin == pinyin.lower() != ""
