"""What all charts share: the frame, the lines drawn across, and the table behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yingzhou.ui import palette

Numbers = Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """What ``<c-chart :chart="...">`` draws. ``summary`` is what a screen reader says."""

    option: dict[str, Any]
    head: list[str]
    rows: list[list[str]]
    summary: str
    unit: str = ""


@dataclass(frozen=True)
class Mark:
    """A level drawn across a plot; the label is made up from the value where it is empty."""

    value: float
    label: str = ""


@dataclass
class Lines:
    """Horizontal lines drawn into a plot."""

    items: list[dict[str, Any]] = field(default_factory=list)

    def add(self, mark: Mark | None, word: str, unit: str, position: str) -> None:
        if mark is None:
            return
        colour = palette.WARNING if word == "目标" else palette.MUTED
        self.items.append(
            {
                "yAxis": mark.value,
                "lineStyle": {"color": colour, "type": "dashed", "width": 1.5},
                "label": {
                    "formatter": mark.label or f"{word} {number(mark.value)}{unit}",
                    "color": colour,
                    "position": position,
                    "fontSize": 12,
                },
            }
        )

    def option(self) -> dict[str, Any]:
        return {"symbol": "none", "silent": True, "data": self.items}


def number(value: float | None, decimals: int | None = None) -> str:
    """For tables: thousands, no scientific notation, a dash for what is missing."""
    if value is None:
        return "—"
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 2
    return f"{value:,.{decimals}f}"


def nice(value: float) -> float:
    """The next round number above, so that the axis ends on a label."""
    if value <= 0:
        return 0.0
    step = 10.0 ** (len(str(int(value))) - 1) / 5
    return round(-(-value // step) * step, 6)


def frame(legend: Sequence[str]) -> dict[str, Any]:
    """What all charts share: font, palette, legend below (of more lines where the screen is narrow:
    charts.js), room for labels."""
    shown = len(legend) > 1
    return {
        "textStyle": {"fontFamily": palette.FONT, "color": palette.INK, "fontSize": 12},
        "color": list(palette.SERIES),
        "aria": {"enabled": True, "decal": {"show": False, "decals": list(palette.PATTERNS)}},
        "animation": False,
        "legend": {
            "show": shown,
            "data": list(legend),
            "left": "center",
            "bottom": 0,
            "textStyle": {"color": palette.INK},
            "itemWidth": 20,
        },
        "grid": {
            "left": 8,
            "right": 40,
            "top": 36,
            "bottom": 36 if shown else 8,
            "containLabel": True,
        },
        "tooltip": {
            "trigger": "axis",
            "confine": True,
            "textStyle": {"color": palette.INK, "fontSize": 13},
            "borderColor": palette.LINE,
        },
    }
