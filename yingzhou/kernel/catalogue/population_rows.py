"""The rows of a day as numpy arrays: five plain questions that SQLite and PostgreSQL both answer.

Each table is read once from end to end, without objects; for one household the same questions name
the persons. Where a question says ``{among}``, all are meant unless ids are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from yingzhou.core.wholenumbers import whole_numbers

MANY = 5_000
"""So many ids go into one question."""
_HOLDS = "valid_from <= %(day)s AND valid_to > %(day)s"

PEOPLE = f"""
SELECT r.person_id, r.kinds, r.division_id,
       CAST(REPLACE(CAST(p.birth_date AS TEXT), '-', '') AS INTEGER), p.sex
FROM (SELECT person_id, SUM(kind) AS kinds,
             COALESCE(MAX(CASE WHEN kind = 2 THEN division_id END), MAX(division_id)) AS division_id
      FROM people_residence WHERE {_HOLDS} AND person_id {{among}} GROUP BY person_id) r
JOIN people_person p ON p.id = r.person_id
"""  # noqa: S608 - only our own words are put in
"""Person; registered (1) plus resident (2); where; birthday as yyyymmdd; sex."""

MEMBERS = f"""
SELECT person_id, household_id FROM people_membership WHERE {_HOLDS} AND household_id {{among}}
"""  # noqa: S608

HOME_ROWS = HOUSEHOLD, ASSETS = 0, 1
HOMES = f"""
SELECT {HOUSEHOLD}, id, division_id, FALSE, FALSE, 0, 0 FROM people_household WHERE id {{among}}
UNION ALL
SELECT {ASSETS}, household_id, money, vehicle, premises, homes, floor_area
FROM people_assets WHERE {_HOLDS} AND household_id {{among}}
"""  # noqa: S608
"""Which of the two; household; then its division, or what it owns, beginning with money."""

INCOMES = f"""
SELECT person_id, wage, pension, other, medical, education, employed
FROM people_income WHERE {_HOLDS} AND person_id {{among}}
"""  # noqa: S608

SCHOOLING, ILLNESS, CARE, DISABILITY, DIBAO, CUSTODY = range(1, 7)
_MARK = "SELECT {mark}, person_id, {value} FROM {table} WHERE {holds} AND person_id {{among}}"
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


def rows(question: str, day: date, ids: Sequence[int] | None = None) -> np.ndarray:
    """The answer, a row a line, int64; about the persons or households ``ids`` where given."""
    if ids is not None and len(ids) > MANY:
        parts = [ids[low : low + MANY] for low in range(0, len(ids), MANY)]
        return np.concatenate([rows(question, day, part) for part in parts])
    among = "IS NOT NULL"
    values: dict[str, Any] = {"day": connection.ops.adapt_datefield_value(day)}
    if ids is not None:
        names = [f"id{place}" for place in range(len(ids))]
        among = f"IN ({', '.join(f'%({name})s' for name in names)})" if names else "IS NULL"
        values |= dict(zip(names, ids, strict=True))
    return whole_numbers(question.replace("{among}", among), values, is_large=ids is None)


def members(day: date, household: int = 0, person: int = 0) -> np.ndarray:
    """Person and household of all memberships; of one household; of the household of a person."""
    if person:
        of_person = f"SELECT household_id FROM people_membership WHERE {_HOLDS}"  # noqa: S608
        among = f"IN ({of_person} AND person_id = %(id)s)"
    else:
        among = "= %(id)s" if household else "IS NOT NULL"
    question = MEMBERS.replace("{among}", among)
    values = {"day": connection.ops.adapt_datefield_value(day), "id": household or person}
    return whole_numbers(question, values, is_large=not (household or person))


def households_of(persons: Sequence[int], day: date) -> tuple[np.ndarray, list[int]]:
    """Person and household of all memberships of the households in which these persons are on
    ``day``; and everybody: those members, and the persons who are in none."""
    of_persons = MEMBERS.replace("household_id {among}", "person_id {among}")
    own = rows(of_persons, day, persons)
    found = rows(MEMBERS, day, np.unique(own[:, 1]).tolist())
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
