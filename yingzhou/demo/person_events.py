"""Life events and disability certificates of the synthetic people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from yingzhou.demo import bulk
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.crowd import NOBODY
from yingzhou.demo.days import FOREVER, OPENING, day
from yingzhou.demo.person_rows import Writer, bulk_dates
from yingzhou.demo.rng import rng
from yingzhou.kernel.people import models

_SOURCES = {
    "birth": "卫健出生医学证明",
    "death": "公安死亡登记",
    "move_in": "公安户籍迁入",
    "move_out": "公安户籍迁出",
}
# category weights as in published national surveys, rounded; shape only
_CATEGORIES = {1: 14, 2: 22, 3: 2, 4: 40, 5: 9, 6: 9, 7: 4}


def life_events(writer: Writer) -> int:
    """Births, deaths and moves since the opening, each with the source it would have come from."""
    crowd, today = writer.population.crowd, writer.today
    registered = crowd.reg_div != NOBODY
    groups = {
        "birth": (
            np.flatnonzero(registered & (crowd.birth > OPENING) & (crowd.reg_from == crowd.birth)),
            crowd.birth,
        ),
        "death": (np.flatnonzero(crowd.death < FOREVER), crowd.death),
        "move_in": (writer.population.moved_in, crowd.reg_from),
        "move_out": (writer.population.moved_out, crowd.reg_to),
    }
    written = 0
    for kind, (everyone, when) in groups.items():
        known = (when[everyone] <= today) & (when[everyone] > OPENING)
        if kind == "move_out":
            known &= crowd.reg_to[everyone] != crowd.death[everyone]
        who = everyone[writer.there[everyone] & known]
        days = when[who]
        written += bulk.table(
            models.LifeEvent,
            {
                "person": writer.person_id[who],
                "kind": [kind] * len(who),
                "on": DayColumn(days),
                "source": [_SOURCES[kind]] * len(who),
                "recorded_at": [
                    f"{text} 00:30:00+00:00" for text in bulk_dates(_known(days, today))
                ],
                "reversed_at": [None] * len(who),
            },
            first_id=written + 1,
        )
    return written


def _known(days: np.ndarray, today: int) -> np.ndarray:
    """Two days later, and never after today."""
    return np.minimum(days + 2, today)


@dataclass(frozen=True)
class Disabled:
    """A certificate a place: whose, of which kind and grade, from when to when."""

    who: np.ndarray
    category: np.ndarray
    grade: np.ndarray
    valid_from: np.ndarray
    valid_to: np.ndarray


def disabled(writer: Writer) -> Disabled:
    """About one in twenty, more among the old; most were certified before 2016."""
    generator = rng("disability")
    crowd = writer.population.crowd
    who = np.flatnonzero(writer.there & (crowd.reg_div != NOBODY))
    age = (day(2020) - crowd.birth[who]) / 365.25
    who = who[
        generator.random(len(who)) < np.interp(age, [0, 20, 60, 90], [0.01, 0.019, 0.0785, 0.155])
    ]
    category = generator.choice(
        list(_CATEGORIES), len(who), p=np.array(list(_CATEGORIES.values())) / 100
    )
    grade = generator.choice([1, 2, 3, 4], len(who), p=[0.14, 0.2, 0.3, 0.36])
    early = generator.random(len(who)) < 0.78
    since = np.where(
        early,
        generator.integers(day(1996), day(2016), len(who)),
        generator.integers(day(2016), day(2026), len(who)),
    )
    start = np.maximum(since, crowd.birth[who] + 365)
    end = crowd.reg_to[who]
    keep = (start < end) & (start <= writer.today)
    return Disabled(who[keep], category[keep], grade[keep], start[keep], end[keep])


def disability_certificates(writer: Writer, found: Disabled) -> int:
    return bulk.table(
        models.DisabilityCertificate,
        {
            "person": writer.person_id[found.who],
            "category": found.category,
            "grade": found.grade,
            "valid_from": DayColumn(found.valid_from),
            "valid_to": DayColumn(writer.open_end(found.valid_to)),
        },
    )
