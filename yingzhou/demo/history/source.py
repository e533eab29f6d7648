"""What is known of the people, as columns that can be handed to another process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from yingzhou.demo.crowd import Crowd
from yingzhou.demo.days import day
from yingzhou.demo.person_events import Disabled
from yingzhou.demo.person_rows import Writer
from yingzhou.demo.rng import rng
from yingzhou.demo.rolls import Roll

FIRST = 2016
PLANNED = range(2016, 2021)
"""The years whose sums the plan publishes."""
Months = range
"""Months are counted from the year 0: year * 12 + month - 1."""


def months_of(years: range) -> Months:
    return range(years.start * 12, years.stop * 12)


def first_day(month: int) -> int:
    return day(month // 12, month % 12 + 1)


def as_date(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Source:
    """``person_id``, ``village``, ``town`` (of a village, by place) are ids of the database."""

    crowd: Crowd
    person_id: np.ndarray
    village: np.ndarray
    town: np.ndarray
    disabled: Disabled
    dibao: Roll
    scale: float
    luck: np.ndarray
    """A number in [0, 1) for each person that never changes: who is taken first."""

    @classmethod
    def of(cls, writer: Writer, disabled: Disabled, dibao: Roll, scale: float) -> Source:
        """What the builder has made of people so far."""
        crowd, places = writer.population.crowd, writer.places
        luck = rng("luck").random(len(crowd))
        town = places.town_ids[places.town]
        return cls(crowd, writer.person_id, places.ids, town, disabled, dibao, scale, luck)

    @cached_property
    def _there(self) -> dict[int, np.ndarray]:
        return {}

    def there(self, month: int) -> np.ndarray:
        """Who is registered on the first of the month; whoever dies in it still gets it."""
        if month not in self._there:
            on, crowd = first_day(month), self.crowd
            here = (crowd.reg_div >= 0) & (crowd.reg_from <= on) & (crowd.reg_to > on)
            self._there[month] = here
        return self._there[month]

    @cached_property
    def born(self) -> np.ndarray:
        """The month of birth, as months are counted here."""
        return self.crowd.birth.astype("datetime64[D]").astype("datetime64[M]").astype("int32") + (
            1970 * 12
        )

    def age(self, month: int) -> np.ndarray:
        """Years that are reached within the month."""
        return (month - self.born) // 12
