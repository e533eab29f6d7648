"""The catalogue as open data: Open Referral HSDS 3.2 (Human Services Data Specification).

Identifiers are the same every time (uuid5), so that whoever reads it again finds what they have.
What nobody has recorded (opening hours, postal codes) is left out, never invented.

    services(Wanted(page=1))        a page, as the standard's API lists them
    service(id)                     one service with everything
    organizations(Wanted())         the bureau and the departments whose guides stand here
    service_at_locations(Wanted())  what is served at which counter
    whole()                         all of it, for a file

``address``: where residents read about an item (https://…/{code}/), for links; may be empty.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from yingzhou.core import clock
from yingzhou.kernel.catalogue.items import Item

from . import parts, service_parts
from .lists import LARGEST_PAGE, PER_PAGE, Row, Wanted, brief, chosen, named, paged
from .parts import VERSION, Source, uid

__all__ = [
    "LARGEST_PAGE", "PER_PAGE", "VERSION", "Wanted", "organization", "organizations", "service",
    "service_at_location", "service_at_locations", "services", "taxonomies", "taxonomy",
    "taxonomy_term", "taxonomy_terms", "whole",
]  # fmt: skip


_IN_A_WORD = ("id", "organization_id", "name", "status")


def services(wanted: Wanted, address: str = "", day: date | None = None) -> Row:
    source = _source(address, day)

    def made(item: Item) -> Row:
        found = service_parts.service(item, source)
        return found if wanted.full else brief(found)

    return paged(chosen(source, wanted), wanted, made)


def service(service_id: str, address: str = "", day: date | None = None) -> Row | None:
    source = _source(address, day)
    for item in source.items.values():
        if uid("service", item.code) == service_id:
            return service_parts.service(item, source)
    return None


def organizations(wanted: Wanted, address: str = "", full_service: bool = False) -> Row:
    """``full_service``: with all that is known of their services."""
    source, wanted = _source(address, None), replace(wanted, full=wanted.full or full_service)
    rows = named(_organizations(source), wanted.search)
    if wanted.taxonomy_term_id or wanted.taxonomy_id:
        like = Wanted(taxonomy_term_id=wanted.taxonomy_term_id, taxonomy_id=wanted.taxonomy_id)
        owners = {source.organization_of(item)["id"] for item in chosen(source, like)}
        rows = [one for one in rows if one["id"] in owners]

    def made(one: Row) -> Row:
        return _with_services(one, source, full_service) if wanted.full else one

    return paged(rows, wanted, made)


def organization(key: str, address: str = "", full_service: bool = False) -> Row | None:
    source = _source(address, None)
    found = next((one for one in _organizations(source) if one["id"] == key), None)
    return _with_services(found, source, full_service) if found else None


def service_at_locations(wanted: Wanted, address: str = "") -> Row:
    source = _source(address, None)

    def made(pair: tuple[Item, Row]) -> Row:
        found = _at_location(*pair, source)
        return found if wanted.full else brief(found)

    return paged(_pairs(chosen(source, wanted), source), wanted, made)


def service_at_location(key: str, address: str = "") -> Row | None:
    source = _source(address, None)
    for item, place in _pairs(list(source.items.values()), source):
        if service_parts.place_of(item, place)["id"] == key:
            return _at_location(item, place, source)
    return None


def taxonomies(wanted: Wanted) -> Row:
    return paged(named([parts.taxonomy()], wanted.search), wanted, dict)


def taxonomy(key: str) -> Row | None:
    return parts.taxonomy() if key == parts.taxonomy()["id"] else None


def taxonomy_terms(wanted: Wanted, parent_id: str = "") -> Row:
    """The topics stand side by side: none is below another."""
    ours = wanted.taxonomy_id in ("", parts.taxonomy()["id"]) and not parent_id
    return paged(named(parts.terms() if ours else [], wanted.search), wanted, dict)


def taxonomy_term(key: str) -> Row | None:
    return next((one for one in parts.terms() if one["id"] == key), None)


def whole(address: str = "", day: date | None = None) -> Row:
    source = _source(address, day)
    return {
        "version": VERSION,
        "made_on": source.day.isoformat(),
        "services": [service_parts.service(item, source) for item in source.items.values()],
        "organizations": [source.with_locations(one) for one in _organizations(source)],
        "taxonomies": [parts.taxonomy()],
        "taxonomy_terms": parts.terms(),
    }


def _source(address: str, day: date | None) -> Source:
    return Source.on(day or clock.today(), address)


def _organizations(source: Source) -> list[Row]:
    """The bureau first."""
    found = {one["id"]: one for one in map(source.organization_of, source.items.values())}
    bureau = source.bureau()
    return [bureau, *(one for key, one in found.items() if key != bureau["id"])]


def _with_services(one: Row, source: Source, full: bool) -> Row:
    """With its counters and its services: in a word each, or (``full``) with all."""
    items = chosen(source, Wanted(organization_id=one["id"]))
    made = [service_parts.service(item, source) for item in items]
    if not full:
        made = [{key: found[key] for key in _IN_A_WORD} for found in made]
    return {**source.with_locations(one), **parts.filled(services=made)}


def _pairs(items: list[Item], source: Source) -> list[tuple[Item, Row]]:
    at = filter(service_parts.at_counters, items)
    return [(item, place) for item in at for place in source.locations]


def _at_location(item: Item, place: Row, source: Source) -> Row:
    """The other counters of the same service are left out."""
    found = service_parts.service(item, source)
    found.pop("service_at_locations", None)
    return {**service_parts.place_of(item, place), "service": found}
