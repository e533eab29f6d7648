"""The catalogue as open data: Open Referral HSDS 3 (Human Services Data Specification).

Identifiers are the same every time (uuid5), so that whoever reads it again finds what they have.
What nobody has recorded (opening hours, postal codes) is left out, never invented.

    services(page=1)["contents"]    a page, one-to-one parts only, as the standard's API lists them
    service(id)                     one service with everything
    organizations()                 the bureau and the departments whose guides stand here
    whole()                         all of it, for a file
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yingzhou.core import clock

from . import parts, service_parts
from .parts import VERSION, Source

__all__ = ["VERSION", "organizations", "paged", "service", "services", "whole"]

PER_PAGE = 50
LARGEST_PAGE = 200


def services(
    page: int = 1, per_page: int = PER_PAGE, address: str = "", day: date | None = None
) -> dict[str, Any]:
    """``address``: where residents read about an item (https://…/{code}/), for links; may be
    empty."""
    source = _source(address, day)
    rows = [_brief(service_parts.service(item, source)) for item in source.items.values()]
    return paged(rows, page, min(max(per_page, 1), LARGEST_PAGE))


def service(service_id: str, address: str = "", day: date | None = None) -> dict[str, Any] | None:
    source = _source(address, day)
    for item in source.items.values():
        if parts.uid("service", item.code) == service_id:
            return service_parts.service(item, source)
    return None


def organizations(address: str = "", day: date | None = None) -> list[dict[str, Any]]:
    source = _source(address, day)
    found = {one["id"]: one for one in map(source.organization_of, source.items.values())}
    bureau = source.bureau()
    return [
        source.with_locations(bureau),
        *(one for key, one in found.items() if key != bureau["id"]),
    ]


def whole(address: str = "", day: date | None = None) -> dict[str, Any]:
    source = _source(address, day)
    return {
        "version": VERSION,
        "made_on": source.day.isoformat(),
        "services": [service_parts.service(item, source) for item in source.items.values()],
        "organizations": organizations(address, day),
        "taxonomies": [parts.taxonomy()],
        "taxonomy_terms": parts.terms(),
    }


def _source(address: str, day: date | None) -> Source:
    return Source.on(day or clock.today(), address)


def _brief(found: dict[str, Any]) -> dict[str, Any]:
    """Without what there may be several of."""
    return {key: value for key, value in found.items() if not isinstance(value, list)}


def paged(rows: list[dict[str, Any]], number: int, size: int) -> dict[str, Any]:
    pages = max(-(-len(rows) // size), 1)
    shown = rows[(number - 1) * size : number * size] if number > 0 else []
    return {
        "total_items": len(rows),
        "total_pages": pages,
        "page_number": number,
        "size": len(shown),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not shown,
        "contents": shown,
    }
