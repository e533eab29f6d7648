"""各类社会救助 (B1, B3-B6): 低保 by households, and what is paid case by case."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.history import fit
from yingzhou.demo.history.figures import Figures
from yingzhou.demo.history.lines import Lines, together
from yingzhou.demo.history.source import PLANNED, Source, first_day, months_of
from yingzhou.demo.history.targets import Target, shapes
from yingzhou.demo.rng import rng

DIBAO, TEKUN, RIGID = "relief/dibao", "relief/tekun", "relief/rigid"
TEMPORARY, WARD, CLINIC = "relief/temporary", "relief/medical", "relief/medical_outpatient"


def assistance(source: Source, figures: Figures, years: range, target: Target) -> list[Lines]:
    """What is left of the plan's sums after all others are visits to a doctor."""
    months = months_of(years)
    found = [
        together(_dibao(source, figures, month) for month in months),
        together(_tekun(source, figures, month) for month in months),
        together(_rigid(source, figures, month) for month in months),
        together(_temporary(source, figures, month) for month in months),
        together(_ward(source, month) for month in months),
    ]
    if years == PLANNED:
        visits = target.persons - sum(int(one.persons.sum()) for one in found)
        fen = target.fen - sum(int(one.amount.sum()) for one in found)
    else:
        visits = round(shapes()["clinic_a_month"] * source.scale * len(months))
        fen = visits * shapes()["clinic_fen"]
    if visits <= 0 or fen <= visits:
        raise ValueError("历史救助的合计不够分, 请检查 history.yaml")
    return [*found, _clinic(source, years, visits, fen)]


def _on_roll(source: Source, month: int) -> np.ndarray:
    roll, on = source.dibao, first_day(month)
    who = roll.holder[(roll.valid_from <= on) & (roll.valid_to > on)]
    return who[source.there(month)[who]]


def _dibao(source: Source, figures: Figures, month: int) -> Lines:
    """A line a household: what its people lack to the standard; a grown-up of them gets it, as the
    award will say (``demo/awards.py``)."""
    who = np.sort(_on_roll(source, month))
    homes, first, count = np.unique(
        source.crowd.household[who], return_index=True, return_counts=True
    )
    standard = figures.standard(month)
    lack = 0.25 + 0.7 * source.luck[who[first]]
    by_home = who[np.lexsort((source.age(month)[who] < 18, source.crowd.household[who]))]
    paid = by_home[np.cumsum(count) - count]
    amount = (standard * lack).astype("int64") // 100 * 100 * count
    of = np.full(len(homes), month)
    return Lines(
        DIBAO, paid, of, of, homes.astype("int64") + 1, count.astype("int16"), amount,
        np.zeros(len(homes), "int16"),
    )  # fmt: skip


def _tekun(source: Source, figures: Figures, month: int) -> Lines:
    """Old people without spouse and children: 1.3 times the standard, in steps of five yuan."""
    crowd = source.crowd
    alone = crowd.spouse < 0
    alone[crowd.father[crowd.father >= 0]] = False
    alone[crowd.mother[crowd.mother >= 0]] = False
    who = np.flatnonzero(alone & source.there(month) & (source.age(month) >= 60))
    count = round(shapes()["tekun_a_month"] * source.scale)
    who = np.sort(who[np.argsort(source.luck[who])][:count])
    a_month = -(-figures.standard(month) * 13 // (10 * 500)) * 500
    return Lines.of_persons(
        source, TEKUN, who, np.full(len(who), month), np.full(len(who), a_month)
    )


def _drawn(source: Source, name: str, month: int, count: int, again: int) -> np.ndarray:
    """Persons whose turn it is for so many months."""
    dice = rng(f"history {name} {month // again}")
    who = np.flatnonzero(source.there(month) & (source.crowd.household >= 0))
    return np.sort(dice.choice(who, min(count, len(who)), replace=False))


def _rigid(source: Source, figures: Figures, month: int) -> Lines:
    """刚性支出: for a year at most (民政部 2024-10-24 [S:W61])."""
    count = round(shapes()["rigid_a_month"] * source.scale)
    who = _drawn(source, "rigid", month, count, 12)
    amount = (figures.standard(month) * (0.3 + 0.6 * source.luck[who])).astype("int64")
    return Lines.of_persons(source, RIGID, who, np.full(len(who), month), amount // 100 * 100)


def _temporary(source: Source, figures: Figures, month: int) -> Lines:
    """Once, at most three months' standard (上海市社会救助条例 第二十九条)."""
    who = _drawn(source, "temporary", month, round(shapes()["temporary_a_month"] * source.scale), 1)
    months = 1 + (source.luck[who] * 3).astype("int64")
    return Lines.of_persons(
        source, TEMPORARY, who, np.full(len(who), month), figures.standard(month) * months
    )


def _poor(source: Source, month: int) -> np.ndarray:
    """Whose bills are helped with: 低保, and others of low income."""
    edge = source.there(month) & (source.luck > 1 - shapes()["edge_share"])
    return np.union1d(_on_roll(source, month), np.flatnonzero(edge))


def _ward(source: Source, month: int) -> Lines:
    dice = rng(f"history ward {month}")
    poor = _poor(source, month)
    count = min(round(shapes()["ward_a_month"] * source.scale), len(poor))
    who = np.sort(dice.choice(poor, count, replace=False))
    amount = (dice.lognormal(0, 0.9, count) * shapes()["ward_fen"] / 1.5).astype("int64") + 1000
    return Lines.of_persons(source, WARD, who, np.full(count, month), amount)


def _clinic(source: Source, years: range, visits: int, fen: int) -> Lines:
    """A line a visit; some people go several times a month."""
    dice = rng(f"history clinic {years.start}")
    months = months_of(years)
    whos, ofs = [], []
    for month, count in zip(months, fit.spread(visits, np.ones(len(months))), strict=True):
        whos.append(np.sort(dice.choice(_poor(source, month), count)))
        ofs.append(np.full(count, month))
    who, of = np.concatenate(whos), np.concatenate(ofs)
    amount = fit.spread(fen - visits, dice.lognormal(0, 0.6, visits)) + 1
    lines = Lines.of_persons(source, CLINIC, who, of, amount)
    return Lines(**{**vars(lines), "nth": _nth(who, of)})


def _nth(who: np.ndarray, month: np.ndarray) -> np.ndarray:
    """The how manieth of a person and month; they stand together."""
    is_first = (np.diff(who, prepend=-1) != 0) | (np.diff(month, prepend=-1) != 0)
    starts = np.flatnonzero(is_first)
    return (np.arange(len(who)) - np.repeat(starts, np.diff(starts, append=len(who)))).astype(
        "int16"
    )
