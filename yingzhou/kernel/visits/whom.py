"""Whom a plan is about: sources that plans name, each a question to the registers.

Other apps above may add theirs (:data:`SOURCES`), such as those whom an award is paid to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate

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


MANY = 5000
"""So many persons, or households, are asked for at once."""
DECIDED = ("applicant", "outcome", "closed_at")
PLACE = ("household", "household__division")
OF = "applicant__memberships"

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
    """Families on 低保; ``able``: with or without a member who may work."""
    return families(whom, day)[whom["able"]]


Homes = dict[int, tuple[date, int]]
"""Household → since when, and where it is."""


def families(
    whom: Mapping[str, Any], day: date, household: int | None = None
) -> dict[bool, list[Subject]]:
    """Of the district, or this one alone; without and with a member who may work. Two queries."""
    there: dict[str, Any] = {"household__valid_to__gt": day}
    if household is not None:
        there["household"] = household
    homes = _standing(_on_the_roll(day, there).union(_decided(whom, there), all=True))
    able = _with_somebody_able(day, homes)
    found: dict[bool, list[Subject]] = {False: [], True: []}
    for home, (first, place) in homes.items():
        found[home in able].append(Subject(None, home, first, place))
    return found


def _standing(rows: Iterable[tuple[int, int, date, str]]) -> Homes:
    """What was said last holds; since the first of them came onto it."""
    homes: Homes = {}
    for home, place, on, outcome in sorted(rows, key=lambda one: (one[2], one[3])):
        if outcome == Case.Outcome.ENDED:
            homes.pop(home, None)
        else:
            homes.setdefault(home, (on, place))
    return homes


def _on_the_roll(day: date, there: Mapping[str, Any]) -> QuerySet:
    """Households with somebody on the roll."""
    spell = {"roll": Enrolment.Roll.DIBAO, "valid_from__lte": day, "valid_to__gt": day}
    theirs = {f"person__enrolments__{name}": told for name, told in spell.items()}
    rows = Membership.objects.on(day).filter(**there, **theirs)
    return rows.values_list(*PLACE, "person__enrolments__valid_from", Value("", CharField()))


def _decided(whom: Mapping[str, Any], there: Mapping[str, Any]) -> QuerySet:
    """Households to which it was granted here (``items``) or from which it was taken (``ended``):
    as it was on that day, whoever of them asked, who may be dead by now."""
    on = TruncDate("closed_at", tzinfo=clock.ZONE)
    theirs = {f"{OF}__{name}": told for name, told in there.items()}
    theirs |= {f"{OF}__valid_from__lte": on, f"{OF}__valid_to__gt": on}
    rows = _decisions(whom).filter(**theirs, closed_at__isnull=False).order_by()
    return rows.values_list(*(f"{OF}__{name}" for name in PLACE), on, "outcome")


def _with_somebody_able(day: date, homes: Iterable[int]) -> set[int]:
    """Of working age, without a severe disability or illness that is on record."""
    low, high = WORKING_AGE
    people = Membership.objects.on(day).filter(
        person__birth_date__lte=add_months(day, -12 * low),
        person__birth_date__gt=add_months(day, -12 * high),
        person__death_date=None,
    )
    severe = DisabilityCertificate.objects.on(day).filter(person=OuterRef("person"))
    ill = Illness.objects.on(day).filter(person=OuterRef("person"))
    able = people.filter(~Exists(severe.filter(grade__lte=SEVERE)), ~Exists(ill))
    keys, found = list(homes), set[int]()
    for start in range(0, len(keys), MANY):
        some = able.filter(household__in=keys[start : start + MANY])
        found.update(some.values_list("household", flat=True))
    return found


@source("granted")
def _granted(whom: Mapping[str, Any], day: date) -> Iterable[Subject]:
    """Applicants to whom one of the items was granted, and not taken away since (``ended``)."""
    rows = _decisions(whom).filter(applicant__death_date=None)
    found: dict[int, date] = {}
    for person, outcome, closed in rows.values_list(*DECIDED):
        if closed is not None and outcome == Case.Outcome.GRANTED:
            found[person] = clock.day_of(closed)
        else:
            found.pop(person, None)
    return _persons(found, day)


def _decisions(whom: Mapping[str, Any]) -> QuerySet[Case]:
    """Matters that gave one of ``items`` or took it away (``ended``), in the order of their end."""
    granted = Q(item__in=whom["items"], outcome=Case.Outcome.GRANTED)
    ended = Q(item__in=whom.get("ended", ()), outcome=Case.Outcome.ENDED)
    rows = Case.objects.filter(granted | ended, is_open=False, applicant__isnull=False)
    return rows.order_by("closed_at")


def _persons(since: Mapping[int, date], day: date) -> list[Subject]:
    """Where each lives; who lives nowhere in the district is not visited."""
    homes = residences(since, day)
    return [Subject(pk, None, on, homes[pk]) for pk, on in since.items() if pk in homes]


def residences(people: Iterable[int], day: date) -> dict[int, int]:
    """Person → the division in which they live, or are registered where it knows no other."""
    keys = list(people)
    found: dict[int, int] = {}
    for start in range(0, len(keys), MANY):
        rows = Residence.objects.on(day).filter(person__in=keys[start : start + MANY])
        # 户籍 first: 常住 goes over it
        found |= dict(rows.order_by("kind").values_list("person", "division"))
    return found
