"""Facilities of every kind with their capacities, and the former towns' “3+3”."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from yingzhou.core.money import split_exactly
from yingzhou.demo import bulk
from yingzhou.demo.addresses import addresses, short_name
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.days import FOREVER, OPENING, day, schedule
from yingzhou.demo.institutions import Institutions
from yingzhou.demo.places import Places
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.divisions.models import ManagementUnit
from yingzhou.kernel.organisations.models import Capacity, Facility, FacilityWork

Kind = Facility.Kind
_ONE_A_TOWN = {Kind.CANTEEN, Kind.AID_RENTAL, Kind.HOME_CARE}
"""At most one a town, the towns in a drawn order."""
_FORMER_TOWNS = (
    "城桥镇:侯家",
    "城桥镇:鳌山",
    "新河镇:新民",
    "庙镇:江口",
    "庙镇:合作",
    "竖新镇:大新",
    "港沿镇:合兴",
    "陈家镇:裕安",
    "中兴镇:汲浜",
    "长兴镇:凤凰",
)


@dataclass
class FacilityRows:
    """Columns of all facilities; ids count from one in order of appending."""

    kind: list[str] = field(default_factory=list)
    village: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    unit: list[int | None] = field(default_factory=list)

    def ids_of(self, kind: str) -> np.ndarray:
        return np.array([i for i, k in enumerate(self.kind, 1) if k == kind])

    def add(self, kind: str, village: np.ndarray, start: np.ndarray, end: np.ndarray) -> None:
        self.kind += [str(kind)] * len(start)
        self.village += village.tolist()
        self.start += start.tolist()
        self.end += end.tolist()
        self.unit += [None] * len(start)


def make_facilities(places: Places, institutions: Institutions, today: int) -> FacilityRows:
    rows = FacilityRows()
    for kind, targets in stocks()["facilities"].items():
        start, end = schedule(targets, rng(f"facility {kind}"))
        rows.add(kind, _villages_for(kind, len(start), places), start, end)
    units = _management_units(rows, places)
    ManagementUnit.objects.bulk_create(units)
    keep = [i for i, start in enumerate(rows.start) if start <= today]
    for name in ("kind", "village", "start", "end", "unit"):
        column = getattr(rows, name)
        setattr(rows, name, [column[i] for i in keep])
    _write(rows, places, institutions, today)
    _meal_capacity(rows, today)
    _renovations(rows)
    return rows


def _villages_for(kind: str, count: int, places: Places) -> np.ndarray:
    """Where they stand: one a town, first one a village, or in proportion to people."""
    generator = rng(f"where {kind}")
    if kind in _ONE_A_TOWN:
        towns = generator.permutation(len(places.town_ids))[:count]
        return np.array([generator.choice(places.of_town(int(town))) for town in towns], int)
    if kind in (Kind.ACTIVITY_ROOM, Kind.CHILD_STATION):
        every = generator.permutation(len(places.ids))
        if kind == Kind.CHILD_STATION:
            return every[:count]
        # 331 villages have their room by 2020, the last get theirs by 2025; some have two
        first, last = every[:331], every[331:]
        second = generator.choice(first, 439 - 331, replace=False)
        old = generator.permutation(np.concatenate([first, second]))
        return np.concatenate([old, last, generator.choice(first, count)])[:count]
    weights = places.registered_weights / places.registered_weights.sum()
    every_town = np.array(
        [generator.choice(places.of_town(t)) for t in range(len(places.town_ids))]
    )
    if kind == Kind.ELDER_HOME:
        return np.concatenate([every_town, generator.choice(len(weights), count - 18, p=weights)])
    return generator.choice(len(weights), count, p=weights)


def _management_units(rows: FacilityRows, places: Places) -> list[ManagementUnit]:
    """Ten former towns, each with three services and three enforcement posts (plan D14)."""
    units = []
    for number, text in enumerate(_FORMER_TOWNS, 1):
        town_name, _, name = text.partition(":")
        town = places.town_names.index(town_name)
        units.append(
            ManagementUnit(
                id=number,
                town_id=int(places.town_ids[town]),
                name=f"{name}基本管理单元",
                valid_from="2016-01-01",
            )
        )
        village = places.of_town(town)[number % 3]
        start = day(2016 + number % 5, 3 + number % 7, 1)
        for offset, kind in enumerate(Facility.THREE_PLUS_THREE):
            rows.add(
                kind,
                np.array([village]),
                np.array([start + 20 * offset]),
                np.array([FOREVER]),
            )
            rows.unit[-1] = number
    return units


def _write(rows: FacilityRows, places: Places, institutions: Institutions, today: int) -> None:
    village = np.array(rows.village)
    generator = rng("facility points")
    town_points = places.town_points[places.town[village]]
    points = town_points + generator.normal(0, (0.012, 0.008), town_points.shape)
    labels = dict(Facility.Kind.choices)
    serial: dict[tuple[str, int], int] = {}
    names = []
    for kind, where in zip(rows.kind, rows.village, strict=True):
        number = serial[kind, where] = serial.get((kind, where), 0) + 1
        town = places.town_names[places.town[where]]
        names.append(
            f"{town}{short_name(places.names[where])}{labels[kind]}{'' if number == 1 else number}"
        )
    operators = [
        int(generator.choice(institutions.operators)) if kind == Kind.ELDER_HOME else None
        for kind in rows.kind
    ]
    bulk.table(
        Facility,
        {
            "code": [f"CM{i:06d}" for i in range(1, len(names) + 1)],
            "name": names,
            "kind": rows.kind,
            "division": places.ids[village],
            "operator": operators,
            "management_unit": rows.unit,
            "address": addresses(places, village, generator),
            "lon": points[:, 0].round(5),
            "lat": points[:, 1].round(5),
            "valid_from": DayColumn(np.array(rows.start)),
            "valid_to": DayColumn(np.where(np.array(rows.end) > today, FOREVER, rows.end)),
        },
    )


def _meal_capacity(rows: FacilityRows, today: int) -> None:
    """Each meal site's capacity a day; at each year's end they add up to the stock."""
    generator = rng("meals")
    ids = rows.ids_of(Kind.MEAL_SITE)
    start = np.array([rows.start[i - 1] for i in ids])
    size = generator.gamma(4, 1, len(ids)) + 1
    spells: list[tuple[int, int, int, int]] = []
    changes = sorted(stocks()["meal_capacity"].items())
    for index, (year, total) in enumerate(changes):
        standing = np.flatnonzero(start <= day(year, 12, 31))
        amounts = split_exactly(total, (size[standing] * 1000).astype(int).tolist())
        low = OPENING - 400 if index == 0 else day(year)
        high = day(changes[index + 1][0]) if index + 1 < len(changes) else FOREVER
        for place, amount in zip(standing.tolist(), amounts, strict=True):
            begin = max(low, int(start[place]))
            if begin <= today:
                spells.append((int(ids[place]), amount, begin, high if high <= today else FOREVER))
    bulk.table(
        Capacity,
        {
            "facility": [s[0] for s in spells],
            "unit": [str(Capacity.Unit.MEALS_A_DAY)] * len(spells),
            "amount": [s[1] for s in spells],
            "valid_from": DayColumn(np.array([s[2] for s in spells])),
            "valid_to": DayColumn(np.array([s[3] for s in spells])),
        },
    )


def _renovations(rows: FacilityRows) -> None:
    """19 weak elder homes were rebuilt in 2016-2020 (G29), none twice."""
    generator = rng("renovations")
    homes = rows.ids_of(Kind.ELDER_HOME)[:45]
    chosen = generator.permutation(homes)[:19]
    when = np.sort(generator.integers(day(2016, 5, 1), day(2020, 11, 30), len(chosen)))
    bulk.table(
        FacilityWork,
        {
            "facility": chosen,
            "kind": [str(FacilityWork.Kind.RENOVATION)] * len(chosen),
            "on": DayColumn(when),
        },
    )
