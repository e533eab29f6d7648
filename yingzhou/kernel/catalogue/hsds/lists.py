"""The lists of the standard's API: what is asked for, page by page, made only as far as shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.catalogue.search import search

from .parts import Source, taxonomy, uid

Row = dict[str, Any]
T = TypeVar("T")
PER_PAGE = 50
LARGEST_PAGE = 200
LARGEST_FULL_PAGE = 50
"""A service with all its counters and papers is long."""


@dataclass(frozen=True)
class Wanted:
    """What a list is asked for: each word narrows it further. ``full``: with what there may be
    several of, otherwise one-to-one parts only."""

    page: int = 1
    per_page: int = PER_PAGE
    search: str = ""
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    full: bool = False

    @property
    def size(self) -> int:
        return min(max(self.per_page, 1), LARGEST_FULL_PAGE if self.full else LARGEST_PAGE)


def chosen(source: Source, wanted: Wanted) -> list[Item]:
    """The likeliest first where words are searched for."""
    if wanted.search.strip():
        hits = search(wanted.search.strip(), source.day, len(source.items))
        found = [one.item for one in hits]
    else:
        found = list(source.items.values())
    return [item for item in found if _fits(item, source, wanted)]


def _fits(item: Item, source: Source, wanted: Wanted) -> bool:
    terms = {uid("topic", topic) for topic in item.topics} if wanted.taxonomy_term_id else set()
    return (
        (not wanted.taxonomy_term_id or wanted.taxonomy_term_id in terms)
        and (not wanted.taxonomy_id or wanted.taxonomy_id == taxonomy()["id"])
        and wanted.organization_id in ("", source.organization_of(item)["id"])
    )


def named(rows: Iterable[Row], text: str) -> list[Row]:
    """Those whose name or description has ``text`` in it."""
    said = text.strip().casefold()
    return [row for row in rows if said in f"{row['name']}\n{row['description']}".casefold()]


def brief(found: Row) -> Row:
    """Without what there may be several of, inside its parts too."""
    return {
        key: brief(value) if isinstance(value, dict) else value
        for key, value in found.items()
        if not isinstance(value, list)
    }


def paged(rows: Sequence[T], wanted: Wanted, made: Callable[[T], Row]) -> Row:
    number, size = wanted.page, wanted.size
    pages = max(-(-len(rows) // size), 1)
    shown = rows[(number - 1) * size : number * size] if number > 0 else ()
    return {
        "total_items": len(rows),
        "total_pages": pages,
        "page_number": number,
        "size": len(shown),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not shown,
        "contents": [made(one) for one in shown],
    }
