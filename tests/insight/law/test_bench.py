"""The workbench as a form: everything that is typed travels with it, nothing is stored."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

pytestmark = pytest.mark.django_db
TYPED = {
    "rule": "户.应发低保金",
    "at": "2025-07",
    "title": "一人户",
    "members": "1",
    "h:货币财产": "20000",
    "h:生活用机动车": "否",
    "h:非居住房屋": "否",
    "h:住房套数": "0",
    "m0:_name": "父亲",
    "m0:出生日期": "1980-05-01",
    "m0:本市户籍": "是",
    "m0:月劳动收入": "0",
    "m0:月养老金": "0",
    "m0:月其他收入": "1000",
}
PART = {"HX-Request": "true"}


@pytest.fixture
def town(client_as, stop_clock):
    stop_clock(date(2025, 8, 1))
    return client_as("town")


def posted(client, *, headers=None, **changes):
    answer = client.post(reverse("law:try"), TYPED | changes, headers=headers or {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_offers_what_can_be_tried(town):
    page = town.get(reverse("law:try")).content.decode()
    assert "?rule=人.应发老年综合津贴" in page
    assert "救助" in page


def test_a_household_is_computed_with_its_steps(town):
    page = posted(town, do="compute")
    assert "650.00 元/月" in page
    assert "低保标准 1,650.00 元/人/月" in page
    assert "怎样算的" in page


def test_a_part_of_the_page_is_answered_with_that_part(town):
    part = posted(town, headers=PART, do="compute")
    assert part.lstrip().startswith('<div id="bench">')
    assert "<html" not in part


def test_nothing_typed_stands_in_an_address_or_is_kept(town):
    posted(town, do="compute")
    page = town.get(reverse("law:try"), {"rule": TYPED["rule"]}).content.decode()
    assert 'value="父亲"' not in page
    assert 'value="20000"' not in page


def test_a_member_is_added_and_what_was_typed_stays(town):
    page = posted(town, do="add")
    assert 'name="m1:_name"' in page
    assert 'value="20000"' in page
    assert "未知" in page
    assert "还要知道" in page


def test_without_anybody_it_says_so(town):
    assert "户里没有人, 无从计算; 在 members 下至少写一个人" in posted(town, do="drop:0")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "户.应发低金"}, "是不是要写“应发低保金”?"),
        ({"at": "2025-13"}, "“2025-13”不是月份或日期, 应如 2025-07 或 2025-07-01"),
        ({"m0:月养老金": "很多"}, "“很多”应是数字"),
        ({"m0:出生日期": "2030-01-01"}, "那时还没有出生; 核对出生日期, 或换一个月份"),
        ({"h:住房套数": "99"}, "99 不合理, 应在 0 到 50 之间(套)"),
    ],
)
def test_a_slip_is_named_with_its_remedy_and_the_rest_is_kept(town, changes, said):
    page = posted(town, **changes, do="compute")
    assert said in page
    assert "先改这些" in page
    for value in {**TYPED, **changes}.values():
        assert value in page
    assert "650.00" not in page


def test_a_pasted_case_fills_the_form(town):
    text = (
        "- name: 母女\n  at: 2024-07\n  members:\n    - {name: 母亲, 月养老金: 1200.5}\n    - {}\n"
    )
    page = posted(town, do="load", yaml=text)
    assert 'value="母亲"' in page
    assert 'value="1200.5"' in page
    assert 'value="2024-07"' in page
    assert 'name="m1:_name"' in page


def test_a_file_is_loaded_too_whatever_its_encoding(town):
    good = SimpleUploadedFile("一户.yaml", "members: [{name: 母亲}]".encode())
    assert 'value="母亲"' in posted(town, do="load", file=good)
    broken = SimpleUploadedFile("一户.yaml", b"\xff\xfe\x00members")
    assert "没有载入" in posted(town, do="load", file=broken)


def test_a_wrong_text_is_told_with_line_and_remedy_and_both_are_kept(town):
    text = "- name: x\n  members:\n    - {name: 甲, 月养老斤: 3}"
    page = posted(town, do="load", yaml=text)
    assert "粘贴的 YAML:3: “人”没有“月养老斤”这项事实; 是不是要写“月养老金”?" in page
    assert "月养老斤: 3}" in page
    assert 'value="1000"' in page


def test_a_household_is_downloaded_and_loads_again(town):
    answer = town.post(reverse("law:try"), TYPED | {"do": "download"})
    text = answer.content.decode()
    assert "expect: {户.应发低保金: 650}" in text
    assert "attachment" in answer["Content-Disposition"]
    assert "650.00 元/月" in posted(town, do="load", yaml=text, **{"m0:月其他收入": ""})


def test_a_worked_example_is_the_beginning(town):
    page = town.get(reverse("law:try"), {"example": "relief/dibao/1"}).content.decode()
    assert "650.00 元/月" in page
    missing = town.get(reverse("law:try"), {"example": "relief/dibao/999", "rule": TYPED["rule"]})
    assert "没有例子“relief/dibao/999”" in missing.content.decode()


def test_a_day_counts_where_the_law_counts_days(town):
    page = posted(town, rule="户.可以结婚登记", at="2025-05-10", do="compute")
    assert "2025-05-10" in page
    assert "双方一男一女" in page


def test_what_was_not_in_force_yet_says_since_when(town):
    assert "起施行, 此前没有这一项" in posted(town, at="2010-01", do="compute")
    for at in ("0001-01", "9999-12", "9999-12-31"):
        posted(town, at=at, do="compute")
