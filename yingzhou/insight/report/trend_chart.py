"""A figure over the years as a vector drawing: baseline, target, the line to it, the forecast."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from yingzhou.insight.forecast import Forecast
from yingzhou.insight.report import svg
from yingzhou.ui import palette

LEFT, RIGHT, TOP, BOTTOM = 27.0, 8.0, 15.0, 26.0
BAND = "#cfe6e3"
PERIOD = "#f3f8f7"


@dataclass(frozen=True)
class Trend:
    """What is drawn. ``base`` and ``last_day`` bound the plan; ``now`` is the last value's text."""

    days: list[date]
    values: list[float]
    base: date
    last_day: date
    baseline: float
    target: float | None
    unit: str
    baseline_text: str
    target_text: str
    now_text: str
    ahead: Forecast | None = None


@dataclass
class _Plot:
    trend: Trend
    width: float
    height: float
    first: date = date.min
    last: date = date.max
    ticks: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        t = self.trend
        seen = [*t.days, t.base, t.last_day, *(t.ahead.days if t.ahead else ())]
        self.first, self.last = min(seen), max(seen)
        levels = [*t.values, t.baseline]
        if t.target is not None:
            levels.append(t.target)
        if t.ahead:
            levels += [*t.ahead.lower, *t.ahead.upper]
        self.ticks = svg.axis_from(min(levels), max(levels))

    def x(self, day: date) -> float:
        share = (day - self.first) / ((self.last - self.first) or timedelta(1))
        return LEFT + share * (self.width - LEFT - RIGHT)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return TOP + (high - value) / (high - low) * (self.height - TOP - BOTTOM)

    @property
    def right(self) -> float:
        return self.width - RIGHT

    @property
    def floor(self) -> float:
        return self.height - BOTTOM


def trend_svg(trend: Trend, width_mm: int, height_mm: int, title: str) -> str:
    """The drawing. With no values it still shows where the figure should go."""
    plot = _Plot(trend, width_mm * svg.POINTS_PER_MM, height_mm * svg.POINTS_PER_MM)
    parts = [*_frame(plot), *_ahead(plot), *_levels(plot), *_actual(plot), *_legend(plot)]
    return svg.document(parts, plot.width, plot.height, title)


def _small(x: float, y: float, content: str, anchor: str = "start") -> str:
    return svg.text(x, y, content, anchor=anchor, size=6.2, fill=palette.MUTED)


def _frame(plot: _Plot) -> list[str]:
    t = plot.trend
    left, right = plot.x(t.base), plot.x(t.last_day)
    parts = [
        svg.tag("rect", x=left, y=TOP, width=right - left, height=plot.floor - TOP, fill=PERIOD),
        _small((left + right) / 2, TOP - 4.5, "规划期", "middle"),
        _small(0, 7.0, t.unit if not plot.ticks[0] else f"{t.unit} (纵轴不从零起)"),
    ]
    for tick in plot.ticks:
        y = plot.y(tick)
        parts.append(svg.line(LEFT, y, plot.right, y, palette.GRID, 0.6))
        parts.append(_small(LEFT - 3, y + 2.3, svg.label(tick), "end"))
    parts.append(svg.line(LEFT, plot.floor, plot.right, plot.floor, palette.MUTED, 0.7))
    return [*parts, *_years(plot)]


def _years(plot: _Plot) -> list[str]:
    parts = []
    for year in range(plot.first.year, plot.last.year + 1):
        start = plot.x(max(date(year, 1, 1), plot.first))
        end = plot.x(min(date(year, 12, 31), plot.last))
        if date(year, 1, 1) > plot.first:
            parts.append(svg.line(start, plot.floor, start, plot.floor + 3, palette.MUTED, 0.6))
        if end - start > 13:
            middle = (start + end) / 2
            parts.append(
                svg.text(
                    middle,
                    plot.floor + 8.5,
                    str(year),
                    anchor="middle",
                    size=6.2,
                    fill=palette.MUTED,
                )
            )
    return parts


