"""What must hold in the books."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.core.invariants import invariant
from yingzhou.kernel.ledger import selectors


@invariant("总账每笔借贷相等, 首尾相接, 没有被改动")
def books_hold() -> Iterator[str]:
    yield from selectors.faults()
