"""What services share: identifiers, organisations, places, topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.schema import TOPICS
from yingzhou.kernel.catalogue.selectors import words
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.organisations.models import Facility

VERSION = "3.2"
"""The newest whose published schema could be read; what is used of it stands in 3.0 and 3.1 too."""
_OURS = uuid5(NAMESPACE_URL, "urn:yingzhou:hsds")


def uid(kind: str, *key: str) -> str:
    """The same for the same thing, in every installation and every year."""
    return str(uuid5(_OURS, "\x1f".join((kind, *key))))


def filled(**parts: Any) -> dict[str, Any]:
    """Only what is known."""
    return {key: value for key, value in parts.items() if value not in ("", None, [], {})}


def taxonomy() -> dict[str, Any]:
    return {"id": uid("taxonomy"), "name": "瀛洲事项主题", "description": "按生活中的事分的主题"}


def term(topic: str) -> dict[str, Any]:
    return {
        "id": uid("topic", topic),
        "code": topic,
        "name": topic,
        "description": f"和“{topic}”有关的事项",
        "taxonomy": taxonomy()["name"],
        "taxonomy_id": taxonomy()["id"],
        "taxonomy_detail": taxonomy(),
        "language": "zh",
    }


def terms() -> list[dict[str, Any]]:
    return [term(topic) for topic in TOPICS]


@dataclass(frozen=True)
class Source:
    """What the publication is made of: items of a day, the district, its counters. ``address``:
    where residents read about an item, with ``{code}`` in the place of its code; may be empty."""

    day: date
    address: str
    items: Mapping[str, Item]
    district: str
    counters: tuple[Facility, ...]

    @classmethod
    def on(cls, day: date, address: str) -> Source:
        """Two queries, and those of the divisions where they are not at hand."""
        open_now = Facility.objects.on(day).filter(kind=Facility.Kind.AFFAIRS)
        tops = tree_on(day).children.get(None)  # none before the divisions are loaded
        district = tops[0].name if tops else ""
        return cls(day, address, items(day), district, tuple(open_now.order_by("code")))

    def link(self, item: Item) -> str:
        return self.address.replace("{code}", quote(item.code))

    def bureau(self) -> dict[str, Any]:
        return filled(
            id=uid("organization", "bureau"),
            name=f"{self.district}民政局",
            description="办理民政事项, 并汇总社区事务受理服务中心的办事指南",
        )

    def organization_of(self, item: Item) -> dict[str, Any]:
        """The department that a guide names, else the bureau."""
        name = str(item.guide.get("department", "")) if item.apply is None else ""
        if not name:
            return self.bureau()
        return {
            "id": uid("organization", name),
            "name": name,
            "description": f"{name}的事项, 由社区事务受理服务中心受理或指引",
        }

    def program_of(self, item: Item) -> dict[str, Any]:
        """The bureau's, whoever provides the service: a programme has one owner."""
        kind = item.code.partition("/")[0]
        name = words.programme_of(item.code)
        return {
            "id": uid("program", kind),
            "organization_id": uid("organization", "bureau"),
            "name": name,
            "description": name,
        }

    def with_locations(self, organization: dict[str, Any]) -> dict[str, Any]:
        """The counters are the bureau's."""
        if organization["id"] != uid("organization", "bureau"):
            return organization
        return {**organization, **filled(locations=list(self.locations))}

    @cached_property
    def locations(self) -> tuple[dict[str, Any], ...]:
        """The counters. An address without a postal code is no address of the standard's: it
        stands in the description."""
        tree, owner = tree_on(self.day), uid("organization", "bureau")
        made = []
        for one in self.counters:
            where = [node.name for node in tree.path(tree.home.get(one.division_id, 0))[1:]]
            made.append(
                filled(
                    id=uid("location", one.code),
                    location_type="physical",
                    organization_id=owner,
                    name=one.name,
                    description=f"地址: {one.address}" if one.address else " / ".join(where),
                    latitude=one.lat,
                    longitude=one.lon,
                    external_identifier=one.code,
                    external_identifier_type="设施编号",
                )
            )
        return tuple(made)
