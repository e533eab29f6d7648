"""残疾人两项补贴 (C27): month by month, straight from the certificates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from yingzhou.demo.history.figures import Figures
from yingzhou.demo.history.lines import Lines, together
from yingzhou.demo.history.source import PLANNED, Months, Source, first_day, months_of
from yingzhou.demo.history.targets import Target, shapes

CARE, LIVING = "disability/care_allowance", "disability/living_allowance"
GRADED = "重度残疾人护理补贴.标准"
GROUPED = "困难残疾人生活补贴.标准"
MINDS = (5, 6)
POOR, SEVERE, LOW = 0, 1, 2


def both(
    source: Source, figures: Figures, years: range, target: Target | None
) -> tuple[Lines, Lines]:
    """Care by grade; living for people on 低保, severely disabled without work and, as many as the
    plan's sums leave room for, of low income."""
    months = months_of(years)
    care = together(_care(source, figures, months))
    parts = [_living(source, figures, month) for month in months]
    living = together(lines for lines, _ in parts)
    group = np.concatenate([one for _, one in parts])
    if years != PLANNED or target is None:
        is_low = source.luck[living.who] < shapes()["low_income_disabled"]
        return care, living.only((group != LOW) | is_low)
    fixed = group != LOW
    odd = np.flatnonzero(fixed)[: int(fixed.sum()) % 5]  # 330 yuan fit into the sum in fives
    fixed[odd] = False
    kept, out = _fitted(source, care, living, fixed, group == LOW, target)
    return care.only(~out), living.only(kept)


def _fitted(
    source: Source,
    care: Lines,
    living: Lines,
    fixed: np.ndarray,
    low: np.ndarray,
    target: Target,
) -> tuple[np.ndarray, np.ndarray]:
    """So many of low income come in and so many of the lower care stay out that both sums hold."""
    lines = target.persons - len(care) - int(fixed.sum())
    fen = target.fen - int(care.amount.sum()) - int(living.amount[fixed].sum())
    lower = care.amount == 150_00
    out = (fen - 300_00 * lines) // 150_00
    coming = lines + out
    possible = 0 <= out <= lower.sum() and 0 <= coming <= low.sum()
    if not possible:
        out, coming = 0, int(low.sum() * shapes()["low_income_disabled"])
    return fixed | _first(source, living, low, coming), _first(source, care, lower, out)


def _first(source: Source, lines: Lines, among: np.ndarray, count: int) -> np.ndarray:
    """``count`` of ``among``, whole persons as far as they go."""
    places = np.flatnonzero(among)
    order = places[np.lexsort((-lines.month[places], source.luck[lines.who[places]]))]
    found = np.zeros(len(lines), bool)
    found[order[:count]] = True
    return found


def _held(source: Source, month: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whose certificates hold on the first of a month, with kind and grade."""
    on, cards = first_day(month), source.disabled
    held = (cards.valid_from <= on) & (cards.valid_to > on) & source.there(month)[cards.who]
    return cards.who[held], cards.category[held], cards.grade[held]


def _care(source: Source, figures: Figures, months: Months) -> Iterator[Lines]:
    for month in months:
        who, kind, grade = _held(source, month)
        rank = np.where(grade <= 2, grade, 0)
        rank[(grade == 3) & np.isin(kind, MINDS)] = 3
        cells = np.array([0, *figures.of(GRADED, month)], "int64")
        amount = cells[rank]
        paid = amount > 0
        yield Lines.of_persons(
            source, CARE, who[paid], np.full(int(paid.sum()), month), amount[paid]
        )


def _living(source: Source, figures: Figures, month: int) -> tuple[Lines, np.ndarray]:
    """Everybody with a certificate, and the group of each."""
    who, _, grade = _held(source, month)
    group = _group(source, month, who, grade)
    cells = np.array(figures.of(GROUPED, month), "int64")
    of = np.full(len(who), month)
    return Lines.of_persons(source, LIVING, who, of, cells[group]), group


def _group(source: Source, month: int, who: np.ndarray, grade: np.ndarray) -> np.ndarray:
    on, roll, age = first_day(month), source.dibao, source.age(month)[who]
    poor = roll.holder[(roll.valid_from <= on) & (roll.valid_to > on)]
    idle = (grade <= 2) & (age >= 16) & (age < 60) & (source.luck[who] < shapes()["idle_severe"])
    return np.select([np.isin(who, poor), idle], [POOR, SEVERE], LOW)
