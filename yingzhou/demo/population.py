"""The whole population: the base date exactly, then the years before and after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yingzhou.demo import ages as pyramid
from yingzhou.demo import families, homes, lives, past
from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import FOREVER, OPENING, day
from yingzhou.demo.places import Places
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import people as people_targets


@dataclass
class Population:
    """The crowd, its households as columns, and who of it was left behind or moved in or out."""

    crowd: Crowd
    home_div: np.ndarray
    home_from: np.ndarray
    home_to: np.ndarray
    left_behind: np.ndarray
    moved_in: np.ndarray
    moved_out: np.ndarray
    registered_base: int


def make_population(places: Places, scale: float, surnames: tuple[int, np.ndarray]) -> Population:
    """Everyone, as columns. ``surnames``: how many there are and how frequent each is."""
    targets = people_targets(scale)
    ages = pyramid.registered_ages(targets)
    crowd = Crowd.blank(pyramid.birth_days(ages), pyramid.sexes(ages))
    families.marry(crowd, ages)
    units = families.find_units(crowd, ages)
    unit_of = families.give_parents(crowd, ages, units)
    hosts = families.give_old_their_children(crowd, units)
    families.inherit_surnames(crowd, *surnames)
    count = homes.form_households(crowd, units, unit_of, hosts, targets["households_2020"])
    home_div = homes.choose_villages(count, places.registered_weights)
    crowd.reg_div[:] = crowd.res_div[:] = home_div[crowd.household]
    left_behind = _settle_outside(crowd, ages, home_div, places, targets)
    moved_in = lives.moved_in_before_base(crowd, ages, targets["moved_in_2016_2020"])
    base = len(crowd)
    crowd, home_div, departed = _add_the_past(crowd, ages, home_div, places, targets)
    lives.draw_deaths(crowd)
    moved_out = lives.draw_moves_out(crowd, targets["moves_a_year"])
    crowd = crowd.joined_with(lives.born_later(crowd, targets["births_a_year"]))
    crowd = crowd.joined_with(lives.newcomers(targets, places.newcomer_weights, surnames))
    home_from, home_to = _household_spells(crowd, len(home_div))
    return Population(
        crowd,
        home_div,
        home_from,
        home_to,
        left_behind,
        moved_in,
        np.concatenate([departed, moved_out]),
        base,
    )


def _settle_outside(
    crowd: Crowd, ages: np.ndarray, home_div: np.ndarray, places: Places, targets: dict[str, int]
) -> np.ndarray:
    rural = places.is_village[home_div]
    scale = targets["registered_2020"] / 649300
    left = homes.leave_children_behind(crowd, ages, rural, round(778 * scale))
    kept = np.zeros(len(home_div), bool)
    kept[crowd.household[left]] = True
    homes.send_outside(crowd, targets["living_outside_2020"], kept)
    return left


def _add_the_past(
    crowd: Crowd, ages: np.ndarray, home_div: np.ndarray, places: Places, targets: dict[str, int]
) -> tuple[Crowd, np.ndarray, np.ndarray]:
    weights = places.registered_weights
    dead = past.the_dead(crowd, ages, targets["died_2016_2020"], weights, len(home_div))
    crowd = crowd.joined_with(dead)
    alone = dead.household >= len(home_div)
    home_div = np.concatenate([home_div, dead.reg_div[alone].astype("int32")])
    gone = past.the_departed(crowd, targets["moved_out_2016_2020"], weights, len(home_div))
    departed = len(crowd) + np.arange(len(gone))
    crowd = crowd.joined_with(gone)
    return crowd, np.concatenate([home_div, gone.reg_div.astype("int32")]), departed


def _household_spells(crowd: Crowd, count: int) -> tuple[np.ndarray, np.ndarray]:
    """A household stands from before the opening until its last member has left it."""
    member = crowd.household != NOBODY
    home_to = np.zeros(count, "int32")
    np.maximum.at(home_to, crowd.household[member], crowd.member_to[member])
    first = np.full(count, FOREVER, "int32")
    np.minimum.at(first, crowd.household[member], crowd.member_from[member])
    founded = rng("founded").integers(day(1986), OPENING, count).astype("int32")
    home_from = np.maximum(founded, first)
    start = np.maximum(crowd.member_from[member], home_from[crowd.household[member]])
    crowd.member_from[member] = np.minimum(start, crowd.member_to[member] - 1)
    return home_from, home_to
