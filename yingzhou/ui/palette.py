"""The colours of charts and maps; those of screens are in ``static/ui/tokens.css``. Keep alike."""

from __future__ import annotations

ACCENT = "#0b7a75"
ACCENT_DARK = "#075450"
WARNING = "#b4480c"
SOON = "#7d7a1e"
INK = "#16302f"
MUTED = "#51696a"
LINE = "#d7e4e2"
GRID = "#e8efee"
COAST = "#9ccbc3"
SURFACE = "#ffffff"

SERIES = ("#0b7a75", "#2f6db3", "#b4480c", "#6d5aa8", "#7d7a1e", "#a23b6a", "#4d6b73", "#1d9a6c")
"""Each at least 4.5:1 on white or told apart by pattern; the order is the order of series."""

SEQUENCE = ("#e3f3f0", "#b9dfd8", "#86c7bd", "#4aa79c", "#0b6a66")
"""From little to much; only the last carries white text (4.5:1 on each)."""

FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

_LIGHT = "rgba(255,255,255,0.5)"
PATTERNS: tuple[dict[str, object], ...] = (
    {"symbol": "none"},
    {"color": _LIGHT, "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": -0.785},
    {
        "color": _LIGHT,
        "symbol": "circle",
        "dashArrayX": [[8, 8], [0, 8, 8, 0]],
        "dashArrayY": [6, 0],
    },
    {"color": _LIGHT, "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": 0.785},
)
"""Laid over the colours of several series, so that they differ without colour too."""
