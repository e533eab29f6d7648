"""Values in words: 1,650.00 元/月, 40%, 是, 2025年7月1日, 未知."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yingzhou.core.money import format_fen
from yingzhou.policy.kinds import SCALE, Kind
from yingzhou.policy.scalar.unknown import Unknown


def shown(kind: Kind, value: Any) -> str:
    """``value`` of ``kind`` as a clerk would say it."""
    if value is None or isinstance(value, Unknown):
        return "未知"
    if kind.base == "number":
        return number(kind, value)
    if kind.base == "flag":
        return "是" if value else "否"
    if kind.base == "label":
        return str(value) or "无"
    return f"{value // 10_000}年{value // 100 % 100}月{value % 100}日" if value else "无"


def number(kind: Kind, value: int) -> str:
    unit = str(kind.unit)
    if kind.is_money:
        if not kind.scale:
            return f"{format_fen(value)} {unit}"
        exact = Decimal(value) / SCALE**kind.scale / 100
        return f"{_plain(exact)} {unit}"
    if kind.scale:
        if not kind.unit.powers:
            return f"{_plain(Decimal(value) * 100 / SCALE**kind.scale)}%"
        return f"{_plain(Decimal(value) / SCALE**kind.scale)} {unit}"
    return f"{value:,} {unit}".strip()


def _plain(exact: Decimal) -> str:
    """Without needless noughts: 1,650.5."""
    return f"{exact:,.6f}".rstrip("0").rstrip(".")
