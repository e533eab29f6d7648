"""Columns and checks that the sheets share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yingzhou.core.sheets import Column, Context, Row
from yingzhou.core.sheets.parsers import past_day
from yingzhou.core.timeline import Refused
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.sheets import division_code
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.organisations.models import Facility

Wrong = list[tuple[str, str]]


def labels(choices: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    return {str(label): value for value, label in choices}


def who(context: Context) -> dict[str, Any]:
    return {"actor": context.actor, "at": context.at}


def division_of(row: Row, key: str = "division") -> Division:
    node = tree_on(row.values["since"]).by_code(row.values[key])
    if node is None:
        raise Refused(f"区划代码 {row.values[key]} 不存在")
    return Division.objects.get(pk=node.id)


def place_column(help_text: str) -> Column:
    return Column(
        "division", "区划代码", division_code, example="310151101201", help=help_text, width=16
    )


def since_column(title: str = "起始日期") -> Column:
    return Column("since", title, past_day, example="2024-07-01", help="不晚于今天")


def facility_fault(key: str, facility: Facility | None, context: Context) -> Wrong:
    if facility is None:
        return [(key, "没有这个编号的设施, 请先登记设施")]
    if not context.reach(facility.division_id):
        return [(key, f"“{facility.name}”不在您负责的区划内")]
    return []
