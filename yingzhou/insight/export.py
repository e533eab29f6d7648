"""Excel files of the board: written row by row to a temporary file, so memory stays small."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROW = 3


def workbook(
    title: str, notes: Sequence[str], head: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[IO[bytes], int]:
    """The open file, at its beginning, and how many rows it holds.

    Above the table: the title and one line of notes (date, place, source). Text that looks like a
    formula stays text.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
    bold = book.add_format({"bold": True})
    banner = book.add_format({"bold": True, "font_size": 14})
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.set_column(0, max(len(head) - 1, 0), 22)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.write_string(0, 0, title, banner)
    sheet.write_string(1, 0, " · ".join(notes))
    sheet.write_row(FIRST_ROW - 1, 0, head, bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(FIRST_ROW + count - 1, column, cell, day_format)
            elif cell is not None:
                sheet.write(FIRST_ROW + count - 1, column, cell)
    book.close()
    file.seek(0)
    return file, count
