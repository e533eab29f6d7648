"""Cells for a schematic map: each named point gets the part of its island nearest to it.

No boundary data is shipped: cells are Voronoi cells cut at hand-drawn outlines, hence 示意图.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path

import numpy as np
import yaml
from scipy.spatial import Voronoi
from shapely import MultiPoint
from shapely.geometry import Point, Polygon

MARGIN = 14.0
Pair = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A named point. ``island`` may be left empty: then it is the outline that holds the point."""

    id: str
    name: str
    lon: float
    lat: float
    island: str = ""


@dataclass(frozen=True)
class Outline:
    """A coast as longitude and latitude, in order, not closed."""

    key: str
    name: str
    points: tuple[Pair, ...]


@dataclass(frozen=True)
class Cell:
    """``path`` is SVG path data; ``x``, ``y`` is where its label stands."""

    id: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Geometry:
    width: int
    height: int
    cells: tuple[Cell, ...]
    coasts: tuple[str, ...]


def read_outlines(path: Path) -> tuple[Outline, ...]:
    """Outlines from a YAML list of ``key``, ``name`` and ``outline`` ([lon, lat] pairs)."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Outline(row["key"], row["name"], tuple((lon, lat) for lon, lat in row["outline"]))
        for row in rows
    )


def rounded(points: Sequence[Pair], times: int = 2) -> list[Pair]:
    """Corners cut (Chaikin), so that a coast of a few points looks like a coast."""
    now = list(points)
    for _ in range(times):
        following = [*now[1:], now[0]]
        now = [
            (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
            for a, b in zip(now, following, strict=True)
            for part in (0.25, 0.75)
        ]
    return now


class _Projection:
    """Longitude and latitude to the SVG's plane; true to shape at the middle latitude."""

    def __init__(self, coasts: Sequence[Sequence[Pair]], width: int) -> None:
        lons = [lon for coast in coasts for lon, _ in coast]
        lats = [lat for coast in coasts for _, lat in coast]
        self.narrowing = cos(radians((min(lats) + max(lats)) / 2))
        self.west, self.north = min(lons), max(lats)
        self.scale = (width - 2 * MARGIN) / ((max(lons) - self.west) * self.narrowing)
        self.height = round((self.north - min(lats)) * self.scale + 2 * MARGIN)

    def __call__(self, lon: float, lat: float) -> Pair:
        x = MARGIN + (lon - self.west) * self.narrowing * self.scale
        return x, MARGIN + (self.north - lat) * self.scale


@lru_cache(maxsize=16)
def build(places: tuple[Place, ...], outlines: tuple[Outline, ...], width: int = 640) -> Geometry:
    """The cells of ``places`` within ``outlines``; ValueError for a point that lies on none."""
    coasts = [rounded(outline.points) for outline in outlines]
    project = _Projection(coasts, width)
    lands = {
        outline.key: Polygon([project(*pair) for pair in coast])
        for outline, coast in zip(outlines, coasts, strict=True)
    }
    groups: dict[str, list[Place]] = {key: [] for key in lands}
    for place in places:
        groups[_island(place, lands, project)].append(place)
    cells = [
        cell
        for key, group in groups.items()
        if group
        for cell in _cells(group, lands[key], project)
    ]
    return Geometry(width, project.height, tuple(cells), tuple(map(_path, lands.values())))


def _island(place: Place, lands: dict[str, Polygon], project: _Projection) -> str:
    if place.island in lands:
        return place.island
    at = Point(project(place.lon, place.lat))
    for key, land in lands.items():
        if land.contains(at):
            return key
    raise ValueError(f"“{place.name}”({place.lon}, {place.lat})不在任何一个轮廓之内")


def _cells(group: list[Place], land: Polygon, project: _Projection) -> list[Cell]:
    points = np.array([project(place.lon, place.lat) for place in group])
    shapes = [land] if len(group) == 1 else _voronoi(points, land)
    return [_cell(place, shape) for place, shape in zip(group, shapes, strict=True)]


def _voronoi(points: np.ndarray, land: Polygon) -> list[Polygon]:
    """One polygon a point. Four far points close the cells at the rim."""
    far = 10_000.0
    rim = np.array([[-far, -far], [-far, far], [far, -far], [far, far]])
    diagram = Voronoi(np.vstack([points, rim]))
    shapes = []
    for i in range(len(points)):
        corners = diagram.vertices[diagram.regions[diagram.point_region[i]]]
        shapes.append(MultiPoint(corners).convex_hull.intersection(land))
    return shapes


def _cell(place: Place, shape: Polygon) -> Cell:
    middle = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return Cell(place.id, place.name, _path(shape), round(middle.x, 1), round(middle.y, 1))


def _path(shape: Polygon) -> str:
    parts = getattr(shape, "geoms", [shape])
    rings = [part.exterior.coords for part in parts if part.geom_type == "Polygon"]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in list(r)[:-1]) + "Z" for r in rings)
