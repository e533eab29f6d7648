"""The drawings of the report: well-formed, honest axes, everything inside its frame."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.insight.forecast import forecast, quarter_ends
from yingzhou.insight.report import svg
from yingzhou.insight.report.bar_chart import Bar, bars_svg
from yingzhou.insight.report.trend_chart import Trend, trend_svg

DAYS = quarter_ends(date(2021, 1, 1), date(2023, 6, 30))
AHEAD = quarter_ends(date(2023, 7, 1), date(2025, 12, 31))
NAMESPACE = "{http://www.w3.org/2000/svg}"


def _trend(values, **changed):
    given_ = {
        "days": DAYS[: len(values)],
        "values": values,
        "base": date(2020, 12, 31),
        "last_day": date(2025, 12, 31),
        "baseline": 30.0,
        "target": 60.0,
        "unit": "%",
        "baseline_text": "2020年基准 30",
        "target_text": "2025年目标 ≥60",
        "now_text": "44.3",
        "ahead": forecast(DAYS[: len(values)], values, AHEAD, 100.0),
    }
    return Trend(**{**given_, **changed})


def _read(drawing):
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own drawing
    texts = ["".join(node.itertext()) for node in root.iter(f"{NAMESPACE}text")]
    return root, texts


def test_a_trend_names_baseline_target_and_present_value():
    _, texts = _read(trend_svg(_trend([30.0 + i for i in range(10)]), 104, 56, "走势"))
    assert {"2020年基准 30", "2025年目标 ≥60", "44.3", "规划期", "实际", "进度线"} <= set(texts)
    assert "趋势外推与80%区间" in texts
    assert {"2021", "2022", "2023", "2024", "2025"} <= set(texts)


def test_a_trend_without_values_says_so_and_keeps_its_target():
    _, texts = _read(trend_svg(_trend([], ahead=None), 104, 56, "走势"))
    assert "还没有数据" in texts
    assert "2025年目标 ≥60" in texts


def test_an_axis_that_does_not_start_from_zero_says_so():
    near = _trend([89.0, 90.0, 91.0, 92.0], baseline=89.0, target=95.0)
    assert "% (纵轴不从零起)" in _read(trend_svg(near, 104, 56, "走势"))[1]
    far = _trend([5.0, 20.0, 30.0, 40.0])
    assert "%" in _read(trend_svg(far, 104, 56, "走势"))[1]


@given(
    st.lists(st.floats(0, 10**7), min_size=0, max_size=len(DAYS)),
    st.floats(0, 10**7),
    st.one_of(st.none(), st.floats(0, 10**7)),
)
def test_whatever_the_values_everything_lies_inside_the_frame(values, baseline, target):
    drawing = trend_svg(_trend(values, baseline=baseline, target=target), 104, 56, "走势")
    root, _ = _read(drawing)
    width, height = (float(size) for size in root.get("viewBox").split()[2:])
    for node in root.iter(f"{NAMESPACE}path"):
        numbers = [float(n) for n in node.get("d").replace("M", "").replace("L", "").split()]
        assert all(-0.5 <= x <= width + 0.5 for x in numbers[::2])
        assert all(-0.5 <= y <= height + 0.5 for y in numbers[1::2])


@given(st.floats(0, 10**8), st.floats(0, 10**8))
def test_ticks_are_round_ascending_and_hold_the_values(one, two):
    low, high = min(one, two), max(one, two)
    ticks = svg.axis_from(low, high)
    assert ticks == sorted(set(ticks))
    assert 2 <= len(ticks) <= 14
    assert ticks[0] <= low
    assert ticks[-1] >= high


def test_bars_stand_from_the_highest_with_the_districts_value_across():
    bars = [Bar("甲镇", 60.0, "60.0"), Bar("乙镇", 30.0, "30.0"), Bar("丙镇", None, "无数据")]
    root, texts = _read(bars_svg(bars, 64, 56, "各乡镇", unit="%", whole=45.0))
    lengths = [float(r.get("width")) for r in root.iter(f"{NAMESPACE}rect") if r.get("rx")]
    assert lengths == pytest.approx([lengths[0], lengths[0] / 2], rel=0.01)
    assert "全区" in texts
    assert "无数据" in texts


def test_a_name_with_signs_of_markup_stays_a_name():
    drawing = bars_svg([Bar("A&B<镇>\"'", 1.0, "1")], 64, 56, "a<b", unit="个")
    assert "A&B<镇>\"'" in _read(drawing)[1]


def test_no_values_at_all_are_drawn_without_dividing_by_nothing():
    _read(bars_svg([Bar("甲镇", 0.0, "0")], 64, 56, "各乡镇", unit="个"))
    _read(bars_svg([], 64, 56, "各乡镇", unit="个"))
