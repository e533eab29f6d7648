"""A line the size of a word."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 104, 28, 4


def render(
    values: Sequence[float | None], target: float | None = None, label: str = "走势"
) -> SafeString:
    """An inline SVG; None leaves a gap. The accessible title tells first, last and target."""
    known = [float(value) for value in values if value is not None]
    if not known:
        return format_html('<span class="muted">{}</span>', "暂无走势")
    lowest, highest = _range(known, target)
    points = _points(values, lowest, highest)
    title = _title(label, known, target)
    lines = format_html_join(
        "",
        '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.8"'
        ' stroke-linecap="round" stroke-linejoin="round"/>',
        ((" ".join(f"{x:.1f},{y:.1f}" for x, y in run),) for run in _runs(points)),
    )
    last_x, last_y = next(point for point in reversed(points) if point is not None)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<title>{}</title>{}{}<circle cx="{}" cy="{}" r="2.6" fill="currentColor"/></svg>',
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        title,
        title,
        _target_line(target, lowest, highest),
        lines,
        f"{last_x:.1f}",
        f"{last_y:.1f}",
    )


def _range(known: list[float], target: float | None) -> tuple[float, float]:
    all_values = known if target is None else [*known, float(target)]
    lowest, highest = min(all_values), max(all_values)
    if lowest == highest:
        return lowest - 1, highest + 1
    return lowest, highest


def _y(value: float, lowest: float, highest: float) -> float:
    return EDGE + (highest - value) / (highest - lowest) * (HEIGHT - 2 * EDGE)


def _points(
    values: Sequence[float | None], lowest: float, highest: float
) -> list[tuple[float, float] | None]:
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    return [
        None if value is None else (EDGE + i * step, _y(float(value), lowest, highest))
        for i, value in enumerate(values)
    ]


def _runs(points: list[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Unbroken stretches; a gap in the data is a gap in the line."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _target_line(target: float | None, lowest: float, highest: float) -> SafeString:
    if target is None:
        return SafeString("")
    y = f"{_y(float(target), lowest, highest):.1f}"
    return format_html(
        '<line class="spark-target" x1="0" x2="{}" y1="{}" y2="{}" stroke-dasharray="3 3"/>',
        WIDTH,
        y,
        y,
    )


def _title(label: str, known: list[float], target: float | None) -> str:
    text = f"{label}: 由 {known[0]:,g} 到 {known[-1]:,g}"
    return text if target is None else f"{text}, 目标 {float(target):,g}"
