"""Whom the rules give something and who does not get it: the engine over the whole registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from yingzhou.core.money import format_fen
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.district import District, day_of, district_on
from yingzhou.kernel.payments.benefits import Benefit
from yingzhou.policy.book import Key
from yingzhou.policy.columns import lowest
from yingzhou.policy.kinds import Kind
from yingzhou.policy.law import Law, Moment, law
from yingzhou.policy.population import Population
from yingzhou.policy.run import Results, Runner
from yingzhou.policy.shown import shown
from yingzhou.policy.tree import HOUSEHOLD, PERSON
from yingzhou.programmes.assistance.relief.discovery.files import BENEFIT, CLASS, Margin, house

from .candidates import Candidate
from .given import Given, returned
from .wanted import wanted

TEN_YUAN = 1000
RETURNED = "上次没有到账"


@dataclass(frozen=True)
class Look:
    """One month of the district. ``people``: how many were looked at."""

    found: list[Candidate]
    people: int
    snapshot: datetime


@dataclass(frozen=True)
class _Month:
    day: date
    district: District
    results: Results
    law: Law


def look(month: date, given: Given) -> Look:
    """``month``: its first day."""
    moment = Moment(month.year, month.month)
    district = district_on(day_of(moment))
    some = wanted(month)
    people = Population(book(), district.hh_start, dict(district.columns))
    results = Runner(people, [*(one.key for one in some), *_rules(some)]).month(moment)
    at = _Month(month, district, results, law(book(), moment.law_day))
    found = [row for one in some for row in _of(one, at, given)]
    return Look(found, len(district.person_id), district.made_at)


def _rules(some: list[Benefit]) -> list[Key]:
    """Rules whose values are kept as margins, each once."""
    named = {_key(margin.of) for one in some for margin in house().margins.get(one.code, ())} - {
        one.key for one in some
    }
    return sorted(key for key in named if key in book().rules)


def _key(name: str) -> Key:
    entity, word = name.split(".", 1)
    return entity, word


def _of(benefit: Benefit, at: _Month, given: Given) -> list[Candidate]:
    district, values = at.district, at.results[benefit.key]
    ids = district.household_id if benefit.is_of_household else district.person_id
    where = np.flatnonzero((values > 0) & (ids > 0))
    lost = returned(benefit.code) if benefit.by_registry else {}
    if benefit.by_registry:
        where = where[np.isin(ids[where], np.array(list(lost), "int64"))]
    else:
        where = where[~_has(benefit, at, where, given)]
    rank = house().class_of(benefit.code) * CLASS
    division = district.division_of(benefit.key[0])
    homes = _homes(benefit, district)
    made = []
    for place in where.tolist():
        holder, amount = int(ids[place]), int(values[place])
        facts = list(_facts(benefit, at, place))
        if holder in lost:
            facts.append((RETURNED, f"{lost[holder]:%Y年%-m月}"))
        made.append(
            Candidate(
                what=f"{BENEFIT}:{benefit.code}",
                item=benefit.code,
                person=None if benefit.is_of_household else holder,
                household=holder if benefit.is_of_household else None,
                home=int(homes[place]) or None,
                division=int(division[place]),
                amount=amount,
                rank=rank + min(amount // TEN_YUAN, CLASS - 1),
                spell=f"{at.day:%Y-%m}",
                facts=tuple(facts),
            )
        )
    return [one for one in made if one.division]


def _homes(benefit: Benefit, district: District) -> np.ndarray:
    of_home = district.household_id
    return of_home if benefit.is_of_household else of_home[district.person_household]


def _has(benefit: Benefit, at: _Month, where: np.ndarray, given: Given) -> np.ndarray:
    """Which of them have it, or have asked for it. What one of a family has of a benefit of
    persons, another may still lack; what one of them has asked for, the town is looking at."""
    people, homes = given.of(benefit.code)
    _, asking = given.asked(benefit.code)
    home = _homes(benefit, at.district)[where]
    closed = np.isin(home, np.array(sorted(asking), "int64"))
    if benefit.is_of_household:
        return closed | np.isin(home, np.array(sorted(homes), "int64"))
    ids = at.district.person_id[where]
    return closed | np.isin(ids, np.array(sorted(people), "int64"))


def _facts(benefit: Benefit, at: _Month, place: int) -> Iterator[tuple[str, str]]:
    for margin in house().margins.get(benefit.code, ()):
        yield margin.say, _told(margin, benefit, at, place)


def _told(margin: Margin, benefit: Benefit, at: _Month, place: int) -> str:
    key = _key(margin.of)
    if key[0] == HOUSEHOLD and benefit.key[0] == PERSON:
        place = int(at.district.person_household[place])
    column = at.results.values.get(key, at.district.columns.get(key))
    if column is None or column[place] == lowest(column.dtype.type):
        return "未知"
    value, kind = int(column[place]), _kind(key)
    text = shown(kind, value)
    if not margin.against:
        return text
    limit = at.law.value(margin.against)[0]
    word = "低于" if value < limit else "不低于"
    less = f", 差 {format_fen(limit - value)} 元" if value < limit else ""
    return f"{text}, {word}{margin.against.replace('.', '')} {format_fen(limit)} 元{less}"


def _kind(key: Key) -> Kind:
    rules = book().rules.get(key)
    return rules[-1].kind if rules else book().inputs[key].kind
