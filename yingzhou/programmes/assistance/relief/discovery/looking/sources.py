"""Signals: questions to the registers, each named in ``signals.yaml`` with its figures. What is
found is no entitlement: somebody looks in and asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Sum

from yingzhou.core.money import format_fen
from yingzhou.core.registry import Registry
from yingzhou.core.workdays import add_months
from yingzhou.kernel.people.models import DisabilityCertificate, Income, Membership
from yingzhou.kernel.visits.whom import residences
from yingzhou.programmes.assistance.relief.discovery.files import CLASS, SIGNAL, Signal, signals
from yingzhou.programmes.assistance.relief.models import Claim, Settlement

from .candidates import Candidate, homes_of
from .given import Given

MONTH = 30
YEARLY_TEN = 100_000
"""Fen: a thousand yuan more is one place further in the order."""


@dataclass(frozen=True)
class Seen:
    """``size``: what orders within the class, up to 999."""

    person: int
    spell: str
    size: int
    facts: tuple[tuple[str, str], ...]


Source = Callable[[Mapping[str, Any], date], Iterable[Seen]]
SOURCES: Registry[Source] = Registry("主动发现的信号来源")


def source(name: str) -> Callable[[Source], Source]:
    return lambda ask: SOURCES.add(name, ask)


def look(day: date, given: Given) -> list[Candidate]:
    """All signals of the day; of whoever lives nowhere in the district, none."""
    return [row for one in signals().values() for row in _of(one, day, given)]


def _of(signal: Signal, day: date, given: Given) -> Iterator[Candidate]:
    seen = list(SOURCES[signal.source](signal.figures, day))
    people = {one.person for one in seen}
    homes, places = homes_of(people, day), residences(people, day)
    closed = [given.of(item) for item in signal.unless] + [given.asked(signal.item)]
    for one in seen:
        home, place = homes.get(one.person), places.get(one.person)
        if place is None or any(one.person in some or home in full for some, full in closed):
            continue
        yield Candidate(
            what=f"{SIGNAL}:{signal.key}",
            item=signal.item,
            person=one.person,
            household=None,
            home=home,
            division=place,
            amount=None,
            rank=signal.rank * CLASS + min(one.size, CLASS - 1),
            spell=one.spell,
            facts=one.facts,
        )


@source("medical_spending")
def _medical_spending(said: Mapping[str, Any], day: date) -> Iterable[Seen]:
    """What they paid at the hospital themselves, by bills that assistance settled and by claims on
    the insurance, where neither of them gave it back. A spell is the year in which it grew so."""
    since = add_months(day, -said["months"])
    own = F("total") - F("basic") - F("supplementary") - F("commercial") - F("paid")
    bills = Settlement.objects.filter(until__gte=since, until__lte=day, reverses=None)
    rows: Any = bills.filter(reversed_at=None).order_by().values("person")
    spent = {row["person"]: row["own"] for row in rows.annotate(own=Sum(own))}
    claims = Claim.objects.filter(happened_on__gte=since, happened_on__lte=day, spent__gt=0)
    more: Any = claims.order_by().values("person").annotate(own=Sum(F("spent") - F("amount")))
    for row in more:
        spent[row["person"]] = spent.get(row["person"], 0) + max(row["own"] or 0, 0)
    for person, fen in spent.items():
        if fen >= said["least"]:
            facts = (
                (f"最近 {said['months']} 个月自己付的医疗费", f"{format_fen(fen)} 元"),
                ("超过", f"{format_fen(said['least'])} 元"),
            )
            yield Seen(person, f"{day.year}", fen // YEARLY_TEN, facts)


@source("new_certificate")
def _new_certificate(said: Mapping[str, Any], day: date) -> Iterable[Seen]:
    """A certificate of these months, of somebody who had none the day before."""
    since = add_months(day, -said["months"])
    earlier = DisabilityCertificate.objects.filter(
        person=OuterRef("person"), valid_from__lt=OuterRef("valid_from"),
        valid_to__gte=OuterRef("valid_from"),
    )  # fmt: skip
    rows = DisabilityCertificate.objects.on(day).filter(
        ~Exists(earlier), valid_from__gt=since, grade__lte=said["grade"], person__death_date=None
    )
    for row in rows.order_by("pk"):
        facts = (
            ("残疾证", f"{row.get_category_display()} {row.grade} 级"),
            ("发证", f"{row.valid_from}"),
        )
        yield Seen(row.person_id, f"c{row.pk}", (5 - row.grade) * 100, facts)


@source("lost_work")
def _lost_work(said: Mapping[str, Any], day: date) -> Iterable[Seen]:
    """Of working age, in work until these months, and without any now."""
    low, high = said["ages"]
    since = add_months(day, -said["months"])
    working = Income.objects.filter(
        person=OuterRef("person"), employed=True, valid_to=OuterRef("valid_from")
    )
    rows = Income.objects.on(day).filter(
        Exists(working), employed=False, valid_from__gt=since, person__death_date=None,
        person__birth_date__lte=add_months(day, -12 * low),
        person__birth_date__gt=add_months(day, -12 * high),
    )  # fmt: skip
    for row in rows.order_by("pk"):
        left = format_fen(row.wage + row.pension + row.other)
        facts = (("失去工作", f"{row.valid_from}"), ("现在每月收入", f"{left} 元"))
        recent = max(CLASS // 2 - (day - row.valid_from).days, 0)
        yield Seen(row.person_id, f"w{row.valid_from}", recent, facts)


@source("left_alone")
def _left_alone(said: Mapping[str, Any], day: date) -> Iterable[Seen]:
    """Old, alone in the household, and not alone some months ago: the others died or left."""
    since = add_months(day, -said["months"])
    went = Membership.objects.filter(valid_to__gt=since, valid_to__lte=day)
    left: Any = went.order_by().values("household").annotate(on=Max("valid_to"))
    when = {row["household"]: row["on"] for row in left}
    died = dict(
        went.filter(person__death_date__gt=since).values_list("household", "person__death_date")
    )
    alone: Any = (
        Membership.objects.on(day)
        .filter(household__in=went.values("household"), person__death_date=None)
        .order_by()
        .values("household")
        .annotate(n=Count("pk"), who=Max("person"))
        .filter(n=1)
    )
    homes = {row["who"]: row["household"] for row in alone}
    born = add_months(day, -12 * said["age"])
    old = Membership.objects.on(day).filter(Q(person__birth_date__lte=born), person__in=homes)
    for person, birth in old.values_list("person", "person__birth_date"):
        home, age = homes[person], day.year - birth.year
        why = "同住的人去世" if home in died else "同住的人迁走"
        facts = ((why, f"{died.get(home, when[home])}"), ("年龄", f"约 {age} 岁"))
        yield Seen(person, f"a{when[home]}", age * 5, facts)
