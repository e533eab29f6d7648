"""统一社会信用代码: both check characters hold, and a wrong code says where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingzhou.kernel.organisations import uscc


def test_a_code_of_before_2015_keeps_its_organisation_code():
    assert uscc.validate("91110000600037341L") == "91110000600037341L"
    assert uscc.validate(" 9111 0000 6000 3734-1l ") == "91110000600037341L"


@given(st.integers(0, 99_999_999), st.sampled_from(["51310151", "52310151", "54310151"]))
def test_what_is_made_is_valid(serial, prefix):
    code = uscc.make(prefix, serial)
    assert uscc.validate(code) == code
    assert code.startswith(f"{prefix}{serial:08d}")


@given(st.integers(0, 99_999_999), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGH"))
def test_one_wrong_character_is_always_noticed(serial, place, char):
    code = uscc.make("52310151", serial)
    if code[place] == char:
        return
    with pytest.raises(ValueError, match="统一社会信用代码"):
        uscc.validate(code[:place] + char + code[place + 1 :])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "没有填写"),
        ("91110000", "应为18位"),
        ("9111000060003734IL", "不能含有"),
        ("H1110000600037341L", "第1位"),
        ("911A0000600037341L", "第3至8位"),
        ("91110000600037340L", "第17位"),
        ("91110000600037341M", "末位校验位"),
    ],
)
def test_a_wrong_code_says_what_is_wrong(code, reason):
    with pytest.raises(ValueError, match=reason):
        uscc.validate(code)


def test_a_serial_with_a_wrong_check_character_is_not_mended_in_silence():
    with pytest.raises(ValueError, match="第17位"):
        uscc.make("52310151", "MJ0000120")
    with pytest.raises(ValueError, match="组成"):
        uscc.make("52310151", "MJ")