def _levels(plot: _Plot) -> list[str]:
    """Baseline and target across the plot, and the straight line from one to the other."""
    t = plot.trend
    base_y = plot.y(t.baseline)
    parts = [svg.line(LEFT, base_y, plot.right, base_y, palette.MUTED, 0.8, stroke_dasharray="3 2")]
    if t.target is None:
        return parts
    target_y = plot.y(t.target)
    parts.append(
        svg.line(LEFT, target_y, plot.right, target_y, palette.WARNING, 0.9, stroke_dasharray="4 2")
    )
    pace = [(plot.x(t.base), base_y), (plot.x(t.last_day), target_y)]
    parts.append(
        svg.path(
            pace, fill="none", stroke=palette.MUTED, stroke_width=0.8, stroke_dasharray="1 1.6"
        )
    )
    parts += _names(plot, base_y, target_y)
    return parts


def _names(plot: _Plot, base_y: float, target_y: float) -> list[str]:
    """Labels lie outside the two lines, where the line between them never comes."""
    t = plot.trend
    above, below = min(base_y, target_y) - 2.5, max(base_y, target_y) + 7.5
    target_at, base_at = (above, below) if target_y < base_y else (below, above)
    if base_at > plot.floor:  # the years stand there
        base_at = base_y - 2.5
    crowded = bool(t.values) and abs(plot.y(t.values[-1]) - base_y) < 14
    x, anchor = (plot.x(t.base) + 2, "start") if crowded else (plot.right - 1, "end")
    return [
        svg.text(
            LEFT + 2,
            target_at,
            t.target_text,
            size=6.6,
            fill=palette.WARNING,
            weight=700,
            halo=True,
        ),
        svg.text(
            x, base_at, t.baseline_text, anchor=anchor, size=6.6, fill=palette.MUTED, halo=True
        ),
    ]


def _ahead(plot: _Plot) -> list[str]:
    t = plot.trend
    if t.ahead is None or not t.values:
        return []
    start = (t.days[-1], t.values[-1])
    upper = [start, *zip(t.ahead.days, t.ahead.upper, strict=True)]
    lower = [start, *zip(t.ahead.days, t.ahead.lower, strict=True)]
    middle = [start, *zip(t.ahead.days, t.ahead.middle, strict=True)]
    edge = [(plot.x(d), plot.y(v)) for d, v in [*upper, *reversed(lower)]]
    way = [(plot.x(d), plot.y(v)) for d, v in middle]
    return [
        svg.path(edge, fill=BAND, stroke="none"),
        svg.path(
            way,
            fill="none",
            stroke=palette.ACCENT_DARK,
            stroke_width=1.3,
            stroke_dasharray="1.6 1.8",
        ),
    ]


def _actual(plot: _Plot) -> list[str]:
    t = plot.trend
    if not t.values:
        middle = (LEFT + plot.right) / 2, (TOP + plot.floor) / 2
        return [svg.text(*middle, "还没有数据", anchor="middle", fill=palette.MUTED)]
    points = [(plot.x(d), plot.y(v)) for d, v in zip(t.days, t.values, strict=True)]
    x, y = points[-1]
    label_y = y - 4.5 if y > TOP + 14 else y + 9.5
    return [
        svg.path(
            points, fill="none", stroke=palette.ACCENT, stroke_width=1.7, stroke_linejoin="round"
        ),
        svg.tag("circle", cx=x, cy=y, r=2.4, fill=palette.ACCENT, stroke="#ffffff"),
        svg.text(
            min(x + 3, plot.right), label_y, t.now_text, anchor="end", size=7.6,
            fill=palette.ACCENT_DARK, weight=700, halo=True,
        ),
    ]  # fmt: skip


def _legend(plot: _Plot) -> list[str]:
    y, x, parts = plot.height - 5.0, LEFT, []
    entries = [("实际", palette.ACCENT, 1.7, ""), ("进度线", palette.MUTED, 0.8, "1 1.6")]
    if plot.trend.ahead is not None and plot.trend.values:
        entries.append(("趋势外推与80%区间", palette.ACCENT_DARK, 1.3, "1.6 1.8"))
    for name, colour, width, dashes in entries:
        if name.startswith("趋势"):
            parts.append(svg.tag("rect", x=x, y=y - 5.2, width=14, height=6, fill=BAND))
        more = {"stroke_dasharray": dashes} if dashes else {}
        parts.append(svg.line(x, y - 2.3, x + 14, y - 2.3, colour, width, **more))
        parts.append(_small(x + 17, y, name))
        x += 17 + 6.4 * len(name) + 10
    return parts
