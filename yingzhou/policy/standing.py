"""What decides a result on a day, as one short digest: another digest is another law for it.

Where a rule stands in its file does not count: a comment added above it changes nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from hashlib import sha256

from yingzhou.policy.book import Book, Key
from yingzhou.policy.faults import PolicyError
from yingzhou.policy.law import Law, law, uses

_LINE = re.compile(r"\bline=\d+")
_KEPT: dict[tuple[str, Key, int], str] = {}


def standing(book: Book, key: Key, day: date) -> str:
    """Of all rules and figures behind ``key`` as they hold on ``day``."""
    era = bisect_right(book.changes, day)
    place = (book.digest, key, era)
    if place not in _KEPT:
        _KEPT[place] = _digest(law(book, day), key)
    return _KEPT[place]


def _digest(found: Law, key: Key) -> str:
    total = sha256()
    for name in found.order([key]):
        rule = found.rules[name]
        total.update(f"{name}:{_LINE.sub('', repr(rule.body))}".encode())
        for parameter in uses(rule).parameters:
            total.update(f"{parameter}={_value(found, parameter)}".encode())
    return total.hexdigest()[:16]


def _value(found: Law, parameter: str) -> str:
    try:
        return repr(found.value(parameter))
    except PolicyError:
        return "-"
