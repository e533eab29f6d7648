"""Which going outs of earlier months may have to be computed again, and for whom: marks beside the
audit chain say what was recorded since, so that nobody else is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.payments.benefits import Benefit, benefits
from yingzhou.kernel.payments.house import rule
from yingzhou.kernel.payments.models import AwardChange, Run
from yingzhou.kernel.people.models import FactChange, Membership
from yingzhou.policy.standing import standing

MANY = 5_000


@dataclass(frozen=True)
class GoingOut:
    """``start``: up to which audit entry it was looked at; ``everyone``: the law that decides it is
    not what it was."""

    benefit: Benefit
    month: date
    start: int
    everyone: bool

    @property
    def months(self) -> list[date]:
        return self.benefit.months(self.month)


@dataclass(frozen=True)
class Marks:
    """What was recorded since a going out about days that it depends on."""

    facts: tuple[FactChange, ...]
    awards: tuple[AwardChange, ...]

    @property
    def persons(self) -> set[int]:
        found = {one.person_id for one in self.facts if one.person_id is not None}
        return found | {
            one.award.person_id for one in self.awards if one.award.person_id is not None
        }

    @property
    def households(self) -> set[int]:
        found = {one.household for one in self.facts if one.household is not None}
        return found | {
            one.award.household_id for one in self.awards if one.award.household_id is not None
        }


def back(month: date, count: int) -> date:
    """So many months before ``month``."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def laws(month: date) -> dict[str, dict[str, str]]:
    """What decides each benefit in each month that the run of ``month`` computes or looks at."""
    first = back(month, rule("corrections").value + 2)
    span = [back(month, count) for count in range((month.year - first.year) * 12
            + month.month - first.month + 1)]  # fmt: skip
    return {
        one.code: {day.isoformat(): standing(book(), one.key, day) for day in span}
        for one in benefits(month).values()
    }


def going_outs(run: Run) -> list[GoingOut]:
    """Before the month of ``run``, as far back as the house looks, of approved runs. One query."""
    first = back(run.month, rule("corrections").value)
    rows = Run.objects.filter(month__gte=first, number=0).exclude(approved_by="")
    runs = list(rows.order_by("month"))
    now = laws(run.month)
    return [
        _going_out(benefit, own, runs, now[benefit.code])
        for own in runs
        if own.month < run.month
        for benefit in benefits(run.month).values()
        if benefit.is_due(own.month)
    ]


def _going_out(benefit: Benefit, own: Run, runs: Iterable[Run], now: dict[str, str]) -> GoingOut:
    """Where later runs looked at it again, what they saw counts."""
    later = [one for one in runs if _looked_at(one, own)]
    start = max([own.seen, *(one.corrected or 0 for one in later)])
    known = max([own, *later], key=lambda one: one.month)
    then = known.laws.get(benefit.code, {})
    days = [day.isoformat() for day in benefit.months(own.month)]
    changed = any(then.get(day) not in (None, now.get(day)) for day in days)
    return GoingOut(benefit, own.month, start, changed)


def _looked_at(run: Run, own: Run) -> bool:
    if run.corrected is None or run.month <= own.month or own.approved_at is None:
        return False
    is_far = back(run.month, rule("corrections").value) > own.month
    return not is_far and run.computed_at is not None and own.approved_at <= run.computed_at


def marks_since(outs: Iterable[GoingOut]) -> list[tuple[GoingOut, Marks]]:
    """Each going out with what was recorded since; those about which nothing was are left out. Two
    queries."""
    found = list(outs)
    if not found:
        return []
    start = min(one.start for one in found)
    first, last = min(one.months[0] for one in found), max(one.month for one in found)
    span = {"entry__gt": start, "since__lte": last, "until__gt": first}
    facts = list(FactChange.objects.filter(**span).order_by("entry"))
    rows = AwardChange.objects.filter(**span).select_related("award").order_by("entry")
    awards = list(rows)
    made = []
    for one in found:
        marks = Marks(tuple(_touching(facts, one)), tuple(
            mark for mark in _touching(awards, one) if mark.award.benefit == one.benefit.code
        ))  # fmt: skip
        if one.everyone or marks.facts or marks.awards:
            made.append((one, marks))
    return made


def _touching(marks: Iterable[Any], out: GoingOut) -> list[Any]:
    """A month is computed from what holds on its first day."""
    return [
        mark
        for mark in marks
        if mark.entry > out.start and any(mark.since <= day < mark.until for day in out.months)
    ]


def members_of(households: Iterable[int], day: date) -> set[int]:
    wanted = sorted(households)
    found: set[int] = set()
    for low in range(0, len(wanted), MANY):
        rows = Membership.objects.on(day).filter(household__in=wanted[low : low + MANY])
        found |= set(rows.values_list("person", flat=True))
    return found
