"""A graph as inline SVG: columns from left to right, every box a link."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .graph import Column, Graph, Spot
from .things import Thing

BOX, ROW, GAP = (176, 44), 54, 60
HEAD = 30
LETTERS = 11
"""Chinese letters that fit into a box."""


@dataclass(frozen=True)
class Corner:
    x: float
    y: float


def draw(graph: Graph, label: str) -> SafeString:
    width = len(graph.columns) * (BOX[0] + GAP) - GAP + 4
    most = max(len(column.spots) + (1 if column.left_out else 0) for column in graph.columns)
    height = HEAD + most * ROW + 4
    places = _places(graph, height)
    return format_html(
        '<svg class="law-graph" viewBox="0 0 {} {}" width="{}" role="group" aria-label="{}">'
        "{}{}{}</svg>",
        width,
        height,
        width,
        label,
        _edges(graph, places),
        format_html_join("", "{}", ((_heading(n, c),) for n, c in enumerate(graph.columns))),
        format_html_join("", "{}", ((box,) for box in _boxes(graph, places))),
    )


def _left(column: int) -> float:
    return 2 + column * (BOX[0] + GAP)


def _places(graph: Graph, height: int) -> dict[Thing, Corner]:
    """Each column in the middle of the height; a thing near those it belongs to."""
    places: dict[Thing, Corner] = {}
    for n in _inside_out(graph):
        column = graph.columns[n]
        spots = sorted(column.spots, key=lambda spot: _wish(spot.thing, graph, places))
        rows = len(spots) + (1 if column.left_out else 0)
        top = HEAD + (height - HEAD - rows * ROW) / 2
        for row, spot in enumerate(spots):
            places[spot.thing] = Corner(_left(n), top + row * ROW)
    return places


def _inside_out(graph: Graph) -> list[int]:
    return sorted(range(len(graph.columns)), key=lambda n: abs(graph.columns[n].step))


def _wish(thing: Thing, graph: Graph, places: dict[Thing, Corner]) -> float:
    """The mean height of the neighbours that stand already."""
    beside = [
        places[one if two == thing else two].y
        for one, two in graph.edges
        if thing in (one, two) and (one if two == thing else two) in places
    ]
    return sum(beside) / len(beside) if beside else 0.0


def _edges(graph: Graph, places: dict[Thing, Corner]) -> SafeString:
    middle = next(c.spots[0].thing for c in graph.columns if c.step == 0)
    lines = []
    for one, two in graph.edges:
        start = Corner(places[one].x + BOX[0], places[one].y + BOX[1] / 2)
        end = Corner(places[two].x, places[two].y + BOX[1] / 2)
        bend = (end.x - start.x) / 2
        path = (
            f"M{start.x:.0f} {start.y:.1f}C{start.x + bend:.0f} {start.y:.1f}"
            f" {end.x - bend:.0f} {end.y:.1f} {end.x:.0f} {end.y:.1f}"
        )
        lines.append((path, "edge is-near" if middle in (one, two) else "edge"))
    return format_html_join("", '<path d="{}" class="{}"/>', lines)


def _heading(n: int, column: Column) -> SafeString:
    return format_html(
        '<text class="column" x="{}" y="16">{}</text>', _left(n) + BOX[0] / 2, column.title
    )


def _boxes(graph: Graph, places: dict[Thing, Corner]) -> list[SafeString]:
    made = [_box(s, c.step == 0, places[s.thing]) for c in graph.columns for s in c.spots]
    for n, column in enumerate(graph.columns):
        if column.left_out:
            below = max(places[spot.thing].y for spot in column.spots) + ROW + BOX[1] / 2
            x = _left(n) + BOX[0] / 2
            text = f"还有 {column.left_out} 项"
            made.append(format_html('<text class="rest" x="{}" y="{}">{}</text>', x, below, text))
    return made


def _box(spot: Spot, is_middle: bool, at: Corner) -> SafeString:
    link = spot.link
    looks = [f"box is-{link.what}"]
    looks += ["is-middle"] if is_middle else []
    looks += ["is-unverified"] if link.is_unverified else []
    looks += ["is-over"] if not link.holds else []
    note = f"未核实 · {link.note}" if link.is_unverified else link.note
    return format_html(
        '<a href="{}" class="{}"><title>{} · {}</title>'
        '<rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>'
        '<text x="{}" y="{}">{}</text><text class="sub" x="{}" y="{}">{}</text></a>',
        link.url,
        " ".join(looks),
        link.label,
        note,
        at.x,
        f"{at.y:.1f}",
        BOX[0],
        BOX[1],
        22 if link.what == "fact" else 8,
        at.x + BOX[0] / 2,
        f"{at.y + 19:.1f}",
        _cut(link.label, LETTERS),
        at.x + BOX[0] / 2,
        f"{at.y + 35:.1f}",
        _cut(note, LETTERS + 3),
    )


def _cut(text: str, letters: int) -> str:
    """``text`` up to a width; a Latin letter or figure is half as wide."""
    width = 0.0
    for n, letter in enumerate(text):
        width += 1.0 if ord(letter) > 0x2E80 else 0.55
        if width > letters:
            return text[: n - 1] + "…"
    return text
