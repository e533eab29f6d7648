"""Where a figure is heading: a straight line through its recent quarters, with an honest interval.

Ordinary least squares over the last three years; the interval is the usual prediction interval
(80 %) with Student's t, so few or scattered points give a wide band. Bounded to what is possible (a
share of 0-100 %, no negative counts). ``pace`` is what each remaining quarter must add.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from scipy.special import stdtrit

SPAN_YEARS = 3
CONFIDENCE = 0.8


@dataclass(frozen=True)
class Forecast:
    """``days`` ahead with ``middle``, ``lower`` and ``upper``; all floats, for drawing only."""

    days: list[date]
    middle: list[float]
    lower: list[float]
    upper: list[float]


def forecast(
    days: list[date], values: list[float], ahead: list[date], ceiling: float | None
) -> Forecast | None:
    """Continue the series to the days ``ahead``; None where fewer than four points are known."""
    start = days[-1].toordinal() - SPAN_YEARS * 366 if days else 0
    known = [
        (d.toordinal(), v) for d, v in zip(days, values, strict=True) if d.toordinal() >= start
    ]
    if len(known) < 4 or not ahead:
        return None
    x = np.array([point[0] for point in known], float)
    y = np.array([point[1] for point in known], float)
    centre = x.mean()
    spread = ((x - centre) ** 2).sum()
    slope = ((x - centre) * (y - y.mean())).sum() / spread
    freedom = len(known) - 2
    noise = math.sqrt(((y - y.mean() - slope * (x - centre)) ** 2).sum() / freedom)
    t = float(stdtrit(freedom, 0.5 + CONFIDENCE / 2))
    target = np.array([day.toordinal() for day in ahead], float)
    # It starts from the last known value: a forecast that jumps at once is not believed.
    middle = y[-1] + slope * (target - x[-1])
    half = t * noise * np.sqrt(1 + 1 / len(known) + (target - centre) ** 2 / spread)
    high = math.inf if ceiling is None else ceiling
    return Forecast(
        days=ahead,
        middle=np.clip(middle, 0, high).tolist(),
        lower=np.clip(middle - half, 0, high).tolist(),
        upper=np.clip(middle + half, 0, high).tolist(),
    )


def quarter_ends(first: date, last: date) -> list[date]:
    """The quarters' last days from ``first`` to ``last``, both included where they are one."""
    found = []
    for year in range(first.year, last.year + 1):
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            end = date(year, month, day)
            if first <= end <= last:
                found.append(end)
    return found


def pace_needed(value: Fraction, target: Fraction, today: date, last_day: date) -> Fraction | None:
    """Exactly what each remaining quarter must add (or take away); None once the plan is over."""
    left = len(quarter_ends(today, last_day)) - (1 if today in quarter_ends(today, today) else 0)
    return (target - value) / left if left > 0 else None
