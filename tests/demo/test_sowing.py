"""What authorities outside believe of the demo's people agrees with the district, but for some."""

from __future__ import annotations

import numpy as np
import pytest

from yingzhou.demo import sowing
from yingzhou.demo.assets import Assets
from yingzhou.demo.budgets import Budgets
from yingzhou.demo.hardship import Members
from yingzhou.demo.numbers import bodies, with_check
from yingzhou.demo.simulators import seed

BORN = np.array(["1945-03-04", "1972-05-06", "2014-07-08"], "datetime64[D]").astype("int64")
SEX = np.array([2, 1, 2])


@pytest.fixture
def numbers(settings, tmp_path, monkeypatch):
    """A grandmother, her son and a child, of one household; the file is the simulators'."""
    settings.VAR_DIR = tmp_path
    none = np.zeros(3, "int64")
    budgets = Budgets(
        wage=np.array([0, 274_000, 0]), pension=np.array([156_000, 0, 0]), other=none,
        medical=none, education=none, rural=none.astype(bool), age=np.array([80, 53, 11]),
        student=np.array([False, False, True]),
    )  # fmt: skip
    members = Members(np.arange(3), np.zeros(3, "int64"), np.array([3]))
    owned = Assets(
        money=np.array([5_000_000]), vehicle=np.array([False]), premises=np.array([False]),
        homes=np.array([1]), floor_area=np.array([70]),
    )  # fmt: skip
    made = bodies(BORN, SEX)
    believed = sowing.Believed(np.arange(3), made, np.array([0, 0, 2]), np.array([1, 0, 0]))
    path = sowing.sow(believed, budgets, members, owned)
    monkeypatch.setenv("YINGZHOU_SIMULATORS_SEED", str(path))
    monkeypatch.setattr(seed, "DIFFERS", 0)
    seed._file.cache_clear()
    yield with_check(made)
    seed._file.cache_clear()


def test_they_believe_what_the_district_knows(numbers):
    old, son, child = (seed.facts_of(number) for number in numbers)
    assert (old["pension"], old["wage"], old["illness"]) == (156_000, 0, True)
    assert (son["wage"], son["employed"]) == (274_000, True)
    assert child["schooling"] == "义务教育"


def test_what_the_household_owns_is_one_grown_ups(numbers):
    found = [seed.facts_of(number) for number in numbers]
    assert [one["money"] for one in found] == [5_000_000, 0, 0]
    assert sum(one["homes"] for one in found) == 1


def test_of_some_they_know_more_than_was_told(numbers, monkeypatch):
    monkeypatch.setattr(seed, "DIFFERS", 1)
    plain = {"wage": 0, "pension": 156_000, "money": 5_000_000, "vehicle": False}
    found = seed.facts_of(numbers[0])
    assert sum(found[name] != value for name, value in plain.items()) == 1


def test_no_identity_number_stands_in_the_file(numbers, tmp_path):
    raw = (tmp_path / sowing.NAME).read_bytes()
    for number in numbers:
        assert number.encode() not in raw
        assert int(number[:17]).to_bytes(8, "little") not in raw


def test_who_is_not_in_the_file_is_drawn_by_the_number(numbers):
    stranger = "310151199001011235"
    assert seed.facts_of(stranger) == seed.facts_of(stranger)
    assert set(seed.facts_of(stranger)) >= {"wage", "married", "homes"}
