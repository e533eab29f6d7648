"""Charts as ECharts options, with the table behind them. Honest by default: axis from zero,
baseline and target drawn in, forecast as a band, gaps left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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


@dataclass(frozen=True)
class Forecast:
    """Expected values with their interval, one entry a date."""

    dates: Sequence[date]
    middle: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]


@dataclass
class _Lines:
    """Horizontal lines drawn into a plot."""

    items: list[dict[str, Any]] = field(default_factory=list)

    def add(self, mark: Mark | None, word: str, colour: str, unit: str) -> None:
        if mark is None:
            return
        self.items.append(
            {
                "yAxis": mark.value,
                "lineStyle": {"color": colour, "type": "dashed", "width": 1.5},
                "label": {
                    "formatter": mark.label or f"{word} {number(mark.value)}{unit}",
                    "color": colour,
                    "position": "insideEndTop",
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
    lines = _Lines()
    lines.add(target, "目标", palette.WARNING, unit)
    lines.add(baseline, "基准", palette.MUTED, unit)
    series = [_actual(dates, values, name, lines)]
    if forecast is not None:
        series += _forecast_series(dates, values, forecast)
    option = _frame([name, *(["预测", "预测区间"] if forecast else [])])
    option |= {
        "xAxis": {
            "type": "time",
            "axisLabel": {
                "formatter": {"year": "{yyyy}年", "month": "{M}月", "day": "{M}-{d}"},
                "hideOverlap": True,
                "color": palette.MUTED,
            },
            "axisLine": {"lineStyle": {"color": palette.LINE}},
            "splitNumber": 6,
        },
        "yAxis": _value_axis(unit, from_zero, _levels(target, baseline, forecast), values),
        "series": series,
    }
    head, rows = _trend_table(dates, values, name, unit, forecast)
    return Chart(option, head, rows, _trend_summary(dates, values, name, unit, target), unit)


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
        "splitLine": {"lineStyle": {"color": "#e8efee"}},
        "scale": not from_zero,
    }
    if known:
        low, high = min(known), max(known)
        room = (high - (min(low, 0) if from_zero else low)) * 0.12 or 1
        axis["max"] = _nice(high + room)
        if from_zero:
            axis["min"] = 0 if low >= 0 else -_nice(-low + room)
        else:
            axis["min"] = round(low - room, 1)
    return axis


def _nice(value: float) -> float:
    """The next round number above, so that the axis ends on a label."""
    if value <= 0:
        return 0.0
    step = 10.0 ** (len(str(int(value))) - 1) / 5
    return round(-(-value // step) * step, 6)


def _actual(dates: Sequence[date], values: Numbers, name: str, lines: _Lines) -> dict[str, Any]:
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
    quiet = {"type": "line", "stack": "band", "symbol": "none", "lineStyle": {"opacity": 0}}
    quiet |= {"stackStrategy": "all", "silent": True}
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


def _frame(legend: Sequence[str]) -> dict[str, Any]:
    """What all charts share: font, palette, legend at the top left, room for labels."""
    shown = len(legend) > 1
    return {
        "textStyle": {"fontFamily": palette.FONT, "color": palette.INK, "fontSize": 12},
        "color": list(palette.SERIES),
        "aria": {"enabled": True, "decal": {"show": False}},
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
            "right": 20,
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


def bars(
    labels: Sequence[str],
    series: Mapping[str, Numbers],
    *,
    unit: str = "",
    horizontal: bool = False,
    stacked: bool = False,
    target: Mark | None = None,
) -> Chart:
    """Amounts by category, always from zero; several series are told apart by pattern too."""
    lines = _Lines()
    lines.add(target, "目标", palette.WARNING, unit)
    if horizontal:
        for line in lines.items:
            line["xAxis"] = line.pop("yAxis")
    option = _frame(list(series))
    option["aria"]["decal"]["show"] = len(series) > 1
    value_axis = {
        "type": "value",
        "name": "" if horizontal else unit,
        "min": 0,
        "nameTextStyle": {"color": palette.MUTED, "align": "left"},
        "axisLabel": {"color": palette.MUTED, "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": "#e8efee"}},
    }
    names = {
        "type": "category",
        "data": list(labels),
        "axisLabel": {"color": palette.INK, "interval": 0, "rotate": 0 if horizontal else 30},
        "axisLine": {"lineStyle": {"color": palette.LINE}},
        "axisTick": {"show": False},
        "inverse": horizontal,
    }
    option["xAxis"], option["yAxis"] = (value_axis, names) if horizontal else (names, value_axis)
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
    option = _frame([left_name, right_name])
    most = _nice(max([*left, *right, 1]) * 1.02)
    option |= {
        "mirrored": True,  # charts.js shows the left side's numbers without their sign
        "xAxis": {
            "type": "value",
            "min": -most,
            "max": most,
            "axisLabel": {"color": palette.MUTED, "hideOverlap": True},
            "splitLine": {"lineStyle": {"color": "#e8efee"}},
        },
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
