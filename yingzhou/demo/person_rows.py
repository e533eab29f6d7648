"""Turns the columns of the crowd into rows of the people kernel, cut at today."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np

from yingzhou.demo import bulk, numbers, rolls
from yingzhou.demo.addresses import addresses
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.crowd import NOBODY, Crowd
from yingzhou.demo.days import EPOCH, FOREVER, OPENING, day
from yingzhou.demo.names import NameColumns
from yingzhou.demo.places import Places
from yingzhou.demo.population import Population
from yingzhou.demo.rng import rng
from yingzhou.kernel.people import models

MODELS = (
    models.Person,
    models.Household,
    models.Membership,
    models.Residence,
    models.Kinship,
    models.DisabilityCertificate,
    models.LifeEvent,
    models.Enrolment,
)


@dataclass
class Writer:
    """Writes what is known on ``today``: later births are not there, later ends are open.

    Row ids of persons are their place in the crowd plus one, as everyone unborn comes last or is
    dropped from a renumbered list (``person_id``).
    """

    population: Population
    places: Places
    today: int

    def __post_init__(self) -> None:
        crowd = self.population.crowd
        there = (crowd.birth <= self.today) & (
            (crowd.reg_div != NOBODY) | (crowd.res_from <= self.today)
        )
        self.there = there
        self.person_id = np.where(there, np.cumsum(there), 0)

    def open_end(self, ends: np.ndarray) -> np.ndarray:
        return np.where(ends > self.today, FOREVER, ends)

    def seal_numbers(self, pool: ProcessPoolExecutor | None) -> numbers.Sealing:
        """Begin sealing everyone's number, while other rows are being written."""
        crowd, who = self.population.crowd, np.flatnonzero(self.there)
        self.bodies = numbers.bodies(crowd.birth[who], crowd.sex[who])
        return numbers.Sealing(numbers.with_check(self.bodies), pool)

    def persons(self, names: NameColumns, sealing: numbers.Sealing) -> int:
        crowd, who = self.population.crowd, np.flatnonzero(self.there)
        birth, sex = crowd.birth[who], crowd.sex[who]
        sealed = sealing.result()
        spelled = names.of_person[who].tolist()
        death = self.open_end(crowd.death[who])
        dead = np.flatnonzero(death < FOREVER)
        death_text: list[str | None] = [None] * len(who)
        for index, text in zip(dead.tolist(), bulk_dates(death[dead]), strict=True):
            death_text[index] = text
        return bulk.table(
            models.Person,
            {
                "name": [names.names[i] for i in spelled],
                "pinyin": [names.pinyin[i] for i in spelled],
                "sound": [names.sound[i] for i in spelled],
                "initials": [names.initials[i] for i in spelled],
                "sex": sex,
                "birth_date": DayColumn(birth),
                "death_date": death_text,
                "id_number": [pair[0] for pair in sealed],
                "id_digest": [pair[1] for pair in sealed],
            },
        )

    def households(self, home_address: list[str]) -> int:
        population = self.population
        codes = [self.places.codes[i][6:] for i in population.home_div.tolist()]
        return bulk.table(
            models.Household,
            {
                "number": [f"{code}{i:06d}" for i, code in enumerate(codes, 1)],
                "division": self.places.ids[population.home_div],
                "address": home_address,
                "valid_from": DayColumn(population.home_from),
                "valid_to": DayColumn(self.open_end(population.home_to)),
            },
        )

    def memberships(self) -> int:
        crowd = self.population.crowd
        who = np.flatnonzero(
            self.there & (crowd.household != NOBODY) & (crowd.member_from <= self.today)
        )
        return bulk.table(
            models.Membership,
            {
                "household": crowd.household[who] + 1,
                "person": self.person_id[who],
                "relation": crowd.relation[who],
                "valid_from": DayColumn(crowd.member_from[who]),
                "valid_to": DayColumn(self.open_end(crowd.member_to[who])),
            },
        )

    def residences(self, home_address: list[str]) -> int:
        crowd = self.population.crowd
        kinds = (("reg", 1), ("res", 2))
        written = 0
        for name, kind in kinds:
            div, start, end = (getattr(crowd, f"{name}_{part}") for part in ("div", "from", "to"))
            who = np.flatnonzero(self.there & (div != NOBODY) & (start <= self.today))
            homes = crowd.household[who].tolist()
            spare = addresses(self.places, div[who], rng(f"address {kind}"))
            text = [home_address[h] if h >= 0 else spare[i] for i, h in enumerate(homes)]
            written += bulk.table(
                models.Residence,
                {
                    "person": self.person_id[who],
                    "kind": np.full(len(who), kind),
                    "division": self.places.ids[div[who]],
                    "address": text,
                    "valid_from": DayColumn(start[who]),
                    "valid_to": DayColumn(self.open_end(end[who])),
                },
                first_id=written + 1,
            )
        return written

    def kinship(self) -> int:
        crowd, kin = self.population.crowd, models.Kinship.Kind
        written = 0
        for column, kind in (
            (crowd.father, kin.PARENT),
            (crowd.mother, kin.PARENT),
            (crowd.spouse, kin.SPOUSE),
        ):
            who = np.flatnonzero(self.there & (column != NOBODY))
            who = who[self.there[column[who]]]
            written += bulk.table(
                models.Kinship,
                {
                    "person": self.person_id[who],
                    "relative": self.person_id[column[who]],
                    "kind": np.full(len(who), int(kind)),
                },
                first_id=written + 1,
            )
        return written

    def enrolments(self, roll: str, spells: rolls.Roll, written: int) -> int:
        """One roll of persons, or of households for the platform. Returns the rows so far."""
        by_household = roll == models.Enrolment.Roll.PLATFORM
        known = spells.valid_from <= self.today
        if not by_household:
            known &= self.there[spells.holder]
        holder = spells.holder[known]
        ids = (holder + 1 if by_household else self.person_id[holder]).tolist()
        blank: list[int | None] = [None] * len(ids)
        return written + bulk.table(
            models.Enrolment,
            {
                "roll": [str(roll)] * len(ids),
                "person": blank if by_household else ids,
                "household": ids if by_household else blank,
                "valid_from": DayColumn(spells.valid_from[known]),
                "valid_to": DayColumn(self.open_end(spells.valid_to[known])),
            },
            first_id=written + 1,
        )


def bulk_dates(days: np.ndarray) -> list[str]:
    return np.datetime_as_string(days.astype("datetime64[D]")).tolist()


def as_day(value: date) -> int:
    return (value - EPOCH).days


def born_since_opening(crowd: Crowd) -> np.ndarray:
    return np.flatnonzero(
        (crowd.birth > OPENING) & (crowd.reg_div != NOBODY) & (crowd.reg_from >= day(2016))
    )
