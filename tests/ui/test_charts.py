"""Charts tell the truth: from zero, with target, baseline and forecast, and a table behind."""

from __future__ import annotations

import json
from datetime import date

from yingzhou.ui import charts

DAYS = [date(2020 + i, 12, 31) for i in range(6)]
FORECAST = charts.Forecast([date(2026, 12, 31)], [61.0], [58.0], [64.0])


def test_a_trend_starts_at_zero_and_leaves_a_gap_open():
    chart = charts.trend(DAYS, [30, 36, None, 45, 52, 57.8], unit="%")
    line = chart.option["series"][0]
    assert chart.option["yAxis"]["min"] == 0
    assert line["data"][2] == ["2022-12-31", None]
    assert line["connectNulls"] is False


def test_target_and_baseline_are_drawn_in_and_fit_the_axis():
    chart = charts.trend(
        DAYS,
        [30, 36, 40, 45, 52, 57.8],
        unit="%",
        target=charts.Mark(90, "目标 ≥90%"),
        baseline=charts.Mark(30),
    )
    marks = chart.option["series"][0]["markLine"]["data"]
    assert [mark["label"]["formatter"] for mark in marks] == ["目标 ≥90%", "基准 30%"]
    assert chart.option["yAxis"]["max"] >= 90


def test_a_forecast_is_a_band_that_begins_at_the_last_known_value():
    chart = charts.trend(DAYS, [30, 36, 40, 45, 52, None], unit="%", forecast=FORECAST)
    lower, band, middle = chart.option["series"][1:]
    assert lower["data"][0] == ["2024-12-31", 52.0]
    assert band["data"][-1] == {"value": ["2026-12-31", 6.0], "text": "58 – 64"}
    assert middle["data"][-1] == ["2026-12-31", 61.0]
    assert chart.rows[-1] == ["2026-12-31", "—", "61", "58 – 64"]


def test_a_trend_without_any_value_still_draws():
    chart = charts.trend(DAYS, [None] * 6)
    assert "还没有数据" in chart.summary
    json.dumps(chart.option)


def test_large_amounts_are_written_out_never_in_scientific_notation():
    chart = charts.trend(DAYS[:1], [1_220_000_000], unit="元")
    assert chart.rows == [["2020-12-31", "1,220,000,000"]]
    assert chart.option["yAxis"]["max"] >= 1_220_000_000


def test_a_figure_close_to_nothing_keeps_a_readable_axis():
    chart = charts.trend(DAYS[:2], [0.02, 0.05])
    assert 0.05 < chart.option["yAxis"]["max"] <= 0.2


def test_bars_tell_series_apart_by_pattern_and_put_the_target_across():
    chart = charts.bars(
        ["庙镇", "堡镇"], {"甲": [1, None], "乙": [3, 4]}, unit="张", target=charts.Mark(3)
    )
    assert chart.option["aria"]["decal"]["show"] is True
    assert chart.rows == [["庙镇", "1", "3"], ["堡镇", "—", "4"]]
    lying = charts.bars(["庙镇"], {"甲": [1]}, horizontal=True, target=charts.Mark(3))
    assert lying.option["series"][0]["markLine"]["data"][0]["xAxis"] == 3


def test_a_pyramid_mirrors_one_side_but_its_table_does_not():
    chart = charts.pyramid(["0–9", "10–19"], [21, 22], [20, 21], left_name="男", right_name="女")
    assert chart.option["series"][0]["data"] == [-21, -22]
    assert chart.rows[0] == ["0–9", "21", "20"]


def test_where_things_are_counted_the_axis_has_no_halves():
    counted = charts.bars(["10月", "11月"], {"在核": [1, None], "已停": [0, 2]}, unit="户")
    measured = charts.bars(["10月"], {"占比": [1.5]}, unit="%")
    assert counted.option["yAxis"]["minInterval"] == 1
    assert "minInterval" not in measured.option["yAxis"]
