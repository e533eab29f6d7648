"""The spreadsheet to fill in: headings, an example, lists to choose from, and a page of notes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from .definition import Column, Sheet
from .workbook import OPTIONS

DATA, NOTES = "数据", "填写说明"
_LIST_LIMIT = 255  # characters; what Excel allows for a list written into a cell's validation


def template(sheet: Sheet) -> bytes:
    """An .xlsx file of ``sheet``; every cell is text, so that Excel keeps long numbers whole."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        _data(book, sheet)
        _notes(book, sheet)
    return buffer.getvalue()


def _data(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(DATA)
    plain = book.add_format({"num_format": "@"})
    example = book.add_format({"num_format": "@", "italic": True, "font_color": "#6b7280"})
    for place, column in enumerate(sheet.columns):
        colour = "#0f766e" if column.required else "#64748b"
        head = book.add_format({"bold": True, "font_color": "#ffffff", "bg_color": colour})
        page.set_column(place, place, column.width, plain)
        page.write_string(0, place, column.title, head)
        page.write_string(1, place, column.example, example)
        _choices(book, page, place, column, sheet.max_rows)
    page.freeze_panes(1, 0)


def _choices(book: Any, page: Any, place: int, column: Column, rows: int) -> None:
    if not column.choices:
        return
    source: Any = list(column.choices)
    if len(",".join(source)) > _LIST_LIMIT:
        lists = book.get_worksheet_by_name("选项") or book.add_worksheet("选项")
        lists.hide()
        lists.write_column(0, place, source)
        letter = xlsxwriter.utility.xl_col_to_name(place)
        source = f"=选项!${letter}$1:${letter}${len(source)}"
    page.data_validation(
        1,
        place,
        rows,
        place,
        {
            "validate": "list",
            "source": source,
            "error_title": column.title,
            "error_message": "请从下拉列表中选择",
        },
    )


def _notes(book: Any, sheet: Sheet) -> None:
    page = book.add_worksheet(NOTES)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 1, 18)
    page.set_column(2, 2, 70, wrap)
    page.set_column(3, 3, 28)
    page.write_string(0, 0, f"{sheet.title}导入: 填写说明", bold)
    notes = (
        f"{sheet.intro} 第2行是示例, 可删去; 保留原样时系统会忽略它。"
        f"每个文件最多 {sheet.max_rows} 行。日期写成 2024-07-01。"
    )
    page.merge_range(1, 0, 1, 3, notes.strip(), wrap)
    page.set_row(1, 48)
    for place, head in enumerate(("列名", "是否必填", "说明", "示例")):
        page.write_string(3, place, head, bold)
    for line, column in enumerate(sheet.columns, start=4):
        choices = f"可选: {'、'.join(column.choices)}" if column.choices else ""
        must = "必填" if column.required else "可不填"
        told = "。".join(filter(None, (column.help, choices)))
        for place, words in enumerate((column.title, must, told, column.example)):
            page.write_string(line, place, words)
