"""The rows of a day as numpy arrays: five plain questions that SQLite and PostgreSQL both answer.

Each table is read once from end to end, without objects, and once for several days together
(:class:`Told`); for one household the same questions name the persons. Where a question says
``{among}``, all are meant unless ids are given; its last column says on which days a row holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from yingzhou.core.wholenumbers import whole_numbers, yyyymmdd

MANY = 5_000
"""So many ids go into one question."""
_HOLDS = "valid_from <= %(last)s AND valid_to > %(first)s"
_ON = "CAST(valid_from <= %(day{n})s AND valid_to > %(day{n})s AS INTEGER)"

PEOPLE = f"""
SELECT r.person_id, r.kinds, r.division_id,
       CAST(REPLACE(CAST(p.birth_date AS TEXT), '-', '') AS INTEGER), p.sex, 1
FROM (SELECT person_id, SUM(kind) AS kinds,
             COALESCE(MAX(CASE WHEN kind = 2 THEN division_id END), MAX(division_id)) AS division_id
      FROM people_residence WHERE {_HOLDS} AND person_id {{among}} GROUP BY person_id) r
JOIN people_person p ON p.id = r.person_id
"""  # noqa: S608 - only our own words are put in
"""Person; registered (1) plus resident (2); where; birthday as yyyymmdd; sex."""

RESIDENCES = f"""
SELECT person_id, kind, division_id, {{held}} FROM people_residence
WHERE {_HOLDS} AND person_id {{among}}
"""  # noqa: S608
PERSONS = "SELECT id, {born}, sex, 1 FROM people_person WHERE id {among}"
_RESIDENT = 2
_SINCE_1970 = {
    "postgresql": "birth_date - DATE '1970-01-01'",
    "sqlite": "CAST(julianday(birth_date) - 2440587.5 AS INTEGER)",
}

MEMBERS = f"""
SELECT person_id, household_id, {{held}} FROM people_membership
WHERE {_HOLDS} AND household_id {{among}}
"""  # noqa: S608

HOME_ROWS = HOUSEHOLD, ASSETS = 0, 1
HOMES = f"""
SELECT {HOUSEHOLD}, id, division_id, FALSE, FALSE, 0, 0, {{always}} FROM people_household
WHERE id {{among}}
UNION ALL
SELECT {ASSETS}, household_id, money, vehicle, premises, homes, floor_area, {{held}}
FROM people_assets WHERE {_HOLDS} AND household_id {{among}}
"""  # noqa: S608
"""Which of the two; household; then its division, or what it owns, beginning with money."""

INCOMES = f"""
SELECT person_id, wage, pension, other, medical, education, employed, {{held}}
FROM people_income WHERE {_HOLDS} AND person_id {{among}}
"""  # noqa: S608

SCHOOLING, ILLNESS, CARE, DISABILITY, DIBAO, CUSTODY = range(1, 7)
_MARK = (
    "SELECT {mark}, person_id, {value}, {{held}} FROM {table} WHERE {holds} AND person_id {{among}}"
)
MARKS = " UNION ALL ".join(
    _MARK.format(mark=mark, value=value, table=table, holds=_HOLDS)
    for mark, value, table in (
        (SCHOOLING, "stage", "people_schooling"),
        (ILLNESS, "1", "people_illness"),
        (CARE, "level", "people_carelevel"),
        (DISABILITY, "grade * 10 + category", "people_disabilitycertificate"),
        (DIBAO, "1", "(SELECT * FROM people_enrolment WHERE roll = 'dibao') AS dibao"),
        (CUSTODY, "1", "people_custody"),
    )
)
"""What few people have: which of the six it is, the person, the value."""


class Told:
    """What the registers say of ``days``; about the persons ``ids`` where given. A table is asked
    once for all of the days."""

    def __init__(self, days: Sequence[date], ids: Sequence[int] | None = None) -> None:
        self.days, self.ids = sorted(days), ids
        self._kept: dict[str, np.ndarray] = {}

    def rows(self, question: str, day: date, ids: Sequence[int] | None = None) -> np.ndarray:
        """The answer of one of the days, a row a line, int64. ``ids``: others than those of all."""
        if question not in self._kept or ids is not None:
            self._kept[question] = rows(question, self.days, self.ids if ids is None else ids)
        found = self._kept[question]
        if len(self.days) == 1:
            return found[:, :-1]
        return found[(found[:, -1] >> self.days.index(day)) & 1 > 0, :-1]

    def people(self, day: date) -> np.ndarray:
        """What ``PEOPLE`` asks. Put together here where that is faster: PostgreSQL takes three
        times as long as to hand over both tables, and what several days need is read once."""
        is_whole = self.ids is None and connection.vendor == "postgresql"
        if len(self.days) == 1 and not is_whole:
            return self.rows(PEOPLE, day)
        persons = self.rows(PERSONS, day) if len(self.days) == 1 else self._persons()
        return together(self.rows(RESIDENCES, day), persons)

    def _persons(self) -> np.ndarray:
        if PERSONS not in self._kept:
            self._kept[PERSONS] = rows(PERSONS, self.days, self.ids)
        return self._kept[PERSONS][:, :-1]


def rows(question: str, days: Sequence[date], ids: Sequence[int] | None = None) -> np.ndarray:
    """The answer, a row a line, int64; about the persons or households ``ids`` where given. The
    last column: a bit for each of ``days`` (in order) on which the row holds."""
    if ids is not None and len(ids) > MANY:
        parts = [ids[low : low + MANY] for low in range(0, len(ids), MANY)]
        return np.concatenate([rows(question, days, part) for part in parts])
    among = "IS NOT NULL"
    values: dict[str, Any] = {}
    if ids is not None:
        names = [f"id{place}" for place in range(len(ids))]
        among = f"IN ({', '.join(f'%({name})s' for name in names)})" if names else "IS NULL"
        values |= dict(zip(names, ids, strict=True))
    return _asked(question, days, among, values, is_large=ids is None)


def _asked(
    question: str, days: Sequence[date], among: str, values: dict[str, Any], *, is_large: bool
) -> np.ndarray:
    held = " + ".join(f"{1 << n} * {_ON.format(n=n)}" for n in range(len(days)))
    words = {
        "{among}": among,
        "{held}": held if len(days) > 1 else "1",
        "{always}": str((1 << len(days)) - 1),
        "{born}": _SINCE_1970.get(connection.vendor, ""),
    }
    for place, said in words.items():
        question = question.replace(place, said)
    given = {"first": days[0], "last": days[-1]} | {f"day{n}": day for n, day in enumerate(days)}
    adapted = {name: connection.ops.adapt_datefield_value(day) for name, day in given.items()}
    return whole_numbers(question, adapted | values, is_large=is_large)


def together(residences: np.ndarray, persons: np.ndarray) -> np.ndarray:
    """Of several divisions of a person that of the residence counts, and the highest number."""
    person, kind, division = residences.T
    last = np.lexsort((division, kind == _RESIDENT))
    kinds, where = np.zeros((2, int(person.max(initial=0)) + 1), np.int64)
    np.add.at(kinds, person, kind)
    where[person[last]] = division[last]
    there = persons[persons[:, 0] < len(kinds)]
    there = there[kinds[there[:, 0]] > 0]
    born = yyyymmdd(there[:, 1])
    return np.column_stack([there[:, 0], kinds[there[:, 0]], where[there[:, 0]], born, there[:, 2]])


def members(day: date, household: int = 0, person: int = 0) -> np.ndarray:
    """Person and household of the memberships of one household; of the household of a person."""
    among = "= %(id)s"
    if person:
        of_person = f"SELECT household_id FROM people_membership WHERE {_HOLDS}"  # noqa: S608
        among = f"IN ({of_person} AND person_id = %(id)s)"
    values = {"id": household or person}
    return _asked(MEMBERS, [day], among, values, is_large=False)[:, :-1]


def households_of(persons: Sequence[int], day: date) -> tuple[np.ndarray, list[int]]:
    """Person and household of all memberships of the households in which these persons are on
    ``day``; and everybody: those members, and the persons who are in none."""
    of_persons = MEMBERS.replace("household_id {among}", "person_id {among}")
    own = rows(of_persons, [day], persons)
    found = rows(MEMBERS, [day], np.unique(own[:, 1]).tolist())[:, :-1]
    return found, np.unique([*found[:, 0].tolist(), *persons]).astype("int64").tolist()


class Lines:
    """From ids to the lines on which they stand."""

    def __init__(self, ids: np.ndarray) -> None:
        self._line = np.full(int(ids.max(initial=0)) + 1, -1, "int64")
        self._line[ids] = np.arange(len(ids))

    def of(self, ids: np.ndarray) -> np.ndarray:
        """The line of each id, -1 for those that have none."""
        inside = (ids >= 0) & (ids < len(self._line))
        return np.where(inside, self._line[np.where(inside, ids, 0)], -1)

    def spread(self, ids: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
        """``values`` put on the lines of their ids; 0 elsewhere."""
        made, line = np.zeros(count, values.dtype), self.of(ids)
        made[line[line >= 0]] = values[line >= 0]
        return made

    def taken(self, ids: np.ndarray, values: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
        """For each id the value on its line, or what stands in ``otherwise``."""
        line = self.of(ids)
        return np.where(line >= 0, values[line], otherwise) if len(values) else otherwise
