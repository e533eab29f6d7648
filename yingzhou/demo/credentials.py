"""Posts and certificates as growing columns, and the people who may hold them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from django.db import models

from yingzhou.demo import bulk
from yingzhou.demo.bulk import DayColumn
from yingzhou.demo.crowd import NOBODY
from yingzhou.demo.days import FOREVER, OPENING, day
from yingzhou.demo.person_rows import Writer
from yingzhou.demo.rng import rng
from yingzhou.kernel.organisations.models import Certificate, Post

HOLDERS = ("person", "organisation", "facility")


@dataclass
class Workers:
    """People fit for work who stay to the horizon; drawn once each, so nobody has two posts."""

    pool: np.ndarray
    used: int = 0

    @classmethod
    def find(cls, writer: Writer) -> Workers:
        """Those of 28 to 52 first; in a very small district younger and older ones have to help."""
        crowd = writer.population.crowd
        stays = (crowd.death == FOREVER) & (crowd.res_div != NOBODY) & (crowd.res_to == FOREVER)
        fit = stays & (crowd.res_from < OPENING)
        fit &= (crowd.birth > day(1945)) & (crowd.birth < day(2000))
        fit &= writer.there
        best = (crowd.birth > day(1968)) & (crowd.birth < day(1992))
        order = rng("workers").permutation(np.flatnonzero(fit))
        return cls(np.concatenate([order[best[order]], order[~best[order]]]))

    def take(self, count: int) -> np.ndarray:
        chosen = self.pool[self.used : self.used + count]
        if len(chosen) < count:
            raise ValueError("可任职的人不够")
        self.used += count
        return chosen


class Spells(NamedTuple):
    """First day, and the day after the last, of each row."""

    start: np.ndarray
    end: np.ndarray


class Holders(NamedTuple):
    """Who holds certificates: ids of a ``kind`` among :data:`HOLDERS`."""

    kind: str
    ids: np.ndarray


@dataclass
class Rows:
    """Columns that grow; written at the end in one go."""

    columns: dict[str, list] = field(default_factory=dict)

    def add(self, columns: dict[str, list]) -> None:
        for name, values in columns.items():
            self.columns.setdefault(name, []).extend(values)

    def write(self, model: type[models.Model]) -> int:
        days = {
            name: DayColumn(np.array(self.columns[name])) for name in ("valid_from", "valid_to")
        }
        return bulk.table(model, {**self.columns, **days})


class Credentials:
    """The district's posts and certificates, as known on ``today``."""

    def __init__(self, today: int) -> None:
        self.today = today
        self.posts, self.certificates = Rows(), Rows()
        self.serial = 0

    def post(
        self,
        kind: str,
        person: np.ndarray,
        division: np.ndarray,
        start: np.ndarray,
        facility: np.ndarray | None = None,
    ) -> None:
        """Ids of persons, divisions and facilities; a post once begun is held to this day."""
        known = np.flatnonzero(start <= self.today)
        blank: list[int | None] = [None] * len(known)
        self.posts.add(
            {
                "kind": [str(kind)] * len(known),
                "person": person[known].tolist(),
                "division": division[known].tolist(),
                "facility": blank if facility is None else facility[known].tolist(),
                "valid_from": start[known].tolist(),
                "valid_to": [FOREVER] * len(known),
            }
        )

    def certify(
        self,
        kind: str,
        spells: Spells,
        division: np.ndarray,
        holders: Holders | None = None,
        grade: str = "",
    ) -> None:
        """Without ``holders`` the division itself is certified."""
        known = np.flatnonzero(spells.start <= self.today)
        end = spells.end
        if kind != Certificate.Kind.ORGANISATION_GRADE:  # a grade says from the first when it ends
            end = np.where(end > self.today, FOREVER, end)
        numbers = range(self.serial + 1, self.serial + len(known) + 1)
        self.serial += len(known)
        held: dict[str, list] = {name: [None] * len(known) for name in HOLDERS}
        if holders is not None:
            held[holders.kind] = holders.ids[known].tolist()
        self.certificates.add(
            {
                "kind": [str(kind)] * len(known),
                "grade": [grade] * len(known),
                "number": [f"演示-{number:06d}" for number in numbers],
                **held,
                "division": division[known].tolist(),
                "valid_from": spells.start[known].tolist(),
                "valid_to": end[known].tolist(),
            }
        )

    def write(self) -> None:
        self.posts.write(Post)
        self.certificates.write(Certificate)
