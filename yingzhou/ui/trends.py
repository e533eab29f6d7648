"""A figure over time, with baseline, target and forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.ui import palette
from yingzhou.ui.chart_parts import Chart, Lines, Mark, Numbers, frame, nice, number


@dataclass(frozen=True)
class Forecast:
    """Expected values with their interval, one entry a date."""

    dates: Sequence[date]
    middle: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]


def trend(
    dates: Sequence[date],
    values: Numbers,
    *,
    name: str = "实际",
    unit: str = "",
    target: Mark | None = None,
    baseline: Mark | None = None,
    forecast: Forecast | None = None,
    from_zero: bool = True,
) -> Chart:
    """A figure over time. ``from_zero=False`` only for ratios whose movement would vanish."""
    lines = Lines()
    lines.add(target, "目标", unit, "insideStartTop")
    lines.add(baseline, "基准", unit, "insideEndBottom")
    series = [_actual(dates, values, name, lines)]
    if forecast is not None:
        series += _forecast_series(dates, values, forecast)
    option = frame([name, *(["预测", "预测区间"] if forecast else [])])
    option |= {
        "xAxis": {
            "type": "time",
            "axisLabel": {
                "formatter": "{yyyy}-{MM}",
                "customValues": _labelled([*dates, *(forecast.dates if forecast else ())]),
                "hideOverlap": True,
                "color": palette.MUTED,
            },
            "axisLine": {"lineStyle": {"color": palette.LINE}},
        },
        "yAxis": _value_axis(unit, from_zero, _levels(target, baseline, forecast), values),
        "series": series,
    }
    head, rows = _trend_table(dates, values, name, unit, forecast)
    return Chart(option, head, rows, _trend_summary(dates, values, name, unit, target), unit)


def _labelled(days: Sequence[date]) -> list[str]:
    """At most eight of the days themselves: a label between two records would mislead."""
    year_ends = [day for day in days if day.month == 12]
    chosen = year_ends if len(year_ends) > 2 else list(days)
    every = -(-len(chosen) // 8) or 1
    return [day.isoformat() for day in chosen[::every]]


def _levels(*drawn: Mark | Forecast | None) -> list[float]:
    """All values besides the series itself that the axis must hold."""
    found: list[float] = []
    for item in drawn:
        if isinstance(item, Mark):
            found.append(item.value)
        elif item is not None:
            found += [*item.lower, *item.upper]
    return found


def _value_axis(
    unit: str, from_zero: bool, levels: Sequence[float], values: Numbers
) -> dict[str, Any]:
    """Wide enough for the values and for every line drawn across."""
    known = [float(value) for value in (*values, *levels) if value is not None]
    axis: dict[str, Any] = {
        "type": "value",
        "name": unit,
        "nameTextStyle": {"color": palette.MUTED, "align": "left"},
        "axisLabel": {"color": palette.MUTED},
        "splitLine": {"lineStyle": {"color": palette.GRID}},
        "scale": not from_zero,
    }
    if known:
        low, high = min(known), max(known)
        room = (high - (min(low, 0) if from_zero else low)) * 0.12 or 1
        axis["max"] = nice(high + room)
        if from_zero:
            axis["min"] = 0 if low >= 0 else -nice(-low + room)
        else:
            axis["min"] = round(low - room, 1)
    return axis


def _actual(dates: Sequence[date], values: Numbers, name: str, lines: Lines) -> dict[str, Any]:
    return {
        "name": name,
        "type": "line",
        "data": [[day.isoformat(), value] for day, value in zip(dates, values, strict=True)],
        "showSymbol": len(dates) <= 24,
        "symbol": "circle",
        "symbolSize": 7,
        "connectNulls": False,
        "lineStyle": {"width": 2.5, "color": palette.ACCENT},
        "itemStyle": {"color": palette.ACCENT},
        "markLine": lines.option(),
        "z": 5,
    }


def _forecast_series(
    dates: Sequence[date], values: Numbers, forecast: Forecast
) -> list[dict[str, Any]]:
    """A dashed line that starts at the last known value, and a band made of two stacked areas."""
    last = [(d, float(v)) for d, v in zip(dates, values, strict=True) if v is not None][-1:]
    days = [d.isoformat() for d, _ in last] + [d.isoformat() for d in forecast.dates]
    known = [v for _, v in last]
    lower, upper = [*known, *forecast.lower], [*known, *forecast.upper]
    widths = [round(top - bottom, 6) for top, bottom in zip(upper, lower, strict=True)]
    quiet: dict[str, Any] = {
        "type": "line",
        "stack": "band",
        "stackStrategy": "all",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
    }
    middle = [*known, *forecast.middle]
    texts = [f"{number(a)} – {number(b)}" for a, b in zip(lower, upper, strict=True)]
    band = [
        {"value": [day, width], "text": text}
        for day, width, text in zip(days, widths, texts, strict=True)
    ]
    return [
        {**quiet, "name": "_下限", "data": [list(pair) for pair in zip(days, lower, strict=True)]},
        {
            **quiet,
            "name": "预测区间",
            "data": band,
            "areaStyle": {"color": palette.ACCENT, "opacity": 0.16},
            "itemStyle": {"color": palette.ACCENT, "opacity": 0.3},
        },
        {
            "name": "预测",
            "type": "line",
            "symbol": "none",
            "data": [list(pair) for pair in zip(days, middle, strict=True)],
            "lineStyle": {"type": "dotted", "width": 2.5, "color": palette.ACCENT_DARK},
            "itemStyle": {"color": palette.ACCENT_DARK},
        },
    ]


def _trend_table(
    dates: Sequence[date], values: Numbers, name: str, unit: str, forecast: Forecast | None
) -> tuple[list[str], list[list[str]]]:
    rows = [[day.isoformat(), number(v)] for day, v in zip(dates, values, strict=True)]
    head = ["日期", f"{name}({unit})" if unit else name]
    if forecast is None:
        return head, rows
    rows = [[*row, "—", "—"] for row in rows]
    for day, mid, low, high in zip(
        forecast.dates, forecast.middle, forecast.lower, forecast.upper, strict=True
    ):
        rows.append([day.isoformat(), "—", number(mid), f"{number(low)} – {number(high)}"])
    return [*head, "预测", "预测区间"], rows


def _trend_summary(
    dates: Sequence[date], values: Numbers, name: str, unit: str, target: Mark | None
) -> str:
    known = [(d, v) for d, v in zip(dates, values, strict=True) if v is not None]
    if not known:
        return f"{name}: 还没有数据"
    (first_day, first), (last_day, last) = known[0], known[-1]
    text = (
        f"折线图, {name}: {first_day} 为 {number(first)}{unit}, {last_day} 为 {number(last)}{unit}"
    )
    return text if target is None else f"{text}, 目标 {number(target.value)}{unit}"
