"""What was decided before and stands on record when a rule asks for it: it is not computed anew.

    @stands("relief/medical")
    def family_kind(person, day) -> Stands: ...

A rule that asks of which kind a family is (特困, 低保, …) would otherwise count whoever the
figures fit, also who never asked and was never looked into.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.core.registry import Registry
from yingzhou.kernel.people.models import Person


@dataclass(frozen=True)
class Stands:
    """``key`` as the rules call it (人.医疗救助类别), of whoever applies; ``words``: where."""

    key: str
    value: Any
    words: str


Finds = Callable[[Person, date], Stands]
STANDING: Registry[Finds] = Registry("已经认定的")


def stands(item: str) -> Callable[[Finds], Finds]:
    """Decorator: for the decisions of this item."""
    return lambda finds: STANDING.add(item, finds)


def supposed(item: str, person: Person, day: date) -> list[list[Any]]:
    """As it is kept with the facts of a decision, so that it can be made again."""
    if item not in STANDING:
        return []
    found = STANDING[item](person, day)
    return [[found.key, found.value, found.words]]
