"""Honours of villages and towns, grades of social organisations, standards met by facilities."""

from __future__ import annotations

import numpy as np

from yingzhou.demo.credentials import Credentials, Holders, Spells
from yingzhou.demo.days import FOREVER, day, schedule
from yingzhou.demo.facilities import FacilityRows, Kind
from yingzhou.demo.institutions import Social
from yingzhou.demo.places import Places
from yingzhou.demo.rng import rng
from yingzhou.demo.stocks import stocks
from yingzhou.kernel.organisations.models import Certificate

C = Certificate.Kind
GRADE_DAYS = 5 * 365 + 1
"""A grade holds five years (民政部令39号)."""


def village_honours(credentials: Credentials, places: Places) -> None:
    """Village and town honours (G01-G03, G36): the division itself is the holder."""
    generator = rng("honours")
    rural = places.ids[places.is_village]
    for kind, ids in (
        (C.COMMUNITY_DISTRICT, rural),
        (C.COMMUNITY_CITY, generator.choice(rural, 22, replace=False)),
        (C.COMMUNITY_NATIONAL, places.town_ids[:1]),
        (C.ELDER_FRIENDLY, places.town_ids),
    ):
        start = np.sort(generator.integers(day(2016, 6, 1), day(2020, 12, 1), len(ids)))
        credentials.certify(kind, Spells(start, np.full(len(ids), FOREVER)), ids)


def organisation_grades(credentials: Credentials, social: Social) -> None:
    """5A and 4A, renewed here whenever the five years are over."""
    first = 0
    for grade, key in (("5A", "grade_5a"), ("4A", "grade_4a")):
        start, _ = schedule(stocks()["organisations"][key], rng(f"grade {grade}"))
        index = first + np.arange(len(start))
        first += len(start)
        holders = Holders("organisation", social.ids[index])
        begin = start.astype("int64")
        while (begin <= credentials.today).any():
            spells = Spells(begin, begin + GRADE_DAYS)
            credentials.certify(
                C.ORGANISATION_GRADE, spells, social.division[index], holders, grade
            )
            begin = spells.end


def facility_standards(credentials: Credentials, facilities: FacilityRows, places: Places) -> None:
    """标准化养老机构, and the district's centre for minors, which met its standard in 2023."""
    start, end = schedule(stocks()["certificates"]["standard_home"], rng("standards"))
    homes = facilities.ids_of(Kind.ELDER_HOME)[: len(start)]
    centres = facilities.ids_of(Kind.CHILD_PROTECTION)
    reached = Spells(np.array([day(2023, 9, 28)]), np.array([FOREVER]))
    village = np.array(facilities.village)
    for kind, ids, spells in (
        (C.STANDARD_HOME, homes, Spells(start, end)),
        (C.CHILD_PROTECTION, centres, reached),
    ):
        where = places.ids[village[ids - 1]]
        credentials.certify(kind, spells, where, Holders("facility", ids))
