"""Money is whole fen (int); this module only reads and writes it. Never float."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_AMOUNT = re.compile(r"^-?\d+(\.\d{1,2})?$")


def parse_yuan(text: str) -> int:
    """Fen in ``text`` such as ``"1,240.50"``; ValueError (in Chinese) on anything else."""
    plain = str(text).strip().replace(",", "").replace("，", "").removesuffix("元")
    if not _AMOUNT.match(plain):
        raise ValueError(f"“{text}”不是金额, 应如 1240.50 (最多两位小数)")
    return int(Decimal(plain) * 100)


def format_fen(fen: int) -> str:
    """``124050`` as ``"1,240.50"``."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02d}"


def split_exactly(total: int, weights: list[int]) -> list[int]:
    """Share ``total`` in proportion to ``weights``: whole units that add up to it exactly."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("权重之和必须大于零")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def round_half_up(value: Decimal, places: int) -> Decimal:
    """Rounding as statistics publish it (四舍五入), not to even."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
