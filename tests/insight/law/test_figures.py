"""Parameters with their history, and facts with what is assumed."""

from __future__ import annotations

from datetime import date

from yingzhou.insight.law.selectors import fact, figure
from yingzhou.kernel.catalogue.book import book

DAY = date(2025, 8, 1)


def test_the_standard_of_today_with_source_and_what_it_was_before():
    page = figure.page("低保.标准", DAY)
    assert page.title == "低保标准"
    assert page.now.value == "1,650.00 元/人/月"
    assert page.now.change == "增 55.00 元/人/月"
    assert page.now.dated.source
    assert [one.state for one in page.history][:2] == ["将来", "现行"]
    assert "低保金" in {one.label for one in page.users}


def test_the_chart_goes_in_steps_and_leaves_unverified_points_open():
    chart = figure.page("低保.标准", date(2026, 8, 1)).chart
    (series,) = chart.option["series"]
    assert series["step"] == "end"
    assert series["data"][-1] == {"value": ["2026-08-01", 1690.0], "symbol": "emptyCircle"}
    assert {"value": ["2025-07-01", 1650.0], "symbol": "circle"} in series["data"]


def test_a_ratio_is_drawn_in_percent():
    assert figure.page("医疗救助.住院比例", DAY).chart.unit == "%"


def test_bands_stand_as_a_table_for_each_date():
    tables = [name for name, one in book().parameters.items() if one.axes]
    assert tables
    for name in tables:
        page = figure.page(name, DAY)
        assert page.chart is None
        shown = next(one.table for one in page.history if one.table)
        assert len({len(row) for row in (shown.head, *shown.rows)}) == 1


def test_bands_of_ages_say_from_and_to():
    axis = book().parameters["老年综合津贴.标准"].axes[0]
    assert figure._bands(axis)[0] == "65–69"
    assert figure._bands(axis)[-1].endswith("以上")


def test_a_fact_says_what_holds_where_nothing_is_recorded():
    page = fact.page("人", "残疾等级", DAY)
    assert page.assumed == "0 级"
    assert page.spec.because
    assert page.limits == "0 级 到 4 级"
    assert fact.page("人", "月养老金", DAY).assumed == ""


def test_what_does_not_exist_has_no_page():
    assert figure.page("没有.这个", DAY) is None
    assert fact.page("人", "没有这个", DAY) is None
