"""What must hold for everybody, whatever the facts: no amount below nought, no two benefits that
exclude each other, no reward for hiding income, no difference by the order of names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.books import house
from tests.policy.near import near
from tests.policy.worlds import World
from yingzhou.policy.book import Key
from yingzhou.policy.columns import lowest
from yingzhou.policy.exclusions import LEFT, PAID, Exclusion
from yingzhou.policy.law import Moment
from yingzhou.policy.run import Results, Runner

MONTHS = [Moment(2017, 5), Moment(2019, 5), Moment(2021, 3), Moment(2024, 12), Moment(2025, 7)]
WORLDS = given(seed=st.integers(0, 2**32 - 1), moment=st.sampled_from([*MONTHS, Moment(2026, 8)]))
INCOMES = ("人.月劳动收入", "人.月养老金", "人.月其他收入")


def known(values: np.ndarray) -> np.ndarray:
    return values != lowest(values.dtype.type)


def of_persons(world: World, key: Key, values: np.ndarray) -> np.ndarray:
    """A household's result for each of its members."""
    return values[world.household_of] if key[0] == "户" else values


def gives(world: World, key: Key, results: Results, prefix: str) -> np.ndarray:
    """By person: whether ``key`` surely gives something (or is so)."""
    name = (key[0], prefix + key[1]) if key in world.book.benefits else key
    is_fact = key in world.book.inputs
    found = world.population().column(key) if is_fact else results[name]
    return of_persons(world, key, known(found) & (found > 0))


def asked(one: Exclusion) -> list[Key]:
    book = house()
    named = [(key, PAID) for key in one.losers]
    named += [(one.winner, LEFT)] if one.winner else []
    return [
        (key[0], prefix + key[1]) if key in book.benefits else key
        for key, prefix in named
        if key not in book.inputs
    ]


@settings(max_examples=12)
@WORLDS
def test_no_amount_is_ever_below_nought(seed: int, moment: Moment):
    world = near(house(), np.random.default_rng(seed), moment, 300)
    benefits = [(entity, PAID + name) for entity, name in house().benefits]
    results = Runner(world.population(), benefits).month(moment)
    for key in benefits:
        values = results[key]
        assert (values[known(values)] >= 0).all(), key


@settings(max_examples=12)
@WORLDS
def test_nobody_is_paid_two_benefits_that_exclude_each_other(seed: int, moment: Moment):
    book = house()
    world = near(book, np.random.default_rng(seed), moment, 300)
    holding = [one for one in book.exclusions if one.holds_on(moment.law_day)]
    results = Runner(world.population(), dict.fromkeys(k for e in holding for k in asked(e)))
    found = results.month(moment)
    for one in holding:
        # A fact among them is paid by somebody else: it takes a benefit's place, never loses it.
        losers = [key for key in one.losers if key in book.benefits]
        paid = [gives(world, key, found, PAID) for key in losers]
        if one.winner is None:
            assert (np.sum(paid, axis=0) <= 1).all(), one
            continue
        winner = gives(world, one.winner, found, LEFT)
        for loser, theirs in zip(losers, paid, strict=True):
            assert not (winner & theirs).any(), (one, loser)


@settings(max_examples=12)
@WORLDS
def test_the_order_of_members_does_not_matter(seed: int, moment: Moment):
    draw = np.random.default_rng(seed)
    world = near(house(), draw, moment, 200)
    order = np.lexsort((draw.random(len(world.household_of)), world.household_of))
    benefits = [(entity, PAID + name) for entity, name in house().benefits]
    before = Runner(world.population(), benefits).month(moment)
    after = Runner(reordered(world, order).population(), benefits).month(moment)
    for key in benefits:
        same = before[key][order] if key[0] == "人" else before[key]
        assert (after[key] == same).all(), key


def reordered(world: World, order: np.ndarray) -> World:
    """Members of each household in another order, their obligors with them."""
    place = np.argsort(order)
    obligors = np.argsort(place[world.obligor_of], kind="stable")
    columns = dict(world.columns)
    for name, column in columns.items():
        if name.startswith("人."):
            columns[name] = column[order]
        elif name.startswith("义务人."):
            columns[name] = column[obligors]
    # Registered households are numbered by their first member: another order, other numbers.
    register = world.register_of[order]
    _, first, number = np.unique(register, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    for name, column in columns.items():
        if name.startswith("户籍户."):
            columns[name] = column[np.argsort(rank)]
    return replace(
        world, columns=columns, register_of=rank[number].astype(np.int32),
        obligor_of=place[world.obligor_of][obligors].astype(np.int32),
    )  # fmt: skip


@settings(max_examples=12)
@WORLDS
def test_more_income_raises_the_top_up_by_no_more_than_the_disregard(seed: int, moment: Moment):
    draw = np.random.default_rng(seed)
    world = near(house(), draw, moment, 300)
    richer = replace(world, columns=dict(world.columns))
    name = str(draw.choice(INCOMES))
    column = world.columns[name]
    more = np.where(draw.random(len(column)) < 0.4, draw.integers(0, 300_000, len(column)), 0)
    richer.columns[name] = np.where(known(column), column + more, column)
    wanted = [("户", "低保金"), ("户", "特困户"), ("人", "享受特困"), ("人", "就业豁免")]
    poor = Runner(world.population(), wanted).month(moment)
    rich = Runner(richer.population(), wanted).month(moment)
    top_up, less = rich[wanted[0]], poor[wanted[0]]
    allowed = disregarded(world, rich) - disregarded(world, poor)
    # Whoever ceases to be in 特困 is from then on counted in the household: another question.
    same = ~(has_tekun(world, poor) | has_tekun(world, rich)) & known(top_up) & known(less)
    assert (top_up[same] <= less[same] + np.maximum(allowed[same], 0) + 1).all()


def disregarded(world: World, found: Results) -> np.ndarray:
    values = found["人", "就业豁免"]
    total = np.zeros(world.households, np.int64)
    np.add.at(total, world.household_of, np.where(known(values), values, 0))
    return total


def has_tekun(world: World, found: Results) -> np.ndarray:
    values = found["人", "享受特困"]
    return np.bincount(world.household_of, values != 0, world.households) > 0
