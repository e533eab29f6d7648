"""“No change” is not said of what is less than is paid: that is another step, with its notice."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from yingzhou.core.money import format_fen
from yingzhou.core.registry import Registry
from yingzhou.kernel.cases.models import Case

from .asked import Asked

Gets = Callable[[Case, Collection[str], date], int]
GETS: Registry[Gets] = Registry("正在发的数")
"""What the family of a case gets of these items now, in fen a month; told by whoever pays."""


def kept(asked: Asked, _: str) -> list[str]:
    found, items = asked.reckoned, asked.apply.awards.sets
    if found is None or not found.advice or not items:
        return []
    now = sum(gets(asked.case, items, asked.day) for gets in GETS)
    due = (found.amount or 0) if found.advice == "grant" else 0
    if due >= now:
        return []
    return [
        f"按核实的算每月 {format_fen(due)} 元, 正在发 {format_fen(now)} 元, 不是没有变化: "
        "登记或核对得不对的, 先在“申报和登记对照”里写明按哪个算; 核实是这样的, 请办另外两种"
    ]
