"""Schematic maps as inline SVG: print well, need no script, and say that they are schematic.

geometry = build(places, read_outlines(path))
svg = render(geometry, {"a": 57.8, "b": None}, links={"a": "/a/"}, unit="%", title="...")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yingzhou.ui import palette
from yingzhou.ui.geometry import Cell, Geometry, Outline, Place, build, read_outlines

__all__ = ["Geometry", "Outline", "Place", "build", "read_outlines", "render", "silhouette"]

Values = Mapping[str, float | None]


@dataclass(frozen=True)
class _Scale:
    """Equal steps from the least to the greatest value."""

    colours: Sequence[str]
    lowest: float
    step: float
    decimals: int

    def index(self, value: float) -> int:
        if self.step == 0:
            return 0
        return min(int((value - self.lowest) / self.step), len(self.colours) - 1)

    def text(self, value: float) -> str:
        return f"{value:,.{self.decimals}f}"

    def label(self, i: int) -> str:
        if self.step == 0:
            return self.text(self.lowest)
        low, high = self.lowest + i * self.step, self.lowest + (i + 1) * self.step
        return f"{self.text(low)} – {self.text(high)}"


def _scale(values: Values, decimals: int) -> _Scale | None:
    known = [value for value in values.values() if value is not None]
    if not known:
        return None
    lowest, highest = min(known), max(known)
    if lowest == highest:
        return _Scale(palette.SEQUENCE[2:3], lowest, 0, decimals)
    step = (highest - lowest) / len(palette.SEQUENCE)
    return _Scale(palette.SEQUENCE, lowest, step, decimals)


def render(
    geometry: Geometry,
    values: Values,
    *,
    links: Mapping[str, str] | None = None,
    unit: str = "",
    title: str = "示意图",
    selected: str = "",
    decimals: int = 1,
    name: str = "map",
) -> SafeString:
    """The map. A value of None is hatched; ``name`` keeps two maps of one page apart."""
    scale = _scale(values, decimals)
    drawn = [
        _Cell(cell, values.get(cell.id), scale, unit, name, selected == cell.id)
        for cell in sorted(geometry.cells, key=lambda cell: cell.id == selected)
    ]
    shapes = [(item.shape((links or {}).get(item.cell.id, "")),) for item in drawn]
    labels = [(item.label(),) for item in drawn]  # on top: a long name may reach over its border
    body = format_html_join("", "{}", [*shapes, *labels])
    return format_html(
        '<svg viewBox="0 0 {} {}" role="group" aria-label="{}" xmlns="http://www.w3.org/2000/svg"'
        ' font-family="{}">{}{}{}{}</svg>',
        geometry.width,
        geometry.height,
        f"{title}(示意图)",
        palette.FONT.replace('"', ""),
        _hatch(name),
        _coasts(geometry),
        body,
        _legend(geometry, scale, unit, name, any(item.value is None for item in drawn)),
    )


@dataclass(frozen=True)
class _Cell:
    cell: Cell
    value: float | None
    scale: _Scale | None
    unit: str
    map_name: str
    is_selected: bool

    @property
    def text(self) -> str:
        if self.value is None or self.scale is None:
            return "缺数据"
        return self.scale.text(self.value)

    def _colours(self) -> tuple[str, str]:
        """Of the ground and of the label on it."""
        if self.value is None or self.scale is None:
            return f"url(#{self.map_name}-hatch)", palette.INK
        i = self.scale.index(self.value)
        is_dark = len(self.scale.colours) > 1 and i == len(self.scale.colours) - 1
        return self.scale.colours[i], "#ffffff" if is_dark else palette.INK

    def shape(self, link: str) -> SafeString:
        ground, _ = self._colours()
        unit = "" if self.value is None else self.unit
        title = f"{self.cell.name} {self.text}{unit}"
        drawn = format_html(
            '<title>{}</title><path d="{}" fill="{}" stroke="{}" stroke-width="{}"'
            ' stroke-linejoin="round"/>',
            title,
            self.cell.path,
            ground,
            palette.INK if self.is_selected else palette.SURFACE,
            3 if self.is_selected else 1.5,
        )
        if not link:
            return format_html('<g role="img" aria-label="{}">{}</g>', title, drawn)
        return format_html('<a href="{}" aria-label="{}">{}</a>', link, title, drawn)

    def label(self) -> SafeString:
        ground, ink = self._colours()
        return format_html(
            '<g text-anchor="middle" fill="{}" stroke="{}" stroke-width="2.5" paint-order="stroke"'
            ' stroke-linejoin="round" pointer-events="none" aria-hidden="true">'
            '<text class="cell-name" x="{}" y="{}" font-size="12.5" font-weight="600">{}</text>'
            '<text class="cell-value" x="{}" y="{}" font-size="11.5">{}</text></g>',
            ink,
            palette.SURFACE if self.value is None else ground,
            self.cell.x,
            self.cell.y - 1,
            self.cell.name,
            self.cell.x,
            self.cell.y + 13,
            "—" if self.value is None else self.text,
        )


def _coasts(geometry: Geometry) -> SafeString:
    """A rim under the cells, so that pale ones keep their shape on white."""
    return format_html_join(
        "",
        '<path d="{}" fill="{}" stroke="{}" stroke-width="3.5" stroke-linejoin="round"/>',
        ((path, palette.SEQUENCE[0], palette.COAST) for path in geometry.coasts),
    )


def _hatch(name: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="7" height="7" fill="#f1f5f4"/>'
        '<path d="M0 0v7" stroke="#b9c8c6" stroke-width="2.5"/></pattern></defs>',
        name,
    )


def _legend(
    geometry: Geometry, scale: _Scale | None, unit: str, name: str, has_gaps: bool
) -> SafeString:
    """Bottom left, where the sea is."""
    rows: list[tuple[str, str]] = []
    if scale is not None:
        rows = [(colour, scale.label(i)) for i, colour in enumerate(scale.colours)]
    if has_gaps:
        rows.append((f"url(#{name}-hatch)", "缺数据"))
    top = geometry.height - 20 * len(rows) - 12
    lines = format_html_join(
        "",
        '<rect x="14" y="{}" width="20" height="13" rx="3" fill="{}" stroke="{}"/>'
        '<text x="41" y="{}">{}</text>',
        (
            (top + 20 * i, colour, palette.LINE, top + 20 * i + 11, label)
            for i, (colour, label) in enumerate(rows)
        ),
    )
    heading = f"单位: {unit} · 示意图" if unit else "示意图"
    return format_html(
        '<g class="map-legend" font-size="12" fill="{}"><text x="14" y="{}">{}</text>{}</g>',
        palette.MUTED,
        top - 9,
        heading,
        lines,
    )


def silhouette(outlines: tuple[Outline, ...], width: int = 760) -> SafeString:
    """The coasts alone, in the colour of the text around them: decoration."""
    geometry = build((), outlines, width)
    coasts = format_html_join(
        "", '<path d="{}" fill="currentColor"/>', ((path,) for path in geometry.coasts)
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        geometry.width,
        geometry.height,
        coasts,
    )
