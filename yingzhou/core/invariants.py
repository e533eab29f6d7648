"""What must always hold in the records, whatever happened: ``yingzhou check`` asks all of it.

    @invariant("账目借贷相等")
    def books_balance() -> Iterator[str]: ...   # every fault, in words

Imported when an app is ready. An invariant only reads, and names each thing that does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from yingzhou.core.registry import Registry

Search = Callable[[], Iterator[str]]
MOST = 20
"""So many faults of one invariant are named; the rest are counted."""


@dataclass(frozen=True)
class Found:
    """What came of one invariant. ``faults``: the first of them, ``count``: all."""

    name: str
    faults: list[str]
    count: int


INVARIANTS: Registry[Search] = Registry("必须成立的事")


def invariant(name: str) -> Callable[[Search], Search]:
    return lambda search: INVARIANTS.add(name, search)


def check_all() -> Iterator[Found]:
    """One after the other, in order of registration."""
    for name, search in INVARIANTS.items():
        faults, count = [], 0
        for fault in search():
            count += 1
            if count <= MOST:
                faults.append(fault)
        yield Found(name, faults, count)
