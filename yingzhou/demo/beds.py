"""Beds with their terms: setting, nursing, dementia; stocks at each year's end exact."""

from __future__ import annotations

import numpy as np

from yingzhou.demo import bulk
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.days import FOREVER, OPENING, schedule
from yingzhou.demo.facilities import FacilityRows, Kind
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.organisations.models import Bed, BedTerm

_SETTINGS = {
    "institution": (Kind.ELDER_HOME,),
    "community": (Kind.CARE_HOME, Kind.DAY_CARE),
    "home": (Kind.HOME_CARE,),
}


def make_beds(rows: FacilityRows, today: int) -> int:
    """Writes beds and terms; returns the number of beds."""
    columns = [_beds_of(setting, rows) for setting in _SETTINGS]
    setting = np.concatenate([np.full(len(c[0]), i) for i, c in enumerate(columns)])
    facility = np.concatenate([c[0] for c in columns])
    start = np.concatenate([c[1] for c in columns])
    order = np.argsort(start, kind="stable")
    setting, facility, start = setting[order], facility[order], start[order]
    nursing = _conversion("nursing", start, setting != 2)
    dementia = _conversion("dementia", start, (nursing < FOREVER) & (setting == 0), after=nursing)
    known = start <= today
    setting, facility, start = setting[known], facility[known], start[known]
    nursing, dementia = nursing[known], dementia[known]
    bulk.table(Bed, {"facility": facility, "number": _numbers(facility)})
    _terms(setting, start, nursing, dementia, today)
    return len(start)


def _beds_of(setting: str, rows: FacilityRows) -> tuple[np.ndarray, np.ndarray]:
    """Facility and first day of each bed of a setting; none before the facility opens."""
    generator = rng(f"beds {setting}")
    start, _ = schedule(stocks()["beds"][setting], generator)
    ids = np.concatenate([rows.ids_of(kind) for kind in _SETTINGS[setting]])
    opened = np.array([rows.start[i - 1] for i in ids])
    order = np.argsort(opened, kind="stable")
    ids, opened = ids[order], opened[order]
    size = generator.gamma(3.5, 1, len(ids)) + 0.8
    open_then = np.maximum(np.searchsorted(opened, start, "right"), 1)
    share = np.cumsum(size)
    pick = np.searchsorted(share, generator.random(len(start)) * share[open_then - 1])
    return ids[pick], np.maximum(start, opened[pick])


def _conversion(
    what: str, start: np.ndarray, fit: np.ndarray, after: np.ndarray | None = None
) -> np.ndarray:
    """When each bed became a nursing (dementia) bed; FOREVER for those that did not."""
    when, _ = schedule(stocks()["beds"][what], rng(f"conversion {what}"))
    result = np.full(len(start), FOREVER, "int64")
    ready = np.where(fit, start if after is None else np.maximum(start, after), FOREVER)
    order = rng(f"order {what}").permutation(len(start))
    for day_of_change in when.tolist():
        latest = max(day_of_change, OPENING)
        candidates = (ready[order] <= latest) & (result[order] == FOREVER)
        if not candidates.any():
            raise ValueError(f"没有可转为“{what}”的床位, 请检查 stocks.yaml")
        bed = order[np.argmax(candidates)]
        result[bed] = max(day_of_change, int(ready[bed]))
    return result


def _numbers(facility: np.ndarray) -> list[str]:
    seen: dict[int, int] = {}
    numbers = []
    for place in facility.tolist():
        seen[place] = number = seen.get(place, 0) + 1
        numbers.append(f"{(number - 1) // 40 + 1}-{(number - 1) % 40 + 1:02d}")
    return numbers


def _terms(
    setting: np.ndarray, start: np.ndarray, nursing: np.ndarray, dementia: np.ndarray, today: int
) -> None:
    names = list(_SETTINGS)
    rows = []
    for bed, values in enumerate(
        zip(setting.tolist(), start.tolist(), nursing.tolist(), dementia.tolist(), strict=True), 1
    ):
        kind, begin, nursed, demented = values
        points = sorted({begin, max(begin, nursed), max(begin, demented)})
        points = [point for point in points if point <= today]
        for low, high in zip(points, [*points[1:], FOREVER], strict=True):
            rows.append((bed, names[kind], nursed <= low, demented <= low, low, high))
    bulk.table(
        BedTerm,
        {
            "bed": [r[0] for r in rows],
            "setting": [r[1] for r in rows],
            "nursing": [r[2] for r in rows],
            "dementia": [r[3] for r in rows],
            "valid_from": DayColumn(np.array([r[4] for r in rows])),
            "valid_to": DayColumn(np.array([r[5] for r in rows])),
        },
    )
