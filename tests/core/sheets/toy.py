"""A sheet of nothing in particular: the machinery is tested without a word of the domain."""

from io import BytesIO
from types import SimpleNamespace

import xlsxwriter

from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.core.models import Installation
from yingzhou.core.sheets import Candidate, Column, Context, Fact, Sheet
from yingzhou.core.sheets.parsers import choice, day
from yingzhou.core.timeline import Refused

DIFFERENT = []
COLOURS = {"红": "red", "蓝": "blue"}
HEADS = ["名称", "数值", "日期"]


def take(row, _):
    if row.values["value"] == "拒绝":
        raise Refused("这样的数值不收")
    made = Installation.objects.create(name=row.values["name"], value=row.values["value"])
    return SimpleNamespace(pk=len(made.name))


def find_similar(rows, _):
    found = {}
    for row in rows:
        twins = Installation.objects.filter(value=row.values["value"]).exclude(value="普通")
        found[row.number] = [
            Candidate(
                len(twin.name),
                twin.name == row.values["name"],
                twin.name,
                (Fact("名称", row.values["name"], twin.name),),
            )
            for twin in twins
        ]
    return {number: twins for number, twins in found.items() if twins}


SHEET = Sheet(
    name="toy",
    title="玩具",
    permission="imports.use",
    columns=(
        Column("name", "名称", example="示例"),
        Column("value", "数值", example="1"),
        Column("on", "日期", day, required=False, example="2024-07-01"),
        Column("colour", "颜色", choice(COLOURS), required=False, choices=tuple(COLOURS)),
    ),
    take=take,
    describe=lambda row: row.values["name"],
    find_similar=find_similar,
    remember_different=lambda row, ids, _: DIFFERENT.append((row.values["name"], ids)),
    unique=(("name",),),
    max_rows=20,
)


def context(user_id=7):
    return Context(Actor(user_id, "tester"), clock.now(), lambda _: True)


def book(*rows, heads=HEADS):
    """An .xlsx file with ``heads`` and ``rows``."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        page = file.add_worksheet("数据")
        for number, line in enumerate([heads, *rows]):
            page.write_row(number, 0, line)
    return buffer.getvalue()
