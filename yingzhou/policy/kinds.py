"""Kinds of values and their units. Units are checked when the rules are read, never at run time.

Numbers are whole numbers scaled by a fixed power of ten thousand: a ratio of 0.4 is 4000 at scale
1, an amount times a ratio is fen at scale 1, and only a named rounding brings it back to whole fen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

SCALE = 10_000
"""One step of scale: ratios carry at most four decimals."""
MOST_SCALE = 2
MONEY = "元"
PERSON = "人"


@dataclass(frozen=True)
class Unit:
    """A product of powers: 元/人/月 is 元 1, 人 -1, 月 -1. Sorted, without zero powers."""

    powers: tuple[tuple[str, int], ...] = ()

    def times(self, other: Unit, sign: int = 1) -> Unit:
        total = dict(self.powers)
        for name, power in other.powers:
            total[name] = total.get(name, 0) + sign * power
        return Unit(tuple(sorted((n, p) for n, p in total.items() if p)))

    def without(self, name: str) -> Unit:
        return Unit(tuple((n, p) for n, p in self.powers if n != name))

    @property
    def is_money(self) -> bool:
        return (MONEY, 1) in self.powers

    def __str__(self) -> str:
        return _said(self.powers)


@cache
def _said(powers: tuple[tuple[str, int], ...]) -> str:
    above = [n for n, p in powers if p > 0 for _ in range(p)]
    below = [n for n, p in sorted(powers, key=_spoken) if p < 0 for _ in range(-p)]
    return "/".join(["·".join(above) or "1", *below]) if below else "·".join(above)


def _spoken(part: tuple[str, int]) -> int:
    """人 before the period: 元/人/月."""
    return 0 if part[0] == PERSON else 1


@cache
def unit(text: str) -> Unit:
    """Reads 元/人/月; an empty text is a pure number."""
    if not text:
        return Unit()
    above, *below = text.split("/")
    made = Unit()
    for name in above.split("·"):
        made = made.times(Unit(((name, 1),))) if name != "1" else made
    for name in below:
        made = made.times(Unit(((name, 1),)), -1)
    return made


@dataclass(frozen=True)
class Kind:
    """``number`` with unit and scale, ``flag`` (yes or no), ``day`` or ``label`` (one of a list).

    ``literal``: a number written in a rule itself. "zero" fits any unit, "whole" any but money.
    """

    base: Literal["number", "flag", "day", "label"]
    unit: Unit = Unit()
    scale: int = 0
    literal: Literal["", "zero", "whole"] = ""

    @property
    def is_money(self) -> bool:
        return self.base == "number" and self.unit.is_money

    def scaled(self, scale: int) -> Kind:
        return replace(self, scale=scale, literal="")

    def __str__(self) -> str:
        if self.base != "number":
            return {"flag": "是或否", "day": "日期", "label": "类别"}[self.base]
        unrounded = "未取整的" if self.scale and self.unit.powers else ""
        if self.is_money:
            return f"{unrounded}金额({self.unit})"
        return f"{unrounded}数({self.unit})" if self.unit.powers else "比例" if self.scale else "数"


FLAG = Kind("flag")
DAY = Kind("day")
LABEL = Kind("label")
RATIO = Kind("number", Unit(), 1)
NUMBER = Kind("number")


def money(text: str = "元/月") -> Kind:
    return Kind("number", unit(text))


def count(text: str) -> Kind:
    return Kind("number", unit(text))


def agree(one: Kind, other: Kind, entity: str) -> bool:
    """Whether two numbers may be added or compared in a rule of ``entity``.

    In a rule about one person, an amount per person is that person's amount.
    """
    if one.base != "number" or other.base != "number":
        return one.base == other.base
    for literal, against in ((one, other), (other, one)):
        if literal.literal:
            return literal.literal == "zero" or not against.unit.is_money
    left, right = one.unit, other.unit
    if entity in (PERSON, "义务人"):
        left, right = left.without(PERSON), right.without(PERSON)
    return left == right
