"""What must hold of the record of who did what (``yingzhou check``)."""

from __future__ import annotations

from collections.abc import Iterator

from yingzhou.core import audit
from yingzhou.core.invariants import invariant


@invariant("审计记录首尾相接, 没有删改")
def the_chain_holds() -> Iterator[str]:
    """Reads and writes nothing; the button of the page leaves an entry besides."""
    _, faults = audit.verify()
    for fault in faults:
        yield fault.reason
