"""Finding a unit by what people call it, and reading its history in words."""

from datetime import date

import pytest

from tests import factories
from tests.kernel.divisions.test_changes import by
from yingzhou.kernel.divisions import selectors, services

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 1)
NOW = date(2025, 1, 1)


@pytest.mark.parametrize("text", ["启瀛", "qiyingcun", "QIYING", "qyc", "31015110420"])
def test_a_village_is_found_by_name_pinyin_initials_and_code(text):
    unit = factories.division("启瀛村", parent=factories.town(), code="310151104200")
    assert [hit.id for hit in selectors.search(text, NOW)] == [unit.pk]


def test_an_empty_search_finds_nothing():
    factories.village()
    assert selectors.search("  ", NOW) == []


def test_old_names_and_merged_units_are_found_with_a_note():
    town = factories.town("庙镇")
    renamed, gone = factories.village("启瀛村", town), factories.village("联益村", town)
    services.rename(division_id=renamed.pk, name="瀛新村", **by())
    services.merge(division_ids=[gone.pk], into=renamed.pk, **by())
    assert selectors.search("启瀛", NOW)[0].note == "曾用名“启瀛村”"
    assert selectors.search("联益", NOW)[0].note == "2025-01-01 计入“瀛新村”"
    assert selectors.search("联益", NOW)[0].path == "崇明区 / 庙镇"


def test_a_units_history_reads_like_a_story():
    town, other = factories.town("庙镇"), factories.town("港西镇")
    unit, gone = factories.village("启瀛村", town), factories.village("联益村", town)
    services.rename(division_id=unit.pk, name="瀛新村", **by())
    services.move(division_id=unit.pk, parent_id=other.pk, **by(date(2024, 8, 1)))
    services.merge(division_ids=[gone.pk], into=unit.pk, **by(date(2024, 9, 1)))
    assert [moment.text for moment in selectors.timeline(unit.pk)] == [
        "以“启瀛村”列入区划名册",
        "由“启瀛村”更名为“瀛新村”",
        "由“庙镇”改属“港西镇”",
        "“联益村”并入",
    ]
    assert selectors.timeline(gone.pk)[-1].text == "撤销, 并入“瀛新村”"
    assert selectors.timeline(unit.pk)[1].document == "崇府〔2024〕12号"


def test_splits_and_foundings_are_told_from_both_sides():
    unit = factories.village("启瀛村", factories.town("庙镇"))
    new = services.NewUnit("310151104996", "甲居委会", "neighbourhood")
    services.split(division_id=unit.pk, parts=[services.Part(None), services.Part(new)], **by())
    made = selectors.search("甲居", NOW)[0]
    assert selectors.timeline(unit.pk)[-1].text == "析出“甲居委会”"
    assert [m.text for m in selectors.timeline(made.id)] == ["设立, 析自“启瀛村”"]


def test_a_preview_in_words_names_every_unit_it_touches():
    town, other = factories.town("庙镇"), factories.town("港西镇")
    factories.village("启瀛村", town)
    trees = services.preview(
        lambda: services.merge(division_ids=[town.pk], into=other.pk, **by()), DAY
    )
    assert selectors.differences(*trees) == [
        "“庙镇”撤销, 名下登记的人口和设施计入“港西镇”",
        "“启瀛村”由“庙镇”改属“港西镇”",
    ]
