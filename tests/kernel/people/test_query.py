"""What people type into the search box."""

from __future__ import annotations

import pytest

from yingzhou.kernel.people.query import parse

NUMBER = "11010519491231002X"  # the worked example that GB 11643 itself prints


def test_a_name_with_a_birth_year_is_understood_both_ways_round():
    for typed in ("李秀珍 1950", "1950 李秀珍", "李秀珍1950年生", "李秀珍,1950"):
        query = parse(typed)
        assert (query.kind, query.text, query.year) == ("name", "李秀珍", 1950), typed


def test_pinyin_may_be_typed_with_spaces_and_capitals():
    assert parse("Li Xiu-zhen").kind == "none"
    assert parse("Li Xiuzhen") == parse("lixiuzhen")


def test_a_number_is_masked_for_the_audit():
    query = parse("110105 19491231 002x")
    assert query.kind == "number"
    assert query.masked == "110*************2X"


def test_a_name_is_masked_for_the_audit():
    assert parse("李秀珍 1950").masked == "李*珍 1950"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (NUMBER[:-1] + "1", "校验位"),
        (NUMBER[:-2], "18位"),
        ("李1234567", "完整的18位"),
        ("1950", "姓名"),
        ("李", "至少"),
        ("x", "至少"),
        ("!?", "请输入"),
    ],
)
def test_what_cannot_be_searched_says_what_to_do(typed, says):
    query = parse(typed)
    assert query.kind == "none"
    assert says in query.problem
    assert typed not in query.problem or len(typed) < 5


def test_nothing_typed_is_no_problem():
    assert parse("  ").problem == ""
