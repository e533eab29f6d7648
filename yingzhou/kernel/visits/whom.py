"""Whom a plan is about: sources that plans name, each a question to the registers.

Other apps above may add theirs (:data:`SOURCES`), such as those whom an award is paid to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from yingzhou.core import clock
from yingzhou.core.registry import Registry
from yingzhou.core.workdays import add_months
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import (
    DisabilityCertificate,
    Enrolment,
    Illness,
    Membership,
    Residence,
)

WORKING_AGE = (18, 60)
"""Years from which and up to which somebody may be able to work; the register knows no better."""
SEVERE = 2
"""Grades of disability up to this one: not able to work."""


@dataclass(frozen=True)
class Subject:
    """A person or a household; ``since``: from when it counts; ``division``: where they live."""

    person: int | None
    household: int | None
    since: date
    division: int

    @property
    def key(self) -> str:
        return f"p{self.person}" if self.person is not None else f"h{self.household}"


Source = Callable[[Mapping[str, Any], date], Iterable[Subject]]
SOURCES: Registry[Source] = Registry("走访对象来源")


def source(name: str) -> Callable[[Source], Source]:
    return lambda ask: SOURCES.add(name, ask)


def subjects(whom: Mapping[str, Any], day: date) -> list[Subject]:
    """Everybody a plan is about on ``day``."""
    return list(SOURCES[whom["source"]](whom, day))


@source("roll")
def _on_roll(whom: Mapping[str, Any], day: date) -> Iterable[Subject]:
    """Persons on a roll."""
    rows = Enrolment.objects.on(day).filter(
        roll=whom["roll"], person__isnull=False, person__death_date=None
    )
    since = dict(rows.values_list("person", "valid_from"))
    return _persons(since, day)


@source("alone")
def _alone(whom: Mapping[str, Any], day: date) -> Iterable[Subject]:
    """Who is so old and is alone in the household; where they sleep the register cannot tell."""
    born = add_months(day, -12 * whom["age"])
    own = Membership.objects.on(day).filter(person__birth_date__lte=born, person__death_date=None)
    others = Membership.objects.on(day).filter(household=OuterRef("household"))
    alone = own.filter(~Exists(others.exclude(person=OuterRef("person"))))
    return _persons(dict(alone.values_list("person", "person__birth_date")), day)


@source("dibao")
def _dibao(whom: Mapping[str, Any], day: date) -> Iterable[Subject]:
    """Households with somebody on the roll; ``able``: with or without a member who may work."""
    roll = Enrolment.objects.on(day).filter(roll=Enrolment.Roll.DIBAO, person__isnull=False)
    since = dict(roll.values_list("person", "valid_from"))
    rows = Membership.objects.on(day).filter(
        person__in=roll.values("person"), household__valid_to__gt=day
    )
    homes: dict[int, tuple[date, int]] = {}
    for home, place, person in rows.values_list("household", "household__division", "person"):
        first = min(since[person], homes.get(home, (since[person], place))[0])
        homes[home] = (first, place)
    able = _with_somebody_able(day) & set(homes)
    return [
        Subject(None, home, first, place)
        for home, (first, place) in homes.items()
        if (home in able) == whom["able"]
    ]


def _with_somebody_able(day: date) -> set[int]:
    """Of working age, without a severe disability or illness that is on record."""
    low, high = WORKING_AGE
    people = Membership.objects.on(day).filter(
        household__in=_of_the_roll(day),
        person__birth_date__lte=add_months(day, -12 * low),
        person__birth_date__gt=add_months(day, -12 * high),
        person__death_date=None,
    )
    severe = DisabilityCertificate.objects.on(day).filter(person=OuterRef("person"))
    ill = Illness.objects.on(day).filter(person=OuterRef("person"))
    able = people.filter(~Exists(severe.filter(grade__lte=SEVERE)), ~Exists(ill))
    return set(able.values_list("household", flat=True))


def _of_the_roll(day: date) -> Any:
    roll = Enrolment.objects.on(day).filter(roll=Enrolment.Roll.DIBAO)
    return Membership.objects.on(day).filter(person__in=roll.values("person")).values("household")


@source("granted")
def _granted(whom: Mapping[str, Any], day: date) -> Iterable[Subject]:
    """Applicants to whom one of the items was granted, and not taken away since (``ended``)."""
    granted = Q(item__in=whom["items"], outcome=Case.Outcome.GRANTED)
    ended = Q(item__in=whom.get("ended", ()), outcome=Case.Outcome.ENDED)
    rows = Case.objects.filter(
        granted | ended, is_open=False, applicant__isnull=False, applicant__death_date=None
    ).order_by("closed_at")
    found: dict[int, date] = {}
    for person, outcome, closed in rows.values_list("applicant", "outcome", "closed_at"):
        if closed is not None and outcome == Case.Outcome.GRANTED:
            found[person] = clock.day_of(closed)
        else:
            found.pop(person, None)
    return _persons(found, day)


def _persons(since: Mapping[int, date], day: date) -> list[Subject]:
    """Where each lives; who lives nowhere in the district is not visited."""
    homes = residences(since, day)
    return [Subject(pk, None, on, homes[pk]) for pk, on in since.items() if pk in homes]


MANY = 5000
"""So many persons are asked for at once."""


def residences(people: Iterable[int], day: date) -> dict[int, int]:
    """Person → the division in which they live, or are registered where it knows no other."""
    keys = list(people)
    found: dict[int, int] = {}
    for start in range(0, len(keys), MANY):
        rows = Residence.objects.on(day).filter(person__in=keys[start : start + MANY])
        # 户籍 first: 常住 goes over it
        found |= dict(rows.order_by("kind").values_list("person", "division"))
    return found
