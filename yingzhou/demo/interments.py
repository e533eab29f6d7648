"""Burials in newly opened sections, year by year, with the share of small plots (indicator 17)."""

from __future__ import annotations

import numpy as np

from yingzhou.demo import bulk
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.days import day
from yingzhou.demo.facilities import FacilityRows, Kind
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.organisations.models import Interment


def make_interments(rows: FacilityRows, today: int) -> int:
    generator = rng("interments")
    cemeteries = np.concatenate([rows.ids_of(Kind.CEMETERY), rows.ids_of(Kind.BURIAL_GROUND)[:28]])
    columns: dict[str, list] = {"facility": [], "plot": [], "plot_area": [], "in_new_section": []}
    days: list[int] = []
    for year, counts in stocks()["interments"].items():
        total, small = counts["all"], counts["small"]
        old = total // 5
        area = np.concatenate(
            [
                generator.choice([3600, 4800, 5600, 6000], small),
                generator.choice([6400, 7500, 9000, 10000], total - small),
                generator.choice([6000, 10000, 15000], old),
            ]
        )
        size = total + old
        columns["facility"] += generator.choice(cemeteries, size).tolist()
        columns["plot"] += [f"{year % 100:02d}-{i:04d}" for i in range(1, size + 1)]
        columns["plot_area"] += area.tolist()
        columns["in_new_section"] += [True] * total + [False] * old
        days += generator.integers(day(year), day(year + 1), size).tolist()
    known = [i for i, when in enumerate(days) if when <= today]
    picked = {name: [values[i] for i in known] for name, values in columns.items()}
    return bulk.table(Interment, {**picked, "on": DayColumn(np.array([days[i] for i in known]))})
