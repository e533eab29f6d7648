"""Charts as ECharts options, with the table behind them. Honest by default: axis from zero,
baseline and target drawn in, forecast as a band, gaps left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yingzhou.ui import palette
from yingzhou.ui.chart_parts import Chart, Lines, Mark, Numbers, frame, nice, number
from yingzhou.ui.trends import Forecast, trend

__all__ = ["Chart", "Forecast", "Mark", "bars", "number", "pyramid", "trend"]


def bars(
    labels: Sequence[str],
    series: Mapping[str, Numbers],
    *,
    unit: str = "",
    horizontal: bool = False,
    stacked: bool = False,
    target: Mark | None = None,
    colours: Sequence[str] = (),
) -> Chart:
    """Amounts by category, always from zero; several series are told apart by pattern too.
    ``colours``: where a series means something by itself, as what is late does."""
    lines = Lines()
    lines.add(target, "目标", unit, "insideEndTop")
    if horizontal:
        for line in lines.items:
            line["xAxis"] = line.pop("yAxis")
    option = frame(list(series))
    if colours:
        option["color"] = list(colours)
    option["aria"]["decal"]["show"] = len(series) > 1
    amounts = _amounts("" if horizontal else unit) | {"min": 0}
    if all(isinstance(value, int) for numbers in series.values() for value in numbers if value):
        amounts["minInterval"] = 1  # nobody is half a household
    if horizontal and unit:  # beside the axis there is no room for its name
        amounts["axisLabel"] = amounts["axisLabel"] | {"formatter": f"{{value}} {unit}"}
    names = _names(labels, horizontal)
    option["xAxis"], option["yAxis"] = (amounts, names) if horizontal else (names, amounts)
    option["series"] = [
        {
            "name": name,
            "type": "bar",
            "data": list(numbers),
            "barMaxWidth": 28,
            "stack": "all" if stacked else None,
            "itemStyle": {"borderRadius": 0 if stacked else 3},
            "markLine": lines.option() if i == 0 else None,
        }
        for i, (name, numbers) in enumerate(series.items())
    ]
    rows = [
        [label, *(number(numbers[i]) for numbers in series.values())]
        for i, label in enumerate(labels)
    ]
    head = ["", *(f"{name}({unit})" if unit else name for name in series)]
    summary = f"柱形图, {'、'.join(series)}, 共 {len(labels)} 项"
    return Chart(option, head, rows, summary, unit)


def _amounts(unit: str = "") -> dict[str, Any]:
    return {
        "type": "value",
        "name": unit,
        "nameTextStyle": {"color": palette.MUTED, "align": "left"},
        "axisLabel": {"color": palette.MUTED, "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": palette.GRID}},
    }


def _names(labels: Sequence[str], horizontal: bool) -> dict[str, Any]:
    return {
        "type": "category",
        "data": list(labels),
        "axisLabel": {"color": palette.INK, "hideOverlap": True, "rotate": 0 if horizontal else 30},
        "axisLine": {"lineStyle": {"color": palette.LINE}},
        "axisTick": {"show": False},
        "inverse": horizontal,
    }


def pyramid(
    bands: Sequence[str],
    left: Sequence[int],
    right: Sequence[int],
    *,
    left_name: str,
    right_name: str,
    unit: str = "",
) -> Chart:
    """Two groups back to back, ``bands`` from the lowest up."""
    option = frame([left_name, right_name])
    quiet_ends = {
        "color": palette.MUTED,
        "hideOverlap": True,
        "showMinLabel": False,
        "showMaxLabel": False,
    }
    most = nice(max([*left, *right, 1]) * 1.02)
    option |= {
        "mirrored": True,  # charts.js shows the left side's numbers without their sign
        "xAxis": _amounts() | {"min": -most, "max": most, "axisLabel": quiet_ends},
        "yAxis": {
            "type": "category",
            "data": list(bands),
            "axisTick": {"show": False},
            "axisLine": {"show": False},
            "axisLabel": {"color": palette.INK},
        },
        "series": [
            _side(left_name, [-value for value in left], palette.SERIES[0]),
            _side(right_name, list(right), palette.SERIES[1]),
        ],
    }
    option["aria"]["decal"]["show"] = True
    rows = [[b, number(m), number(f)] for b, m, f in zip(bands, left, right, strict=True)]
    totals = f"{left_name} {sum(left):,}{unit}, {right_name} {sum(right):,}{unit}"
    return Chart(option, ["", left_name, right_name], rows, f"分组对比图, {totals}", unit)


def _side(name: str, values: list[int], colour: str) -> dict[str, Any]:
    return {
        "name": name,
        "type": "bar",
        "stack": "both",
        "data": values,
        "barCategoryGap": "18%",
        "itemStyle": {"color": colour},
    }
