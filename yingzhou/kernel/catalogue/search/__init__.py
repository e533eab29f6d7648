"""Finding an item by whatever people type: its name, what they call it, pinyin, a sentence.

search("zdshbz")        by initials
search("我妈走不动路了")    by the words of a sentence
search("底保")           by sound, where a character is wrong
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from yingzhou.kernel.catalogue.items import Item, items

from .index import Found, Index, meanings

__all__ = ["Found", "Index", "hint", "search"]

LIMIT = 20
CRIES = ("救命", "110", "119", "120")
"""Said alone; within a sentence they are money, a house number, an age."""
CASE_NUMBER = re.compile(r"\d{4}[-\s]?\d{9}[-\s]?\d{6}")


def search(text: str, day: date | None = None, limit: int = LIMIT) -> list[Found]:
    """Items of ``day`` (today) that ``text`` may mean, the likeliest first, each with why."""
    return _index(_Shelf(items(day))).find(text, limit)


def hint(text: str) -> str:
    """What to say before any service: danger, fraud, lifeline, progress (of one's own matter), or
    uses (who looked at one's own data); the most urgent, or nothing."""
    if CASE_NUMBER.fullmatch(text.strip()):
        return "progress"
    if text.strip(" !！。") in CRIES:
        return "danger"
    return next((one.hint for one in meanings(text) if one.hint), "")


class _Shelf:
    """A set of items as the key of its index: the same files give the same objects."""

    def __init__(self, found: Mapping[str, Item]) -> None:
        self.items = found
        self._key = tuple(map(id, found.values()))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shelf) and self._key == other._key


@lru_cache(maxsize=4)
def _index(shelf: _Shelf) -> Index:
    return Index(shelf.items.values())
