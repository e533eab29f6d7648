"""公民身份号码: what is accepted, what is refused and why, and what is never quoted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from yingzhou.core import clock
from yingzhou.kernel.people import identity

PEOPLE = st.tuples(
    st.sampled_from(["310151", "310230", "110101", "650102", "810000"]),
    st.dates(date(1900, 1, 1), date(2024, 12, 31)),
    st.integers(0, 999),
)


def number(place, born, sequence):
    body = f"{place}{born:%Y%m%d}{sequence:03d}"
    return body + ric.calc_check_digit(body + "0")


@given(PEOPLE)
def test_a_right_number_gives_birthday_and_sex(facts):
    text = number(*facts)
    with clock.stopped_at(date(2025, 1, 1)):
        assert identity.validate(f" {text[:6]} {text[6:14]}-{text[14:].lower()} ") == text
    assert identity.birth_date(text) == facts[1]
    assert identity.sex(text) == (1 if facts[2] % 2 else 2)


@given(PEOPLE, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_figure_is_always_noticed_and_never_quoted(facts, place, change):
    text = number(*facts)
    old = text[place]
    new = str((int(old) + change) % 10) if old != "X" else str(change)
    wrong = text[:place] + new + text[place + 1 :]
    with (
        clock.stopped_at(date(2025, 1, 1)),
        pytest.raises(ValueError, match="公民身份号码") as told,
    ):
        identity.validate(wrong)
    assert wrong not in str(told.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "没有填写"),
        ("310230500501123", "15位旧号码"),
        ("31023019500501", "应为18位, 现在是14位"),
        ("3102301950050112AB", "末位为数字或X"),
        (number("310151", date(1950, 5, 1), 1).translate(str.maketrans("1", "一")), "应为数字"),
        (number("990151", date(1950, 5, 1), 1), "省级代码"),
        ("310151195002300018", "出生日期不存在"),
        (number("310151", date(2099, 1, 1), 1), "晚于今天"),
        (number("310151", date(1801, 1, 1), 1), "超过130年"),
        ("310151195005010000", "校验位不对"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(text, reason):
    with pytest.raises(ValueError, match=reason):
        identity.validate(text)


def test_the_district_founded_in_2016_is_known():
    text = number("310151", date(2017, 1, 1), 20)
    assert identity.validate(text) == text


def test_a_mask_shows_head_and_tail_and_no_birthday():
    assert identity.mask("310151195005011234") == "310*************34"
    assert identity.mask("1234567") == "*******"


def test_the_digest_is_the_same_however_it_was_typed():
    assert identity.search_digest("31015119500501123x") == identity.search_digest(
        "310151 19500501 123X"
    )
