"""One bar a town, from the highest down, with the district's own value drawn across."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.insight.report import svg
from yingzhou.ui import palette

NAMES, VALUES, TOP, BOTTOM = 34.0, 24.0, 13.0, 3.0


@dataclass(frozen=True)
class Bar:
    """``value`` None: nothing to divide by; ``shown`` is the text beside the bar."""

    name: str
    value: float | None
    shown: str


def bars_svg(
    bars: list[Bar],
    width_mm: int,
    height_mm: int,
    title: str,
    *,
    unit: str,
    whole: float | None = None,
) -> str:
    """``whole``: the district's value, for ratios (a sum would dwarf its parts)."""
    width, height = width_mm * svg.POINTS_PER_MM, height_mm * svg.POINTS_PER_MM
    known = [bar.value for bar in bars if bar.value is not None]
    most = max([*known, whole or 0, 1e-9])
    room = width - NAMES - VALUES
    pitch = (height - TOP - BOTTOM) / max(len(bars), 1)
    parts = [svg.text(0, 7.0, f"各乡镇 ({unit})", size=6.2, fill=palette.MUTED)]
    if whole is not None:
        x = NAMES + room * whole / most
        parts.append(
            svg.line(x, TOP - 2, x, height - BOTTOM, palette.INK, 0.7, stroke_dasharray="2 1.5")
        )
        parts.append(svg.text(x, TOP - 4, "全区", anchor="middle", size=6.2, fill=palette.INK))
    for i, bar in enumerate(bars):
        parts += _bar(bar, TOP + i * pitch, pitch, room, most)
    return svg.document(parts, width, height, title)


def _bar(bar: Bar, y: float, pitch: float, room: float, most: float) -> list[str]:
    thick = min(pitch * 0.68, 9.0)
    middle = y + pitch / 2
    parts = [svg.text(NAMES - 4, middle + 2.3, bar.name, anchor="end", size=svg.SMALL)]
    length = room * (bar.value or 0) / most
    if length > 0:
        parts.append(
            svg.tag(
                "rect",
                x=NAMES,
                y=middle - thick / 2,
                width=length,
                height=thick,
                rx=1,
                fill=palette.ACCENT,
            )
        )
    colour = palette.MUTED if bar.value is None else palette.INK
    parts.append(
        svg.text(
            NAMES + length + 3, middle + 2.3, bar.shown, size=svg.SMALL, fill=colour, halo=True
        )
    )
    return parts
