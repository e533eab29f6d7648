"""Schooling, serious illness and levels of care: spells by age, cut where a person is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from yingzhou.demo import bulk
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import FOREVER, day
from yingzhou.demo.person_rows import Writer
from yingzhou.demo.rng import rng
from yingzhou.kernel.people import models

REFERENCE = day(2026, 11, 1)
"""Shares by age, and the households in hardship, are those of this day."""
SCHOOL_SINCE = day(2020)
PRESCHOOL, COMPULSORY, HIGH, VOCATIONAL, UNIVERSITY = (int(s) for s in models.Schooling.Stage)
_STARTS = {PRESCHOOL: 3, COMPULSORY: 6, HIGH: 15, VOCATIONAL: 15, UNIVERSITY: 18}
_ENDS = {PRESCHOOL: 6, COMPULSORY: 15, HIGH: 18, VOCATIONAL: 18, UNIVERSITY: 22}
_ILL = {0: 0.002, 40: 0.006, 60: 0.016, 75: 0.03, 90: 0.035}
_SOURCES: dict[type, str] = {
    models.Schooling: "教育部门核对", models.Illness: "医疗保障核对",
    models.CareLevel: "老年照护统一需求评估",
}  # fmt: skip
_LEVEL_WEIGHTS = [0.14, 0.22, 0.22, 0.18, 0.14, 0.10]


@dataclass
class Spans:
    """Spells of persons (places in the crowd) with a value each; ``valid_to`` is as it came."""

    who: np.ndarray
    value: np.ndarray
    valid_from: np.ndarray
    valid_to: np.ndarray

    def kept(self, which: np.ndarray) -> Spans:
        return Spans(
            self.who[which], self.value[which], self.valid_from[which], self.valid_to[which]
        )


def presence(crowd: Crowd) -> tuple[np.ndarray, np.ndarray]:
    """From when to when each person is registered or lives here."""
    registered, living = crowd.reg_div != NOBODY, crowd.res_div != NOBODY
    start = np.minimum(
        np.where(registered, crowd.reg_from, FOREVER), np.where(living, crowd.res_from, FOREVER)
    )
    end = np.maximum(np.where(registered, crowd.reg_to, 0), np.where(living, crowd.res_to, 0))
    return start, end


def age_on(crowd: Crowd, when: int) -> np.ndarray:
    """Age in years; nought for who is born later."""
    return np.maximum((when - crowd.birth) / 365.25, 0)


def _within(crowd: Crowd, who: np.ndarray, value: Any, start: np.ndarray, end: Any) -> Spans:
    """Spells cut to the presence of each person; without those that leave no day."""
    here, gone = presence(crowd)
    begin = np.maximum(start, here[who]).astype("int64")
    stop = np.minimum(end, gone[who]).astype("int64")
    return Spans(who, np.broadcast_to(value, len(who)), begin, stop).kept(begin < stop)


def schooling(crowd: Crowd) -> Spans:
    """Every stage that reached into 2020 or began later, by school year (1 September)."""
    generator = rng("schooling")
    month = crowd.birth.astype("datetime64[D]").astype("datetime64[M]").astype("int64")
    first = 1970 + month // 12 + (month % 12 >= 8)
    luck = generator.random((4, len(crowd)))
    academic = luck[1] < 0.64
    goes = {
        PRESCHOOL: luck[0] < 0.96,
        COMPULSORY: np.full(len(crowd), True),
        HIGH: academic & (luck[2] < 0.985),
        VOCATIONAL: ~academic & (luck[2] < 0.985),
        UNIVERSITY: luck[3] < np.where(academic, 0.86, 0.32),
    }
    parts = []
    for stage, chosen in goes.items():
        who = np.flatnonzero(chosen & (first + _ENDS[stage] > 2020))
        start, end = (_september(first[who] + years[stage]) for years in (_STARTS, _ENDS))
        parts.append(_within(crowd, who, stage, start, end))
    joined = [np.concatenate([getattr(p, name) for p in parts]) for name in _SPAN_FIELDS]
    return Spans(*joined).kept(joined[3] > SCHOOL_SINCE)


_SPAN_FIELDS = ("who", "value", "valid_from", "valid_to")


def _september(years: np.ndarray) -> np.ndarray:
    months = (years - 1970) * 12 + 8
    return months.astype("datetime64[M]").astype("datetime64[D]").astype("int64")


def illnesses(crowd: Crowd) -> Spans:
    """About one in seventy, more among the old."""
    generator = rng("illness")
    age = age_on(crowd, REFERENCE)
    ill = generator.random(len(crowd)) < np.interp(age, list(_ILL), list(_ILL.values()))
    who = np.flatnonzero(ill)
    return _within(crowd, who, 1, generator.integers(day(2018), day(2027), len(who)), FOREVER)


def care_levels(crowd: Crowd) -> Spans:
    """Assessed at 60 and older; again every two years, when the level stays or rises."""
    generator = rng("care levels")
    age = age_on(crowd, REFERENCE)
    share = np.select([age >= 80, age >= 70, age >= 60], [0.09, 0.03, 0.01], 0.0)
    who = np.flatnonzero(generator.random(len(crowd)) < share)
    level = generator.choice(6, len(who), p=_LEVEL_WEIGHTS) + 1
    start = (REFERENCE - generator.integers(0, 730, len(who))).astype("datetime64[D]")
    parts = []
    for turn in range(-2, 3):
        begin, end = _years_later(start, 2 * turn), _years_later(start, 2 * turn + 2)
        rising = generator.random(len(who)) < 0.35
        parts.append(_within(crowd, who, level, begin, end))
        level = np.minimum(level + rising, 6)
    return Spans(*(np.concatenate([getattr(p, name) for p in parts]) for name in _SPAN_FIELDS))


def _years_later(days: np.ndarray, years: int) -> np.ndarray:
    """The same day of another year; 1 March where there is no 29 February."""
    months = days.astype("datetime64[M]")
    return ((months + 12 * years).astype("datetime64[D]") + (days - months)).astype("int64")


def value_on(spans: Spans, when: int, size: int) -> np.ndarray:
    """The value that holds on a day for each of ``size`` persons, 0 for none."""
    result = np.zeros(size, "int8")
    now = (spans.valid_from <= when) & (spans.valid_to > when)
    result[spans.who[now]] = spans.value[now]
    return result


def write(writer: Writer, schools: Spans, ill: Spans) -> None:
    """The rows known today. A level of care runs out by itself: its end is known beforehand."""
    crowd = writer.population.crowd
    _write(writer, models.Schooling, schools, "stage")
    _write(writer, models.Illness, ill)
    _write(writer, models.CareLevel, care_levels(crowd), "level", runs_out=True)


def _write(
    writer: Writer, model: type, spans: Spans, value: str = "", runs_out: bool = False
) -> None:
    spans = spans.kept(writer.there[spans.who] & (spans.valid_from <= writer.today))
    end = spans.valid_to
    if runs_out:
        gone = presence(writer.population.crowd)[1][spans.who]
        natural = _years_later(spans.valid_from.astype("datetime64[D]"), 2)
        # Who came in between keeps the end of the level they came with.
        end = np.where((gone <= writer.today) | (end < gone), end, natural)
    else:
        end = writer.open_end(end)
    columns = {"person": writer.person_id[spans.who], "valid_from": DayColumn(spans.valid_from)}
    columns["valid_to"] = DayColumn(end)
    columns["source"] = [_SOURCES[model]] * len(spans.who)
    if value:
        columns[value] = spans.value
    bulk.table(model, columns)
