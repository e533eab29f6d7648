"""Everybody of a day with what is known about them, as columns: what a rule for all is given.

``facts_on(day)`` is the district: people of one household stand together, households in order of
division. ``facts_of`` and ``facts_of_person`` are the same facts of one household in words, so that
a single case can be explained from what the whole run saw. Missing is not zero: see ``UNKNOWN``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np

from yingzhou.kernel.catalogue import population_rows as source
from yingzhou.kernel.catalogue.population_rows import Lines, Told
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on

UNKNOWN = -(2**63)
"""In columns of int64 (money): no record."""
NOT_SAID = -1
"""In small columns: no record."""
_LAYOUT = ("household", "first", "size")


@dataclass(frozen=True)
class People:
    """A person a line. Money in fen a month; codes as in the models, 0 for none."""

    person_id: np.ndarray
    household: np.ndarray  # line in Households
    birth: np.ndarray  # yyyymmdd
    sex: np.ndarray
    registered: np.ndarray
    resident: np.ndarray
    disability_category: np.ndarray  # of the worst valid certificate
    disability_grade: np.ndarray
    wage: np.ndarray
    pension: np.ndarray
    other: np.ndarray
    medical: np.ndarray
    education: np.ndarray
    employed: np.ndarray  # 1, 0 or NOT_SAID
    schooling: np.ndarray
    ill: np.ndarray
    care_level: np.ndarray
    on_dibao: np.ndarray
    in_custody: np.ndarray


@dataclass(frozen=True)
class Households:
    """A household a line; its people are the lines ``first`` up to the ``first`` of the next."""

    household_id: np.ndarray  # 0: a person without a household, on their own
    division_id: np.ndarray  # as of that day; 0: unknown
    rural: np.ndarray
    first: np.ndarray
    size: np.ndarray
    money: np.ndarray
    vehicle: np.ndarray
    premises: np.ndarray
    homes: np.ndarray
    floor_area: np.ndarray


@dataclass(frozen=True)
class Snapshot:
    """Who was registered or living here on ``day``."""

    day: date
    people: People
    households: Households


def facts_on(day: date) -> Snapshot:
    """The whole district: three to four seconds and 200 MB for 660,000 people."""
    return next(facts_of_days([day]))


def facts_of_days(days: Sequence[date]) -> Iterator[Snapshot]:
    """The whole district of each day, in order; every table is read once for all of them."""
    told = Told(days)
    for day in told.days:
        yield _snapshot(day, told.rows(source.MEMBERS, day), told)


def facts_among(persons: Sequence[int], day: date) -> Snapshot:
    """The same of these persons and all of their households, whoever of them is there on ``day``.
    Some queries for every few thousand."""
    members, everybody = source.households_of(persons, day)
    return _snapshot(day, members, Told([day], everybody))


def facts_of(household_id: int, day: date) -> dict[str, Any] | None:
    """One household: its own facts, and its ``members``; None where nobody is in it on ``day``.

    What is unknown is None. Five queries, and three for the divisions where they are not at hand.
    """
    return _in_words(day, source.members(day, household=household_id), [])


def facts_of_person(
    person_id: int, day: date, together: Sequence[tuple[int, int]] | None = None
) -> dict[str, Any] | None:
    """The same of the household of a person, or of the person alone who is in none. ``together``:
    person and household of all its memberships on that day, where they are known already."""
    if together is None:
        members = source.members(day, person=person_id)
    else:
        members = np.array(together, np.int64).reshape(-1, 2)
    return _in_words(day, members, [person_id])


def _snapshot(day: date, members: np.ndarray, told: Told) -> Snapshot:
    found = told.people(day)
    homes = None if told.ids is None else np.unique(members[:, 1]).tolist()
    home_rows = told.rows(source.HOMES, day, homes)
    own = Lines(found[:, 0]).spread(members[:, 0], members[:, 1], len(found))
    known, owned = (home_rows[home_rows[:, 0] == what, 1:] for what in source.HOME_ROWS)
    division = Lines(known[:, 0]).taken(own, known[:, 1], otherwise=found[:, 2])
    division, rank, rural = _places(day, division)
    order = np.lexsort((found[:, 0], np.where(own > 0, own, UNKNOWN + found[:, 0]), rank))
    found, own, division, rural = found[order], own[order], division[order], rural[order]
    begins = np.ones(len(found), bool)
    begins[1:] = (own[1:] != own[:-1]) | (own[1:] == 0)
    first = np.flatnonzero(begins)
    households = Households(
        household_id=own[first],
        division_id=division[first],
        rural=rural[first],
        first=first,
        size=np.diff(first, append=len(found)),
        **_assets(own[first], owned),
    )
    people = People(
        person_id=found[:, 0],
        household=(np.cumsum(begins) - 1).astype("int32"),
        birth=found[:, 3].astype("int32"),
        sex=found[:, 4].astype("int8"),
        registered=(found[:, 1] & 1) > 0,
        resident=(found[:, 1] & 2) > 0,
        **_incomes(found[:, 0], told.rows(source.INCOMES, day)),
        **_marks(found[:, 0], told.rows(source.MARKS, day)),
    )
    return Snapshot(day, people, households)


def _places(day: date, division: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each division counts towards on ``day``, its rank by code, whether it is a village."""
    tree = tree_on(day)
    home = np.zeros(max(int(division.max(initial=0)), *tree.home, 0) + 1, "int64")
    home[list(tree.home)] = list(tree.home.values())
    rank, village = np.zeros((2, max(int(home.max()), *tree.nodes, 0) + 1), "int64")
    for place, node in enumerate(sorted(tree.nodes.values(), key=lambda node: node.code), 1):
        rank[node.id], village[node.id] = place, node.kind == Division.Kind.VILLAGE
    now = home[division]
    return now, rank[now], village[now] > 0


