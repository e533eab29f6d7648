"""Tables as .xlsx files, with nothing in them that a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()) -> bytes:
    """One worksheet with a bold heading; numbers stay numbers, all else is text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        page = book.add_worksheet("数据")
        bold = book.add_format({"bold": True, "bg_color": "#e6f2f1"})
        for place, head in enumerate(heads):
            page.set_column(place, place, widths[place] if place < len(widths) else 18)
            page.write_string(0, place, head, bold)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, int | float):
                    page.write_number(line, place, cell)
                else:
                    page.write_string(line, place, str(cell))
        page.freeze_panes(1, 0)
    return buffer.getvalue()
