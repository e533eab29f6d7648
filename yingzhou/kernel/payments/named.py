"""How the checks name what was paid, for people: which benefit, which month, whose, how much."""

from __future__ import annotations

from datetime import date

from yingzhou.core.money import format_fen
from yingzhou.kernel.payments.benefits import benefits
from yingzhou.kernel.payments.books import name_of
from yingzhou.kernel.payments.models import RunLine


def month_of(benefit: str, holder: int, month: date) -> str:
    """Numbers are those of the pages: /desk/people/<number>/, or of the household."""
    known = benefits().get(benefit)
    whose = "家庭" if known is not None and known.is_of_household else "人员"
    return f"{name_of(benefit)} {month:%Y年%-m月}, {whose} {holder}"


def line_of(line: RunLine) -> str:
    return f"{month_of(line.benefit, line.holder, line.month)}, {format_fen(line.amount)} 元"
