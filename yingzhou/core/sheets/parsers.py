"""From the text of a cell to a value. Each raises ValueError with a reason in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yingzhou.core import clock

_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?")
_PLAIN_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
EARLIEST = date(1900, 1, 1)


def text(cell: str) -> str:
    return cell


def short(length: int) -> Callable[[str], str]:
    """Text of at most ``length`` characters."""

    def parse(cell: str) -> str:
        if len(cell) > length:
            raise ValueError(f"内容过长, 最多{length}个字, 现在{len(cell)}个")
        return cell

    return parse


def day(cell: str) -> date:
    """A date such as 2024-07-01, 2024/7/1, 20240701 or 2024年7月1日."""
    match = _DAY.fullmatch(cell) or _PLAIN_DAY.fullmatch(cell)
    if match is None:
        raise ValueError("日期格式不对, 应如 2024-07-01")
    try:
        found = date(*map(int, match.groups()))
    except ValueError:
        raise ValueError("没有这一天, 请核对年月日") from None
    if found < EARLIEST:
        raise ValueError("日期早于1900年, 请核对")
    return found


def past_day(cell: str) -> date:
    """A date that is not to come."""
    found = day(cell)
    if found > clock.today():
        raise ValueError(f"日期 {found} 晚于今天, 只登记已经发生的事")
    return found


def number(low: float, high: float) -> Callable[[str], float]:
    """A number from ``low`` to ``high``."""

    def parse(cell: str) -> float:
        try:
            found = float(cell)
        except ValueError:
            raise ValueError("应填写数字") from None
        if not low <= found <= high:
            raise ValueError(f"应在 {low:g} 至 {high:g} 之间")
        return found

    return parse


def choice(values: Mapping[str, Any]) -> Callable[[str], Any]:
    """One of the words in ``values``, as the value that stands for it."""

    def parse(cell: str) -> Any:
        if cell not in values:
            raise ValueError(f"“{cell[:20]}”不在可选范围, 请从下拉列表中选择")
        return values[cell]

    return parse


yes_no = choice({"是": True, "否": False})
