"""Quarters of a year, as they stand in addresses: ``2026q4``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from yingzhou.core import clock

_TEXT = re.compile(r"(20\d\d)q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, text: str) -> Quarter | None:
        found = _TEXT.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        return f"{self.year}q{self.number}"

    @property
    def name(self) -> str:
        return f"{self.year} 年第{'一二三四'[self.number - 1]}季度"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), clock.ZONE)

    @property
    def end(self) -> datetime:
        """The first moment that is not in it."""
        return self.after(1).start

    def after(self, count: int) -> Quarter:
        index = self.year * 4 + self.number - 1 + count
        return Quarter(index // 4, index % 4 + 1)
