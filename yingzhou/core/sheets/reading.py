"""From the bytes of an upload to rows of text. Believes neither its name nor its type."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_letters, digits
from typing import Any

from yingzhou.core.redaction import redact

from .definition import Row, Sheet, Unreadable

MAX_BYTES = 8 * 1024 * 1024
MAX_CELL = 500
SECONDS = 30
EXACT = 10**15
"""Excel keeps 15 figures of a number; of a longer one the last are gone."""
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLEASE = "请下载模板, 把数据填入模板后再上传; 没有导入任何数据。"
_FULL_WIDTH = {0xFEE0 + code: code for code in map(ord, digits + ascii_letters)}
_APOSTROPHE = re.compile(r"^['‘’](?=\d)")
"""Typed before a number so that Excel keeps it as text; some programs keep it in the cell."""
_BROKEN = {"fault": "broken"}
_READER = Path(__file__).with_name("extract.py")


@dataclass(frozen=True)
class Table:
    """``body``: lines that begin with their number in the spreadsheet."""

    heading: list[Any]
    body: list[list[Any]]


def clean_name(name: str) -> str:
    """A file name fit to be shown; it is never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    return redact(plain.strip())[:120] or "未命名"


def read(sheet: Sheet, content: bytes) -> list[Row]:
    """The rows that hold anything; :class:`Unreadable` where the file cannot be used."""
    _check_bytes(content)
    table = _find_table(sheet, content)
    rows = list(_rows(table, _places(sheet, table.heading)))
    rows = [row for row in rows if not _is_example(sheet, row)]
    if not rows:
        raise Unreadable(f"文件里没有数据行。{_PLEASE}")
    if len(rows) > sheet.max_rows:
        raise Unreadable(
            f"文件的数据超过 {sheet.max_rows} 行, 请分成几个文件上传; 没有导入任何数据。"
        )
    return rows


def _check_bytes(content: bytes) -> None:
    if not content:
        raise Unreadable(f"文件是空的(0字节)。{_PLEASE}")
    if len(content) > MAX_BYTES:
        raise Unreadable("文件超过8兆字节, 请分成几个文件上传; 没有导入任何数据。")
    if not content.startswith((_ZIP, _OLE)):
        raise Unreadable(f"这不是电子表格文件(.xlsx、.xls 或 .ods)。{_PLEASE}")


def _find_table(sheet: Sheet, content: bytes) -> Table:
    """The first worksheet whose first line names a column of ours; otherwise the first one."""
    tables = _tables(content, sheet.max_rows + 2)
    titles = {column.title for column in sheet.columns}
    for table in tables:
        if titles & {_heading(cell) for cell in table.heading}:
            return table
    if not tables or not tables[0].heading:
        raise Unreadable(f"文件里没有内容。{_PLEASE}")
    return tables[0]


def _tables(content: bytes, rows: int) -> list[Table]:
    """Read in a process of its own (see ``extract.py``)."""
    command = [sys.executable, "-I", str(_READER), str(rows)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, nothing of the user's in the command
            command, input=content, capture_output=True, timeout=SECONDS, check=False
        )
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else _BROKEN
    except (subprocess.TimeoutExpired, ValueError):
        answer = _BROKEN
    if answer.get("fault") == "password":
        raise Unreadable("文件有打开密码, 请去掉密码后再上传; 没有导入任何数据。")
    if answer.get("fault"):
        raise Unreadable(f"文件已损坏或过大, 打不开。{_PLEASE}")
    return [Table(**table) for table in answer["tables"]]


def _heading(cell: Any) -> str:
    return "".join(str(cell).split()).rstrip("*＊")


def _places(sheet: Sheet, heads: list[Any]) -> dict[int, str]:
    """Which column of the file is which of ours; refuses missing, unknown and repeated ones."""
    keys = {column.title: column.key for column in sheet.columns}
    titles = [_heading(cell) for cell in heads]
    named = [title for title in titles if title]
    missing = [c.title for c in sheet.columns if c.required and c.title not in named]
    if missing:
        raise Unreadable(f"第1行缺少列: {'、'.join(missing)}。{_PLEASE}")
    unknown = [redact(title[:20]) for title in named if title not in keys]
    if unknown:
        raise Unreadable(
            f"第1行有不认识的列: {'、'.join(unknown[:10])}。请删去这些列, 或改用模板; "
            "没有导入任何数据。"
        )
    twice = sorted({title for title in named if named.count(title) > 1})
    if twice:
        raise Unreadable(f"第1行有重复的列: {'、'.join(twice)}。请只保留一列。")
    return {place: keys[title] for place, title in enumerate(titles) if title}


def _rows(table: Table, places: dict[int, str]) -> Iterator[Row]:
    for number, *line in table.body:
        row = Row(number, {})
        for place, key in places.items():
            row.cells[key], fault = _as_text(line[place] if place < len(line) else "")
            if fault:
                row.faults.append((key, fault))
        if any(row.cells.values()) or row.faults:
            yield row


def _as_text(cell: Any) -> tuple[str, str]:
    """The text of a cell, and what is wrong with it."""
    if isinstance(cell, bool):
        return ("是" if cell else "否"), ""
    if isinstance(cell, int | float):
        return _figures(cell)
    if isinstance(cell, dict):
        return cell["day"], ""
    plain = "".join(char for char in str(cell) if unicodedata.category(char) != "Cc").strip()
    plain = _APOSTROPHE.sub("", plain.translate(_FULL_WIDTH))
    if len(plain) > MAX_CELL:
        return "", f"内容过长, 最多{MAX_CELL}个字"
    return plain, ""


def _figures(cell: float) -> tuple[str, str]:
    if not math.isfinite(cell):
        return "", "单元格不是有效的数字"
    if abs(cell) >= EXACT:
        return "", "单元格是数字格式, 长号码的末几位已丢失; 请把该列设为文本格式后重新填写"
    return (str(int(cell)) if cell == int(cell) else repr(cell)), ""


def _is_example(sheet: Sheet, row: Row) -> bool:
    """The example of the template, left as it was."""
    if row.number != 2:
        return False
    return all(row.cells.get(column.key, "") == column.example for column in sheet.columns)
