"""Who is on which roll when: 低保, 老伙伴, 留守儿童, 社区云; exact at each year's end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import BASE, FOREVER, OPENING, day
from yingzhou.demo.population import Population
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import by_year, stocks


@dataclass
class Roll:
    """Spells: holders are persons, or households for the platform."""

    holder: np.ndarray
    valid_from: np.ndarray
    valid_to: np.ndarray


class Stock:
    """Grows a roll year by year so that each 31 December has exactly the wanted number on it.

    ``together``: for each of the crowd, with whom they leave; without it everybody goes alone."""

    def __init__(
        self,
        crowd: Crowd,
        order: np.ndarray,
        purpose: str,
        exit_rate: float,
        together: np.ndarray | None = None,
    ) -> None:
        self.crowd, self.queue, self.exit_rate = crowd, order, exit_rate
        self.together = np.arange(len(crowd)) if together is None else together
        self.generator = rng(purpose)
        self.used = np.zeros(len(crowd), bool)
        self.parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def open(self, wanted: int, when: int) -> None:
        """Those on the roll at the beginning; each joined on some first of a month before."""
        who = self._next(wanted, when)
        since = self._drawn(who, day(2009), when - 40)
        self._add(who, np.maximum(_month_start(since), self._earliest(who)))

    def step(self, year: int, wanted: int) -> None:
        """One year: some leave, some die or move away, others join until the number is right."""
        end = day(year, 12, 31)
        who, start, to = self.columns()
        standing = np.flatnonzero(to > day(year, 1, 1))
        leaving = self._leaving(who, standing, int(len(standing) * self.exit_rate))
        exits = _month_start(self._drawn(who[leaving], day(year, 2, 1), day(year, 12, 1)))
        to[leaving] = np.minimum(to[leaving], np.maximum(exits, start[leaving] + 28))
        missing = wanted - int(((start <= end) & (to > end)).sum())
        if missing < 0:
            last = np.flatnonzero((start <= end) & (to > end))
            out = self._leaving(who, last, -missing)
            exits = np.full(len(out), day(year, 12, 1))
            to[out] = np.maximum(exits, start[out] + 1)
        self.parts = [(who, start, to)]
        if missing > 0:
            joining = self._next(missing, end)
            since = self._drawn(joining, day(year, 1, 1), day(year, 12, 2))
            self._add(joining, np.maximum(_month_start(since), self._earliest(joining)))

    def _leaving(self, who: np.ndarray, standing: np.ndarray, count: int) -> np.ndarray:
        """``count`` of the rows ``standing``, those of a family one after the other."""
        families, number = np.unique(self.together[who[standing]], return_inverse=True)
        rank = self.generator.permutation(len(families))[number]
        return standing[np.argsort(rank, kind="stable")[:count]]

    def _drawn(self, who: np.ndarray, first: int, last: int) -> np.ndarray:
        """A day for each of ``who``, the same for a family."""
        families, number = np.unique(self.together[who], return_inverse=True)
        return self.generator.integers(first, last, len(families))[number]

    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        who, start, to = (np.concatenate(column) for column in zip(*self.parts, strict=True))
        return who, start, to

    def roll(self) -> Roll:
        who, start, to = self.columns()
        return Roll(who, start.astype("int32"), np.maximum(to, start + 1).astype("int32"))

    def _earliest(self, who: np.ndarray) -> np.ndarray:
        return np.maximum(self.crowd.birth[who], self.crowd.reg_from[who])

    def _next(self, count: int, at: int) -> np.ndarray:
        """The next in the queue who are registered on that day and were never on the roll."""
        crowd = self.crowd
        fit = (crowd.reg_from[self.queue] <= at - 31) & (crowd.reg_to[self.queue] > at)
        fit &= (crowd.birth[self.queue] <= at - 31) & ~self.used[self.queue]
        chosen = self.queue[fit][:count]
        if len(chosen) < count:
            raise ValueError("名册候选人不够, 请检查 stocks.yaml")
        self.used[chosen] = True
        return chosen

    def _add(self, who: np.ndarray, start: np.ndarray) -> None:
        self.parts.append((who, start.astype("int64"), self.crowd.reg_to[who].astype("int64")))


def _month_start(days: np.ndarray) -> np.ndarray:
    return (
        days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype("int64")
    )


def grow(
    crowd: Crowd,
    order: np.ndarray,
    targets: dict[int, int],
    purpose: str,
    exit_rate: float,
    together: np.ndarray | None = None,
) -> Roll:
    stock = Stock(crowd, order, purpose, exit_rate, together)
    first, *later = sorted(targets)
    stock.open(targets[first], day(first, 12, 31))
    for year in later:
        stock.step(year, targets[year])
    return stock.roll()


def dibao(population: Population, scale: float) -> Roll:
    """Whole households in random order, so that a family is on the roll together and leaves it
    together; of the last of a year some may wait for the next."""
    crowd = population.crowd
    registered = np.flatnonzero((crowd.reg_div != NOBODY) & (crowd.household != NOBODY))
    rank = rng("poor households").permutation(len(population.home_div))
    order = registered[np.argsort(rank[crowd.household[registered]], kind="stable")]
    targets = by_year(stocks()["rolls"]["dibao"], scale)
    return grow(crowd, order, targets, "dibao", 0.07, crowd.household)


def partner(population: Population, scale: float) -> Roll:
    """老伙伴: very old people, those living alone first."""
    crowd = population.crowd
    member = (crowd.household != NOBODY) & (crowd.reg_to > BASE) & (crowd.reg_from <= BASE)
    size = np.bincount(crowd.household[member], minlength=len(population.home_div))
    old = np.flatnonzero(member & (crowd.birth < day(1951)) & (crowd.res_div != NOBODY))
    luck = rng("partners").random(len(old)) + np.where(size[crowd.household[old]] == 1, 0, 2)
    return grow(
        crowd, old[np.argsort(luck)], by_year(stocks()["rolls"]["partner"], scale), "partner", 0.04
    )


def left_behind(population: Population) -> Roll:
    """留守儿童: on the roll since they were small or the parents left, until 16."""
    crowd, who = population.crowd, population.left_behind
    known = rng("left behind since").integers(day(2013), day(2020, 9, 1), len(who))
    start = np.maximum(known, crowd.birth[who] + 20).clip(max=BASE - 1)
    sixteen = (crowd.birth[who].astype("int64") + 16 * 365.25 + 1).astype("int64")
    back = BASE + 30 + rng("parents return").exponential(4.5 * 365, len(who)).astype("int64")
    end = np.minimum(np.minimum(sixteen, back), crowd.reg_to[who])
    return Roll(who, start.astype("int32"), np.maximum(end, start + 1).astype("int32"))


def platform(population: Population, scale: float) -> Roll:
    """社区云: households register in random order, as many each year as ``stocks.yaml`` says."""
    targets = by_year(stocks()["rolls"]["platform"], scale)
    generator = rng("platform")
    ends = population.home_to
    order = generator.permutation(np.flatnonzero(ends > OPENING))
    holders: list[np.ndarray] = []
    starts: list[np.ndarray] = []
    years = sorted(targets)
    taken = np.zeros(len(ends), bool)
    for before, year in pairwise(years):
        end = day(year, 12, 31)
        standing = sum(int((ends[who] > end).sum()) for who in holders)
        fit = order[
            ~taken[order] & (ends[order] > end) & (population.home_from[order] <= day(year))
        ]
        chosen = fit[: targets[year] - standing]
        taken[chosen] = True
        holders.append(chosen)
        starts.append(np.sort(generator.integers(day(before + 1), end, len(chosen))))
    holder, start = np.concatenate(holders), np.concatenate(starts).astype("int32")
    return Roll(
        holder, start, np.where(ends[holder] < FOREVER, ends[holder], FOREVER).astype("int32")
    )
