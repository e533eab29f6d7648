"""The schematic map: every town a cell, every cell on its island, nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shapely.geometry import Point, Polygon

from yingzhou.kernel import divisions
from yingzhou.ui import geometry, maps

OUTLINES = maps.read_outlines(Path(divisions.__file__).parent / "data" / "islands.yaml")
SEATS = [
    ("城桥镇", 121.3933, 31.6299, "chongming"),
    ("绿华镇", 121.2141, 31.7641, "chongming"),
    ("新村乡", 121.3283, 31.8301, "chongming"),
    ("新海镇", 121.2887, 31.8197, "chongming"),
    ("堡镇", 121.6141, 31.5387, "chongming"),
    ("陈家镇", 121.8029, 31.5008, "chongming"),
    ("长兴镇", 121.6895, 31.3914, "changxing"),
    ("横沙乡", 121.8376, 31.3425, "hengsha"),
]
PLACES = tuple(maps.Place(name, name, lon, lat) for name, lon, lat, _ in SEATS)


def _area(path: str) -> float:
    numbers = [float(number) for number in re.findall(r"[\d.]+", path)]
    return Polygon(list(zip(numbers[::2], numbers[1::2], strict=True))).area


@pytest.mark.parametrize(("name", "lon", "lat", "island"), SEATS)
def test_every_seat_stands_on_its_own_island(name, lon, lat, island):
    holding = [
        outline.key
        for outline in OUTLINES
        if Polygon(geometry.rounded(outline.points)).contains(Point(lon, lat))
    ]
    assert holding == [island], name


def test_the_cells_fill_the_islands_without_gap_or_overlap():
    drawn = maps.build(PLACES, OUTLINES)
    assert {cell.id for cell in drawn.cells} == {place.id for place in PLACES}
    land = sum(_area(path) for path in drawn.coasts)
    assert sum(_area(cell.path) for cell in drawn.cells) == pytest.approx(land, rel=0.002)


def test_two_places_on_one_island_share_it():
    square = maps.Outline("s", "方岛", ((0, 0), (0, 1), (1, 1), (1, 0)))
    drawn = maps.build(
        (maps.Place("a", "西", 0.3, 0.5), maps.Place("b", "东", 0.7, 0.5)), (square,)
    )
    west, east = sorted(drawn.cells, key=lambda cell: cell.x)
    assert (west.id, east.id) == ("a", "b")
    assert _area(west.path) == pytest.approx(_area(east.path), rel=0.01)


def test_a_place_in_the_sea_is_refused_by_name():
    with pytest.raises(ValueError, match="海上"):
        maps.build((maps.Place("x", "海上", 122.5, 31.0),), OUTLINES)


def test_the_map_links_hatches_and_says_that_it_is_schematic():
    drawn = maps.build(PLACES, OUTLINES)
    values = {place.id: float(i) for i, place in enumerate(PLACES)} | {"堡镇": None}
    svg = maps.render(drawn, values, links={"城桥镇": "/a?b=1&c=2"}, unit="%", title="占比<x>")
    assert 'href="/a?b=1&amp;c=2"' in svg
    assert "<title>堡镇 缺数据</title>" in svg
    assert "url(#map-hatch)" in svg
    assert "示意图" in svg
    assert "占比&lt;x&gt;" in svg
    assert "<title>横沙乡 7.0%</title>" in svg


def test_a_map_of_one_value_or_none_still_draws():
    drawn = maps.build(PLACES, OUTLINES)
    assert "5.0" in maps.render(drawn, {place.id: 5.0 for place in PLACES})
    assert maps.render(drawn, {}).count("缺数据") > len(PLACES)


def test_the_backdrop_is_hidden_from_screen_readers():
    svg = maps.silhouette(OUTLINES)
    assert svg.count("<path") == 3
    assert 'aria-hidden="true"' in svg
