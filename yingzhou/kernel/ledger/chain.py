"""What the digest of an entry is made of, chained to that of the entry before."""

from __future__ import annotations

import json
from collections.abc import Mapping

from yingzhou.core import clock
from yingzhou.kernel.ledger.models import Entry

GENESIS = bytes(32)


def content(entry: Entry, amounts: Mapping[str, int]) -> bytes:
    """What the digest of an entry is made of: all that it says, and its lines by account code."""
    return json.dumps(
        [
            entry.seq,
            entry.key,
            entry.day.isoformat(),
            entry.text,
            entry.made_by,
            entry.made_at.astimezone(clock.ZONE).isoformat(timespec="microseconds"),
            entry.approved_by,
            sorted(amounts.items()),
        ],
        ensure_ascii=False,
    ).encode()
