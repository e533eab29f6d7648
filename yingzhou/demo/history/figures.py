"""The law's amounts month by month, asked of the rule book: in fen."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.demo.history.source import Months, as_date
from yingzhou.kernel.catalogue.book import book
from yingzhou.policy.law import law

NAMES = ("低保.标准", "老年综合津贴.标准", "重度残疾人护理补贴.标准", "困难残疾人生活补贴.标准",
         "养老服务补贴.标准")  # fmt: skip


@dataclass(frozen=True)
class Figures:
    by_month: dict[int, dict[str, tuple[int, ...]]]

    def of(self, name: str, month: int) -> tuple[int, ...]:
        return self.by_month[month][name]

    def standard(self, month: int) -> int:
        """低保标准, fen a person and month."""
        return self.of("低保.标准", month)[0]


def figures(months: Months) -> Figures:
    """Of parameters that do not hold yet in a month there is none."""
    found: dict[int, dict[str, tuple[int, ...]]] = {}
    for month in months:
        there = law(book(), as_date(month))
        held = [name for name in NAMES if there.dated(name) is not None]
        found[month] = {name: there.value(name) for name in held}
    return Figures(found)
