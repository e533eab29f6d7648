"""Just enough SVG: escaped elements, number formats and round axis steps. Units are points."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape, quoteattr

from yingzhou.ui import palette

FAMILY = "Noto Sans SC"
POINTS_PER_MM = 72 / 25.4
SMALL, NORMAL = 6.6, 7.4


def tag(name: str, content: str = "", /, **attributes: float | str) -> str:
    """An element; ``stroke_width`` becomes ``stroke-width``, floats are cut to two decimals."""
    parts = [name]
    for key, value in attributes.items():
        text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
        parts.append(f"{key.rstrip('_').replace('_', '-')}={quoteattr(text)}")
    return f"<{' '.join(parts)}>{content}</{name}>" if content else f"<{' '.join(parts)}/>"


def text(
    x: float,
    y: float,
    content: str,
    *,
    anchor: str = "start",
    size: float = NORMAL,
    fill: str = palette.INK,
    weight: int = 400,
    halo: bool = False,
) -> str:
    """``halo``: white behind the letters, so that no line runs through them."""
    shown = tag(
        "text",
        escape(content),
        x=x,
        y=y,
        text_anchor=anchor,
        font_size=size,
        fill=fill,
        font_weight=weight,
    )
    if not halo:
        return shown
    wide = width_of(content, size)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return (
        tag(
            "rect",
            x=left - 0.8,
            y=y - size * 0.86,
            width=wide + 1.6,
            height=size * 1.04,
            fill="#ffffff",
            fill_opacity=0.85,
        )
        + shown
    )


def width_of(content: str, size: float) -> float:
    """About how wide a text is: a Chinese sign is a square, others a little over half of one."""
    return sum(size if ord(sign) > 0x2E80 else size * 0.57 for sign in content)


def line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float, **more: str) -> str:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width, **more)


def path(points: list[tuple[float, float]], **attributes: float | str) -> str:
    drawn = " L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return tag("path", d=f"M{drawn}", **attributes)


def document(parts: list[str], width: float, height: float, title: str) -> str:
    """A whole drawing of ``width`` x ``height`` points."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}pt" height="{height:.2f}pt"'
        f' viewBox="0 0 {width:.2f} {height:.2f}" font-family="{FAMILY}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def step_for(span: float, wanted: int) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that cuts ``span`` into about ``wanted``."""
    if span <= 0:
        return 1.0
    raw = span / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= raw * 0.999)


def axis_from(low: float, high: float, wanted: int = 5) -> list[float]:
    """Round ticks around ``low`` .. ``high``.

    The axis starts from zero, unless the movement would vanish in it: then it starts just below.
    """
    if low >= 0 and low < high * 0.6:
        low = 0.0
    elif low >= 0:
        low = max(0.0, low - (high - low) * 0.25)
    if high - low < max(1e-3, abs(high) * 1e-9):  # nothing that a published digit would show
        low, high = max(0.0, low - 1), high + 1
    step = step_for((high - low) * 1.06, wanted)
    first = math.floor(low / step)
    last = math.ceil(high / step + 0.06)
    return [round(i * step, 6) for i in range(first, last + 1)]


def label(value: float) -> str:
    """A tick: thousands, and no more decimals than it has."""
    rounded = round(value, 4)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,g}"
