"""One meaning: what one household is told is what the whole district is paid, to the fen."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.books import house, toy
from tests.policy.near import near
from tests.policy.worlds import differences, generated
from yingzhou.policy.book import Book, Key
from yingzhou.policy.check import HORIZON
from yingzhou.policy.law import Moment, uses
from yingzhou.policy.tree import Node, nodes

SEEDS = st.integers(0, 2**32 - 1)


def moments(book: Book) -> list[Moment]:
    """The months in which anything changes, and the days, for what is asked of a day."""
    days = [HORIZON, *(day for day in book.changes if day > HORIZON), date(2025, 12, 1)]
    return [Moment(day.year, day.month) for day in days]


def all_of(book: Book) -> list[Key]:
    return list(book.rules)


def test_the_small_law_has_every_kind_of_step():
    rules = [rule for versions in toy().rules.values() for rule in versions]
    used = {type(node) for rule in rules for node in nodes(rule.body)}
    assert used == set(Node.__subclasses__())


@settings(max_examples=8)
@given(seed=SEEDS)
def test_small_law_same_on_every_day_on_which_anything_changes(seed: int):
    draw = np.random.default_rng(seed)
    for moment in moments(toy()):
        world = generated(toy(), draw, moment, 12)
        found = differences(world, all_of(toy()), moment)
        assert not found, "\n".join(found)


@settings(max_examples=20)
@given(seed=SEEDS, day=st.dates(date(2016, 1, 1), date(2027, 12, 31)), whole=st.booleans())
def test_small_law_same_on_any_day_and_in_any_month(seed: int, day: date, whole: bool):
    moment = Moment(day.year, day.month, 0 if whole else day.day)
    world = generated(toy(), np.random.default_rng(seed), moment, 12)
    found = differences(world, all_of(toy()), moment)
    assert not found, "\n".join(found)


def ends(book: Book) -> list[Key]:
    """What no other rule asks for: to compute it, everything is computed."""
    asked = {
        below for versions in book.rules.values() for rule in versions for below in uses(rule).rules
    }
    return [key for key in book.rules if key not in asked]


@settings(max_examples=3)
@given(seed=SEEDS)
def test_house_same_on_every_day_on_which_anything_changes(seed: int):
    book, draw = house(), np.random.default_rng(seed)
    for moment in moments(book):
        for world in (generated(book, draw, moment, 6), near(book, draw, moment, 12)):
            found = differences(world, ends(book), moment)
            assert not found, "\n".join(found)
