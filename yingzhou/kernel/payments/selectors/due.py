"""What is due to everybody for a month, as the rules and the registers say: columns, no rows.

The engine gives an amount for every person and household of the district; awards choose among the
households and persons whose benefit needs a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.catalogue.district import District, day_of, fresh_on
from yingzhou.kernel.payments.benefits import Benefit
from yingzhou.kernel.payments.models import Award, Stop
from yingzhou.kernel.payments.selectors.established import completed
from yingzhou.kernel.payments.selectors.running import Running
from yingzhou.kernel.people.models import Person
from yingzhou.policy.columns import lowest
from yingzhou.policy.law import Moment
from yingzhou.policy.population import Population
from yingzhou.policy.run import Runner
from yingzhou.policy.tree import PERSON

NOBODY = np.empty(0, "int64")
MANY = 10_000
"""So many ids go into one question."""


@dataclass(frozen=True)
class Due:
    """One line a holder who is entitled and gets something. ``persons``: how many people each is
    for. ``unknown``: holders of awards for whom
    the rules cannot tell; ``running``: all awards that hold, where a decision is needed."""

    benefit: Benefit
    month: date
    holder: np.ndarray
    payee: np.ndarray
    division: np.ndarray
    persons: np.ndarray
    amount: np.ndarray
    unknown: np.ndarray
    unknown_at: np.ndarray
    running: Running | None = None

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
    """A month's district and its amounts; ``made_at``, ``seen``: when the registers were read."""

    month: date
    made_at: datetime
    seen: int
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
    benefits = list(wanted)
    return due_of(month, completed(fresh_on(day_of(moment)), benefits, month), benefits)


def due_of(month: date, district: District, wanted: Iterable[Benefit]) -> Month:
    """The same of a district, or of some of it, as it was read."""
    moment, benefits = Moment(month.year, month.month), list(wanted)
    people = Population(book(), district.hh_start, dict(district.columns))
    runner = Runner(people, [one.key for one in benefits])
    results = runner.month(moment)
    made = [
        _due(one, month, district, results[one.key], _by_old_law(people, one, month))
        for one in benefits
    ]
    return Month(month, district.made_at, district.seen, made)


def _by_old_law(people: Population, benefit: Benefit, month: date) -> Callable[[], np.ndarray]:
    """What the law of the going out before gives on the same facts."""

    def amounts() -> np.ndarray:
        earlier = benefit.earlier(month)
        runner = Runner(people, [benefit.key])
        return runner.month(Moment(earlier.year, earlier.month))[benefit.key]

    return amounts


def _due(
    benefit: Benefit,
    month: date,
    district: District,
    values: np.ndarray,
    old: Callable[[], np.ndarray],
) -> Due:
    division = district.division_of(benefit.key[0])
    if benefit.by_registry:
        ids = district.household_id if benefit.is_of_household else district.person_id
        where = np.flatnonzero(values > 0)
        holder = ids[where].astype("int64")
        payee, unknown, unknown_at, running = holder, NOBODY, NOBODY, None
    else:
        pairs, place = _places(benefit, month, district)
        amounts = np.where(place >= 0, values[place], 0)
        lost = (place >= 0) & (amounts == lowest(values.dtype.type))
        paid = amounts > 0
        holder, payee, where = pairs[paid, 0], pairs[paid, 1], place[paid]
        unknown, unknown_at = pairs[lost, 0], division[place[lost]].astype("int64")
        running = _running_awards(benefit, district, pairs, place, np.where(paid, amounts, 0), old)
    amount = values[where].astype("int64")
    return Due(
        benefit=benefit,
        month=month,
        holder=holder,
        payee=payee,
        division=division[where].astype("int64"),
        persons=persons_in(benefit, district, where),
        amount=amount,
        unknown=unknown,
        unknown_at=unknown_at,
        running=running,
    )


def persons_in(benefit: Benefit, district: District, where: np.ndarray) -> np.ndarray:
    """How many people each line is for; who is in custody does not count."""
    if not benefit.is_of_household:
        return np.ones(len(where), "int64")
    away = district.columns.get((PERSON, "服刑或强制戒毒"))
    size = np.diff(district.hh_start).astype("int64")
    if away is not None and away.any():
        homes = district.person_household[np.flatnonzero(away > 0)]
        size = size - np.bincount(homes, minlength=len(size))
    return np.asarray(size[where])


def _places(benefit: Benefit, month: date, district: District) -> tuple[np.ndarray, np.ndarray]:
    """Holder and payee of the awards that hold in the month, and where each holder stands in the
    district; -1: the registers do not know it any more."""
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
    return pairs, np.where(ids[place] == pairs[:, 0], place, -1)


def _running_awards(
    benefit: Benefit,
    district: District,
    pairs: np.ndarray,
    place: np.ndarray,
    amount: np.ndarray,
    old: Callable[[], np.ndarray],
) -> Running:
    here = place >= 0
    return Running(
        holder=pairs[:, 0],
        payee=pairs[:, 1],
        division=district.division_of(benefit.key[0])[place].astype("int64"),
        persons=np.where(here, persons_in(benefit, district, place), 0),
        amount=amount.astype("int64"),
        by_old_law=lambda: np.where(here, old()[place], 0).astype("int64"),
    )


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
