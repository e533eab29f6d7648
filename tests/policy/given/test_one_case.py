"""One household out of a file, as the command line takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.small import book, rule
from yingzhou.policy.faults import PolicyError
from yingzhou.policy.given.one_case import chosen
from yingzhou.policy.law import Moment

NOW = Moment(2026, 1)
TWO = """
- {name: 一, at: 2025-07, household: {存款: 1}, members: [{name: 甲}], expect: {x: 1}, because: y}
- {name: 二, household: {存款: 2}, members: [{name: 乙}], needs: [工资]}
"""


@pytest.fixture
def law(tmp_path: Path):
    return book(tmp_path, rule("return 0"))


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "一户.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_by_name_or_by_number(law, file):
    case, moment = chosen(law, file(TWO), name="一", otherwise=NOW)
    assert (case.household.facts, moment) == ({"存款": 100}, Moment(2025, 7))
    case, moment = chosen(law, file(TWO), number=2, otherwise=NOW)
    assert (case.members[0].label, moment) == ("乙", NOW)


def test_the_moment_that_is_asked_goes_before_the_one_that_is_written(law, file):
    asked = Moment(2020, 1)
    assert chosen(law, file(TWO), number=1, at=asked, otherwise=NOW)[1] == asked


def test_nobody_is_asked_about_before_birth(law, file):
    text = "household: {}\nmembers:\n  - {name: 甲, 出生日期: 2025-08-01}"
    assert chosen(law, file(text), at=Moment(2025, 8), otherwise=NOW)
    with pytest.raises(PolicyError, match=r":3: .*还没有出生"):
        chosen(law, file(text), at=Moment(2025, 7), otherwise=NOW)


def test_of_several_one_must_be_chosen_and_all_are_named(law, file):
    with pytest.raises(PolicyError, match="1 一; 2 二"):
        chosen(law, file(TWO), otherwise=NOW)


@pytest.mark.parametrize("how", [{"name": "三"}, {"number": 3}])
def test_what_is_not_there_is_told(law, file, how):
    with pytest.raises(PolicyError, match="没有"):
        chosen(law, file(TWO), **how, otherwise=NOW)


def test_a_file_with_one_household_needs_no_choice(law, file):
    case, _ = chosen(law, file("household: {存款: 5}\nmembers: [{name: 甲}]"), otherwise=NOW)
    assert case.household.facts == {"存款": 500}


def test_a_file_that_is_not_there_is_told(law, tmp_path: Path):
    with pytest.raises(PolicyError, match="读不到文件"):
        chosen(law, tmp_path / "没有.yaml", otherwise=NOW)
