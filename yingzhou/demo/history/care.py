"""居家养老服务补贴 (C9): old people whose care the district pays for in part, month by month."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.history.figures import Figures
from yingzhou.demo.history.fit import spread
from yingzhou.demo.history.lines import Lines, together
from yingzhou.demo.history.source import PLANNED, Months, Source, months_of
from yingzhou.demo.history.targets import Target, shapes

BENEFIT = "eldercare/service_subsidy"
NAME = "养老服务补贴.标准"
GRADES = np.array([0.12, 0.58, 0.3])  # 照护一级, 二至四级, 五至六级: shape only
POOR = 0.55  # of those on 低保, the others of low income: shape only
OLD = 75


def subsidy(source: Source, figures: Figures, years: range, target: Target) -> Lines:
    months = months_of(years)
    if years == PLANNED:
        counts = spread(target.persons, np.linspace(0.85, 1.15, len(months)))
    else:
        a_month = shapes()["care_a_month"] * source.scale
        counts = np.full(len(months), round(a_month * 1.02 ** (years.start - PLANNED.stop)))
    lines = together(_month(source, figures, months, counts))
    return _exactly(lines, target.fen) if years == PLANNED else lines


def _month(source: Source, figures: Figures, months: Months, counts: np.ndarray) -> list[Lines]:
    """The same people as long as they are there: those with the least luck first."""
    grade = np.searchsorted(np.cumsum(GRADES), (source.luck * 997) % 1)
    kind = ((source.luck * 613) % 1 > POOR).astype(int)
    cell = np.minimum(grade, 2) * 2 + kind
    order = np.argsort(source.luck)
    found = []
    for month, count in zip(months, counts.tolist(), strict=True):
        fit = source.there(month) & (source.age(month) >= OLD)
        who = np.sort(order[fit[order]][:count])
        amounts = np.array(figures.of(NAME, month), "int64").reshape(-1)
        found.append(
            Lines.of_persons(source, BENEFIT, who, np.full(len(who), month), amounts[cell[who]])
        )
    return found


def _exactly(lines: Lines, fen: int) -> Lines:
    """People are assessed higher or lower until the sum is right: 200 yuan a step, the rest 50."""
    amount = lines.amount.copy()
    order = np.argsort(lines.who, kind="stable")
    short = fen - int(amount.sum())
    low, high = (500_00, 700_00) if short > 0 else (700_00, 500_00)
    steps = order[amount[order] == low][: abs(short) // 200_00]
    amount[steps] = high
    rest = fen - int(amount.sum())
    low, high = (700_00, 750_00) if rest > 0 else (750_00, 700_00)
    amount[order[amount[order] == low][: abs(rest) // 50_00]] = high
    return Lines(**{**vars(lines), "amount": amount})
