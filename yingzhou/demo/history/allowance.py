"""老年综合津贴 (C10): every quarter, everybody of 65 and more, from May 2016."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.history import fit
from yingzhou.demo.history.figures import Figures
from yingzhou.demo.history.lines import Lines, together
from yingzhou.demo.history.source import PLANNED, Source, months_of
from yingzhou.demo.history.targets import Target
from yingzhou.demo.rng import rng

BENEFIT = "eldercare/senior_allowance"
BEGUN = 2016 * 12 + 4
STEPS = (65, 70, 80, 90, 100)
NAME = "老年综合津贴.标准"


def allowance(source: Source, figures: Figures, years: range, target: Target | None) -> Lines:
    """Whoever asked late got the first quarter together with the second, in one line."""
    lines = together(_quarter(source, figures, last) for last in months_of(years)[2::3])
    if years != PLANNED or target is None:
        return lines
    surplus = int(lines.amount.sum()) - target.fen
    if surplus < 0:
        return lines  # too few old people at this scale
    first = _first_lines(lines)
    order = rng("never asked").permutation(first)
    gone = fit.taken_away(lines.amount, order, surplus)
    kept = np.ones(len(lines), bool)
    kept[gone] = False
    return _late(lines.only(kept), target.persons)


def _quarter(source: Source, figures: Figures, last: int) -> Lines:
    months = [month for month in range(last - 2, last + 1) if month >= BEGUN]
    sums = np.zeros(len(source.crowd), "int64")
    for month in months:
        band = np.searchsorted(STEPS, source.age(month), side="right")
        cells = np.array([0, *figures.of(NAME, month)], "int64")
        sums += np.where(source.there(month), cells[band], 0)
    who = np.flatnonzero(sums)
    lines = Lines.of_persons(source, BENEFIT, who, np.full(len(who), last), sums[who])
    return Lines(**{**vars(lines), "since": np.full(len(who), months[0] if months else last)})


def _first_lines(lines: Lines) -> np.ndarray:
    """Each person's earliest line; lines stand in order of time."""
    _, first = np.unique(lines.who, return_index=True)
    return first


def _late(lines: Lines, wanted: int) -> Lines:
    """First lines go into the line of the quarter after, until ``wanted`` are left."""
    order = np.lexsort((lines.month, lines.who))
    who, month = lines.who[order], lines.month[order]
    starts = np.flatnonzero(np.diff(who, prepend=-1))
    starts = starts[starts + 1 < len(who)]
    goes_on = (who[starts + 1] == who[starts]) & (month[starts + 1] == month[starts] + 3)
    late = rng("asked late").permutation(starts[goes_on])[: max(len(lines) - wanted, 0)]
    amount, since = lines.amount[order].copy(), lines.since[order].copy()
    amount[late + 1] += amount[late]
    since[late + 1] = since[late]
    kept = np.ones(len(who), bool)
    kept[late] = False
    whole = lines.only(order)
    return Lines(**{**vars(whole), "amount": amount, "since": since}).only(kept)
