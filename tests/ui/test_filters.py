"""How numbers, spells and addresses are written."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from yingzhou.core.spells import FOREVER
from yingzhou.ui.templatetags import ui


@pytest.mark.parametrize(
    ("value", "text"), [(1234567, "1,234,567"), (0, "0"), (None, "—"), ("", "—"), ("甲", "甲")]
)
def test_numbers_carry_thousands_and_a_gap_is_a_dash(value, text):
    assert ui.thousands(value) == text


def test_money_is_fen_shown_as_yuan():
    assert ui.fen(124050) == "1,240.50"
    assert ui.fen(None) == "—"


def test_a_spell_names_its_last_day_though_the_table_keeps_the_first_day_after():
    closed = SimpleNamespace(valid_from=date(2020, 7, 1), valid_to=date(2023, 7, 1))
    still = SimpleNamespace(valid_from=date(2020, 7, 1), valid_to=FOREVER)
    assert ui.span(closed) == "2020-07-01 至 2023-06-30"
    assert ui.span(still) == "2020-07-01 起"


def test_an_address_keeps_its_other_parameters():
    context = {"request": RequestFactory().get("/", {"q": "李", "after": "x"})}
    assert ui.query(context, after="", town="310151104000") == "q=%E6%9D%8E&town=310151104000"
    assert ui.query(context, param="after", value="下一页").startswith("q=%E6%9D%8E&after=")


def test_what_was_searched_is_marked_and_nothing_slips_in_as_markup():
    assert ui.mark("李<b>梅", "李") == "<mark>李</mark>&lt;b&gt;梅"
    assert ui.mark("a<b", "") == "a&lt;b"


def test_a_state_is_a_word_a_shape_and_a_class():
    for state, word in [("met", "已达标"), ("on_pace", "按进度"), ("behind", "落后")]:
        badge = ui.state_badge(state)
        assert word in badge
        assert "<svg" in badge
        assert f"state-{state}" in badge
    assert "缺数据" in ui.state_badge("没听说过")
    assert "按进度 2026-03" in ui.state_badge("on_pace", "按进度 2026-03")


def test_a_sparkline_leaves_gaps_and_tells_first_last_and_target():
    svg = ui.sparkline([30, 32, None, 40, 57.8], 60)
    assert svg.count("<polyline") == 2
    assert "由 30 到 57.8, 目标 60" in svg


def test_a_sparkline_of_nothing_says_so():
    assert "暂无走势" in ui.sparkline([None, None])
    assert "<circle" in ui.sparkline([5])