def _assets(homes: np.ndarray, rows: np.ndarray) -> dict[str, np.ndarray]:
    line = Lines(rows[:, 0]).of(np.where(homes > 0, homes, -1))
    names = ("money", "vehicle", "premises", "homes", "floor_area")
    return {name: _column(rows, at, line, name == "money") for at, name in enumerate(names, 1)}


def _incomes(people: np.ndarray, rows: np.ndarray) -> dict[str, np.ndarray]:
    line = Lines(rows[:, 0]).of(people)
    names = ("wage", "pension", "other", "medical", "education", "employed")
    return {n: _column(rows, at, line, n != "employed") for at, n in enumerate(names, 1)}


def _column(rows: np.ndarray, at: int, line: np.ndarray, money: bool) -> np.ndarray:
    made = np.full(len(line), UNKNOWN if money else NOT_SAID, "int64" if money else "int32")
    made[line >= 0] = rows[line[line >= 0], at]
    return made


def _marks(people: np.ndarray, rows: np.ndarray) -> dict[str, np.ndarray]:
    lines = Lines(people)

    def of(mark: int) -> np.ndarray:
        """The smallest value that comes last stays: the worst certificate of several."""
        some = rows[rows[:, 0] == mark]
        some = some[np.argsort(-some[:, 2], kind="stable")]
        return lines.spread(some[:, 1], some[:, 2], len(people)).astype("int8")

    worst = of(source.DISABILITY)
    return {
        "disability_category": worst % 10,
        "disability_grade": worst // 10,
        "schooling": of(source.SCHOOLING),
        "ill": of(source.ILLNESS) > 0,
        "care_level": of(source.CARE),
        "on_dibao": of(source.DIBAO) > 0,
        "in_custody": of(source.CUSTODY) > 0,
    }


def _in_words(day: date, members: np.ndarray, also: list[int]) -> dict[str, Any] | None:
    among = np.unique([*members[:, 0].tolist(), *also]).astype("int64").tolist()
    found = _snapshot(day, members, Told([day], among))
    if not len(found.people.person_id):
        return None
    people = [_line(found.people, n) for n in range(len(found.people.person_id))]
    return {**_line(found.households, 0), "members": people}


def _line(columns: People | Households, at: int) -> dict[str, Any]:
    names = [f.name for f in fields(columns) if f.name not in _LAYOUT]
    said = {name: getattr(columns, name)[at].item() for name in names}
    return {name: None if value in (UNKNOWN, NOT_SAID) else value for name, value in said.items()}
