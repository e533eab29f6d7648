"""What is asked for, when, by whom, how: drawn by chance from a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from yingzhou.core import clock
from yingzhou.core.workdays import is_workday
from yingzhou.demo.rng import rng

FULL, LEAST = 80, 20
DAYS = 425
"""Fourteen months."""
RECENT = 24
"""Natural days before today in which a fourth of all came in: they are what is being worked on."""
MIX: tuple[tuple[str, str, float], ...] = (
    ("relief/dibao", "needy", 3),
    ("relief/dibao", "meagre", 2),
    ("relief/dibao_edge", "meagre", 2),
    ("relief/dibao_review", "poor", 3),
    ("relief/medical", "poor", 4),
    ("relief/temporary", "grown", 4),
    ("relief/ecological_insurance", "old", 2),
    ("eldercare/senior_allowance", "old", 14),
    ("eldercare/needs_assessment", "oldest", 8),
    ("eldercare/service_subsidy", "oldest", 3),
    ("eldercare/meals", "oldest", 6),
    ("eldercare/home_bed", "oldest", 3),
    ("eldercare/home_adaptation", "oldest", 2),
    ("eldercare/institution_place", "oldest", 2),
    ("disability/care_allowance", "disabled", 5),
    ("disability/living_allowance", "disabled", 3),
    ("disability/assistive_device", "disabled", 3),
    ("funerals/burial_place", "grown", 2),
    ("funerals/tomb_sweeping", "grown", 2),
    ("marriage/reissue", "grown", 4),
    ("marriage/counselling", "young", 2),
    ("neighbourhoods/cert_residence", "grown", 4),
    ("neighbourhoods/cert_hardship", "meagre", 2),
    ("workforce/volunteer", "grown", 4),
    ("oversight/suggestion", "grown", 4),
    ("oversight/complaint", "grown", 3),
    ("counters/data_correction", "grown", 2),
)
CHANNELS = (("counter", 0.5), ("online", 0.33), ("village", 0.09), ("terminal", 0.08))
ELSEWHERE = 0.07
"""The share whose counter is not that of their own town (全市通办)."""
HURRIED, ORDINARY, SLOW = 1, 2, 5
"""Workdays between two steps, at most."""


@dataclass
class Plan:
    """One matter to be. ``pace``: workdays between steps, at most; ``halt``: nobody goes on from
    that stage, or where that office must act; ``person``: this one and nobody else."""

    at: datetime
    item: str
    situation: str
    town: int
    channel: str = "counter"
    pace: int = ORDINARY
    halt: str = ""
    person: int | None = None
    counter: int | None = None
    asks: bool = False


def plans(scale: float, towns: dict[int, int], today: date) -> list[Plan]:
    """``towns``: how many people there are to choose from in each."""
    generator = rng("cases")
    count = max(LEAST, round(FULL * scale))
    weights = np.array([weight for _, _, weight in MIX])
    kinds = generator.choice(len(MIX), count, p=weights / weights.sum())
    people = np.array(list(towns.values()), float)
    places = generator.choice(list(towns), count, p=people / people.sum()).tolist()
    names, shares = [name for name, _ in CHANNELS], [share for _, share in CHANNELS]
    channels = generator.choice(names, count, p=shares).tolist()
    return [
        Plan(
            at=_moment(generator, today),
            item=MIX[kind][0],
            situation=MIX[kind][1],
            town=town,
            channel=channel,
            pace=int(generator.choice([HURRIED, ORDINARY, SLOW], p=[0.3, 0.6, 0.1])),
            counter=int(generator.choice(list(towns))) if generator.random() < ELSEWHERE else None,
            halt="town" if generator.random() < 0.02 else "",
            asks=bool(generator.random() < 0.12),
        )
        for kind, town, channel in zip(kinds.tolist(), places, channels, strict=True)
    ]


def _moment(generator: np.random.Generator, today: date) -> datetime:
    """Within office hours; a fourth of all in the last weeks."""
    span = RECENT if generator.random() < 0.25 else DAYS
    day = today - timedelta(days=int(generator.integers(0, span)))
    while not is_workday(day):
        day -= timedelta(days=1)
    return office_hour(day, generator)


def office_hour(day: date, generator: np.random.Generator) -> datetime:
    minutes = int(generator.integers(0, 7 * 60))
    opening = datetime.combine(day, time(9), clock.ZONE)
    noon = 60 if minutes >= 150 else 0
    return opening + timedelta(minutes=minutes + noon)
