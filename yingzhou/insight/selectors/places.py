"""One indicator over the units below the one asked: a list, and a schematic map of the towns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

from yingzhou.insight import facts
from yingzhou.insight.engine import Cell
from yingzhou.insight.plan_files import Indicator
from yingzhou.insight.values import drawn, shown, state_of, value_of, why_missing
from yingzhou.kernel import divisions
from yingzhou.kernel.divisions.tree import Node
from yingzhou.ui import maps

from .asked import Asked
from .overview import is_judged

OUTLINES = Path(divisions.__file__).parent / "data" / "islands.yaml"


@dataclass(frozen=True)
class Place:
    """One unit's value. ``share`` (0-100) is the length of its bar beside the others."""

    node: Node
    value: str
    number: float | None
    missing: str
    numerator: int | None
    denominator: int | None
    state: str
    share: int


def places(asked: Asked, indicator: Indicator) -> list[Place]:
    """The units below, the highest value first (for ``at_most`` too: that is where to look)."""
    nodes = asked.below()
    cells = facts.by_division(indicator.measure.code, asked.day, [node.id for node in nodes])
    found = [_place(asked, indicator, node, cells.get(node.id, Cell(None, None))) for node in nodes]
    most = max((place.number for place in found if place.number is not None), default=0)
    scaled = [_with_share(place, most) for place in found]
    return sorted(scaled, key=lambda p: (p.number is None, -(p.number or 0), p.node.code))


def _place(asked: Asked, indicator: Indicator, node: Node, cell: Cell) -> Place:
    measure = indicator.measure
    value = value_of(cell, measure)
    judged = measure.is_ratio and value is not None and is_judged(measure, asked)
    return Place(
        node=node,
        value=shown(value, measure),
        number=drawn(value, measure),
        missing=why_missing(cell, measure),
        numerator=cell.numerator,
        denominator=cell.denominator,
        state=state_of(value, indicator, asked.plan, asked.day) if judged else "",
        share=0,
    )


def _with_share(place: Place, most: float) -> Place:
    share = round(100 * place.number / most) if place.number and most > 0 else 0
    return Place(**(place.__dict__ | {"share": share}))


@cache
def _outlines() -> tuple[maps.Outline, ...]:
    return maps.read_outlines(OUTLINES)


def town_map(
    asked: Asked, indicator: Indicator, found: list[Place], links: dict[str, str]
) -> SafeString | None:
    """The towns as cells; None where the units have no places on the map (villages)."""
    spots = tuple(
        maps.Place(node.code, node.name, node.lon, node.lat)
        for node in asked.below()
        if node.lon is not None and node.lat is not None
    )
    if len(spots) < 2:
        return None
    measure = indicator.measure
    return maps.render(
        maps.build(spots, _outlines()),
        {place.node.code: place.number for place in found},
        links=links,
        unit=measure.unit,
        title=f"{indicator.short}, 按乡镇",
        decimals=max(measure.digits, measure.shown_digits),
    )
