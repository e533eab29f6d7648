"""What is due to everybody for a month, as the rules and the registers say: columns, no rows.

The engine gives an amount for every person and household of the district; awards choose among the
households and persons whose benefit needs a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.district import District, day_of, district_on
from yingzhou.kernel.payments.benefits import Benefit
from yingzhou.kernel.payments.models import Award, Stop
from yingzhou.kernel.people.models import Person
from yingzhou.policy.columns import lowest
from yingzhou.policy.law import Moment
from yingzhou.policy.population import Population
from yingzhou.policy.run import Runner

NOBODY = np.empty(0, "int64")
MANY = 10_000
"""So many ids go into one question."""


@dataclass(frozen=True)
class Due:
    """One line a holder who is entitled and gets something. ``persons``: how many people each is
    for. ``unknown``: holders of awards for whom
    the rules cannot tell. ``old_law``: what the law of the month before gives on the same facts, or
    nothing where it was the same law."""

    benefit: Benefit
    month: date
    holder: np.ndarray
    payee: np.ndarray
    division: np.ndarray
    persons: np.ndarray
    amount: np.ndarray
    unknown: np.ndarray
    unknown_at: np.ndarray

    def place_of(self, holder: int) -> int:
        """The division of a holder about whom the rules cannot tell."""
        return int(self.unknown_at[np.flatnonzero(self.unknown == holder)[0]])

    def reasons(self, holders: Sequence[int], unknown: Collection[int]) -> dict[int, Stop.Why]:
        """Why each of them, who got something before, gets nothing now. Two queries at most."""
        if not holders:
            return {}
        dead = _dead(self.benefit, holders, self.month)
        running = set() if self.benefit.by_registry else _running(self.benefit, self.month)
        return {one: self._reason(one, one in dead, one in running, unknown) for one in holders}

    def _reason(self, holder: int, is_dead: bool, runs: bool, unknown: Collection[int]) -> Stop.Why:
        if is_dead:
            return Stop.Why.DEAD
        if holder in unknown:
            return Stop.Why.UNKNOWN
        return Stop.Why.RULES if runs or self.benefit.by_registry else Stop.Why.ENDED


@dataclass(frozen=True)
class Month:
    """A month's district and its amounts; ``made_at``: when the registers were read."""

    month: date
    made_at: datetime
    due: list[Due]

    def of(self, benefit: Benefit) -> Due | None:
        return next((one for one in self.due if one.benefit == benefit), None)


def together(parts: Sequence[Due], month: date) -> Due:
    """The months that go out at once, one line a holder, in order of holder; payee and division as
    of the last of them."""
    last = parts[-1]
    holders = np.concatenate([one.holder for one in parts])
    kept, first, place = np.unique(holders[::-1], return_index=True, return_inverse=True)
    amounts = np.concatenate([one.amount for one in parts])[::-1]
    total = np.zeros(len(kept), "int64")
    np.add.at(total, place, amounts)
    payee = np.concatenate([one.payee for one in parts])[::-1][first]
    division = np.concatenate([one.division for one in parts])[::-1][first]
    persons = np.concatenate([one.persons for one in parts])[::-1][first]
    return replace(
        last,
        month=month,
        holder=kept,
        payee=payee,
        division=division,
        persons=persons,
        amount=total,
    )


def due_in(month: date, wanted: Iterable[Benefit]) -> Month:
    """For the benefits of one month (its first day). Reads the kept snapshot of that day, or makes
    it (seconds for a whole district)."""
    moment = Moment(month.year, month.month)
    district = district_on(day_of(moment))
    benefits = list(wanted)
    people = Population(book(), district.hh_start, dict(district.columns))
    runner = Runner(people, [one.key for one in benefits])
    results = runner.month(moment)
    made = [_due(one, month, district, results[one.key]) for one in benefits]
    return Month(month, district.made_at, made)


def _due(
    benefit: Benefit,
    month: date,
    district: District,
    values: np.ndarray,
) -> Due:
    division = district.division_of(benefit.key[0])
    if benefit.by_registry:
        ids = district.household_id if benefit.is_of_household else district.person_id
        where = np.flatnonzero(values > 0)
        holder = ids[where].astype("int64")
        payee, unknown, unknown_at = holder, NOBODY, NOBODY
    else:
        holder, payee, where, unknown, lost = _awarded(benefit, month, district, values)
        unknown_at = division[lost].astype("int64")
    amount = values[where].astype("int64")
    return Due(
        benefit=benefit,
        month=month,
        holder=holder,
        payee=payee,
        division=division[where].astype("int64"),
        persons=_persons(benefit, district, where),
        amount=amount,
        unknown=unknown,
        unknown_at=unknown_at,
    )


def _persons(benefit: Benefit, district: District, where: np.ndarray) -> np.ndarray:
    if not benefit.is_of_household:
        return np.ones(len(where), "int64")
    return np.diff(district.hh_start)[where].astype("int64")


def _awarded(
    benefit: Benefit, month: date, district: District, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Holders and payees of awards that hold in the month and where they stand; those of whom the
    rules cannot tell, and where they stand."""
    column = "household" if benefit.is_of_household else "person"
    rows = Award.objects.filter(
        benefit=benefit.code,
        valid_from__lte=month,
        valid_to__gt=month,
        **{f"{column}__isnull": False},
    )
    pairs = np.array(list(rows.values_list(column, "payee")), "int64").reshape(-1, 2)
    ids = district.household_id if benefit.is_of_household else district.person_id
    order = np.argsort(ids, kind="stable")
    place = np.searchsorted(ids, pairs[:, 0], sorter=order)
    place = order[np.minimum(place, len(order) - 1)]
    here = ids[place] == pairs[:, 0]
    found = values[place]
    unknown = here & (found == lowest(values.dtype.type))
    paid = here & (found > 0)
    return pairs[paid, 0], pairs[paid, 1], place[paid], pairs[unknown, 0], place[unknown]


def _dead(benefit: Benefit, holders: Sequence[int], month: date) -> set[int]:
    """Of persons, those who died before the month; a household goes on without one of its own."""
    if benefit.is_of_household:
        return set()
    found: set[int] = set()
    for low in range(0, len(holders), MANY):
        rows = Person.objects.filter(pk__in=holders[low : low + MANY], death_date__lt=month)
        found |= set(rows.values_list("pk", flat=True))
    return found


def _running(benefit: Benefit, month: date) -> set[int]:
    column = "household" if benefit.is_of_household else "person"
    rows = Award.objects.filter(benefit=benefit.code, valid_from__lte=month, valid_to__gt=month)
    return set(rows.exclude(**{column: None}).values_list(column, flat=True))
