"""Money is whole fen: read, written and shared out without losing one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.core import money

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1,240.50", 124050), ("0.1", 10), ("-3", -300), (" 12元 ", 1200), ("1，240.05", 124005)],
)
def test_yuan_are_read_as_people_write_them(text, fen):
    assert money.parse_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "一百", "1.234", "1e3", "NaN", "--1", "1.2.3", "元"])
def test_what_is_no_amount_says_so(text):
    with pytest.raises(ValueError, match="不是金额"):
        money.parse_yuan(text)


@given(st.integers(-(10**15), 10**15))
def test_what_is_written_can_be_read_back(fen):
    assert money.parse_yuan(money.format_fen(fen)) == fen


def test_amounts_are_written_with_thousands_and_two_places():
    assert money.format_fen(124050) == "1,240.50"
    assert money.format_fen(-5) == "-0.05"


@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_shares_add_up_exactly_and_are_within_one_fen_of_fair(total, weights):
    parts = money.split_exactly(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < whole
        assert weight or part == 0


def test_equal_remainders_go_to_the_first():
    assert money.split_exactly(100, [1, 1, 1]) == [34, 33, 33]


@pytest.mark.parametrize("weights", [[], [0, 0]])
def test_shares_without_weight_are_refused(weights):
    with pytest.raises(ValueError, match="权重"):
        money.split_exactly(100, weights)


def test_statistics_round_half_up():
    assert money.round_half_up(Decimal("2.5"), 0) == 3
    assert money.round_half_up(Decimal("0.125"), 2) == Decimal("0.13")
    assert money.round_half_up(Decimal("-2.5"), 0) == -3
