"""An upload is believed neither by its name nor by its looks; what cannot be used says why."""

from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.core.sheets.toy import SHEET, book
from yingzhou.core.sheets import Unreadable
from yingzhou.core.sheets.reading import MAX_BYTES, clean_name, read
from yingzhou.core.sheets.template import template


def test_what_was_written_is_read_as_text():
    rows = read(SHEET, book(["甲", 12, "2024-07-01"], ["", "", ""], [" 乙 ", 1.5, ""]))
    assert [(row.number, row.cells) for row in rows] == [
        (2, {"name": "甲", "value": "12", "on": "2024-07-01"}),
        (4, {"name": "乙", "value": "1.5", "on": ""}),
    ]


def test_the_columns_may_stand_in_any_order_and_carry_a_star():
    rows = read(SHEET, book(["1", "甲"], heads=["数值 ", "名称*"]))
    assert rows[0].cells == {"value": "1", "name": "甲"}


def test_a_long_number_kept_as_a_number_has_lost_its_last_figures():
    row = read(SHEET, book(["甲", 310151199001011234]))[0]
    assert "末几位已丢失" in row.faults[0][1]
    assert row.cells["value"] == ""


def test_figures_are_read_however_they_were_typed():
    rows = read(SHEET, book(["'甲", "１２", "２０２４-07-01"], ["‘310", "'31", "王（大）"]))
    assert [list(row.cells.values()) for row in rows] == [
        ["'甲", "12", "2024-07-01"],
        ["310", "31", "王（大）"],
    ]


def test_the_template_itself_holds_no_data():
    with pytest.raises(Unreadable, match="没有数据行"):
        read(SHEET, template(SHEET))


def test_the_template_explains_every_column_and_offers_the_choices():
    file = CalamineWorkbook.from_filelike(BytesIO(template(SHEET)))
    assert file.sheet_names == ["数据", "填写说明"]
    data, notes = (file.get_sheet_by_index(n).to_python() for n in (0, 1))
    assert data[0] == ["名称", "数值", "日期", "颜色"]
    assert data[1][:3] == ["示例", "1", "2024-07-01"]
    assert any("可选: 红、蓝" in str(line) for line in notes)


BAD_FILES = [
    (b"", "空的"),
    (b"name,value\n1,2\n", "不是电子表格"),
    (b"PK\x03\x04 not really", "已损坏"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "已损坏"),
    (b"PK\x03\x04" + bytes(MAX_BYTES), "超过8兆"),
    (book(heads=[]), "没有内容"),
    (book(), "没有数据行"),
    (book(["甲"], heads=["名称"]), "缺少列: 数值"),
    (book(["甲", 1, 2], heads=["名称", "数值", "身高"]), "不认识的列: 身高"),
    (book(["甲", 1, 2], heads=["名称", "数值", "名称"]), "重复的列: 名称"),
    (book(*[["甲", 1]] * 21), "超过 20 行"),
    (book(["甲", "1"])[:-200], "已损坏"),
]


@pytest.mark.parametrize(("content", "reason"), BAD_FILES, ids=[reason for _, reason in BAD_FILES])
def test_a_file_that_cannot_be_used_says_why(content, reason):
    with pytest.raises(Unreadable, match=reason):
        read(SHEET, content)


def test_a_file_that_would_fill_the_memory_ends_only_its_reader():
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        page = file.add_worksheet()
        page.write_row(0, 0, ["名称", "数值"])
        page.write(1_000_000, 16_000, "far away")
    with pytest.raises(Unreadable, match="损坏或过大"):
        read(SHEET, buffer.getvalue())


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\资料\\人员.xlsx", "人员.xlsx"),
        ("a\x00b\u202ec.xlsx", "abc.xlsx"),
        ("", "未命名"),
        ("310151199001011234.xlsx", "(长号码已隐去).xlsx"),
    ],
)
def test_a_file_name_is_only_ever_shown(name, clean):
    assert clean_name(name) == clean
