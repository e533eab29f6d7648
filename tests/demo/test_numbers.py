"""Identity numbers of the demo: right in form, and none of them was ever given to anybody.

The place code of Chongming was 310230 until it became a district in July 2016, and 310151 after.
The demo uses each code for those only whom the other one was for.
"""

from __future__ import annotations

from datetime import date

import pytest
from stdnum.cn import ric

from yingzhou.kernel.organisations import uscc
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person

pytestmark = pytest.mark.district

BECAME_A_DISTRICT = date(2016, 7, 1)


@pytest.fixture
def numbers() -> list[tuple[str, date, int]]:
    rows = list(Person.objects.values_list("id_number", "birth_date", "sex"))
    assert len(rows) > 1000
    return rows


def test_no_number_has_the_place_code_of_its_time(numbers):
    for number, born, _ in numbers:
        impossible = "310151" if born < BECAME_A_DISTRICT else "310230"
        assert number.startswith(impossible), born


def test_every_number_tells_birth_and_sex_and_has_the_right_check_digit(numbers):
    for number, born, sex in numbers:
        assert number[6:14] == f"{born:%Y%m%d}"
        assert int(number[16]) % 2 == sex % 2
        assert ric.calc_check_digit(number) == number[17]


def test_no_two_people_have_the_same_number(numbers):
    assert len({number for number, _, _ in numbers}) == len(numbers)


def test_no_credit_code_comes_from_an_authority_that_exists():
    codes = list(Organisation.objects.values_list("uscc", flat=True))
    assert len(set(codes)) == len(codes)
    assert {code[2:8] for code in codes} == {"310199"}
    assert all(uscc.make(code[:8], 1)[:8] == code[:8] for code in codes[:20])
