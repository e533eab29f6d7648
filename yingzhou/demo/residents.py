"""People of the demo whom stories need: by situation, living where the demo's clerks work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.models import Mandate, User
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import (
    CareLevel,
    DisabilityCertificate,
    Enrolment,
    Kinship,
    Membership,
    Person,
    Residence,
)

TOWN = "310151101000"
"""城桥镇, where the demo's counter, clerk and approver work."""
STAFF = ("town", "approver", "counter", "village", "bureau", "department")


@dataclass(frozen=True)
class Sample:
    """Somebody to log in as, and why that is worth seeing."""

    person: Person
    situation: str


def _years_ago(years: int, today: date) -> date:
    return date(today.year - years, today.month, 1)


def _neighbours(today: date) -> QuerySet[Person]:
    """The living who live in the town."""
    town = Division.objects.get(code=TOWN)
    there = tree_on(today).within(town.pk) | {town.pk}
    kind = Residence.Kind.RESIDENT
    living = Residence.objects.on(today).filter(kind=kind, division__in=there)
    alive = Person.objects.filter(death_date__isnull=True)
    return alive.filter(pk__in=living.values("person")).order_by("pk")


def _grown_up(today: date) -> QuerySet[Person]:
    return _neighbours(today).filter(birth_date__lte=_years_ago(19, today))


def _in_care(today: date) -> QuerySet[Person]:
    levels = CareLevel.objects.on(today).filter(level__gte=3, person=OuterRef("pk"))
    return _grown_up(today).filter(Exists(levels))


def _on_dibao(today: date) -> QuerySet[Person]:
    rolls = Enrolment.objects.on(today).filter(roll="dibao", person=OuterRef("pk"))
    return _grown_up(today).filter(Exists(rolls), birth_date__lte=_years_ago(35, today))


def _alone(today: date) -> QuerySet[Person]:
    old = _neighbours(today).filter(birth_date__lte=_years_ago(82, today))
    own = Membership.objects.on(today).filter(person=OuterRef("person"))
    others = Membership.objects.on(today).exclude(person=OuterRef("person"))
    shared = others.filter(household=OuterRef("household"))
    single = Membership.objects.on(today).filter(Exists(own), ~Exists(shared))
    return old.filter(Exists(single.filter(person=OuterRef("pk"))))


def _disabled(today: date) -> QuerySet[Person]:
    severe = DisabilityCertificate.objects.on(today).filter(grade__lte=2, person=OuterRef("pk"))
    return _grown_up(today).filter(Exists(severe))


def _parents(today: date, **child: Any) -> QuerySet[Person]:
    """Whoever has a living child that fits. Joined, never a list of people: a whole district has
    too many."""
    links = Kinship.objects.filter(
        kind=Kinship.Kind.PARENT, relative=OuterRef("pk"), person__death_date__isnull=True, **child
    )
    return _grown_up(today).filter(Exists(links))


def _children(today: date, **parent: Any) -> QuerySet[Person]:
    """Whoever is of working age and has a living parent that fits."""
    ages = (_years_ago(58, today), _years_ago(28, today))
    links = Kinship.objects.filter(person=OuterRef("pk"), **_living_parent(parent))
    return _neighbours(today).filter(Exists(links), birth_date__range=ages)


def _living_parent(fits: dict[str, Any]) -> dict[str, Any]:
    return {"kind": Kinship.Kind.PARENT, "relative__death_date__isnull": True} | fits


def _carers(today: date) -> QuerySet[Person]:
    return Person.objects.filter(
        Exists(Mandate.objects.on(today).filter(agent=OuterRef("pk"))), death_date__isnull=True
    ).order_by("pk")


def _with_small_children(today: date) -> QuerySet[Person]:
    return _parents(today, person__birth_date__gte=_years_ago(6, today))


def _with_disabled_child(today: date) -> QuerySet[Person]:
    young = {"person__birth_date__gte": _years_ago(17, today)}
    return _parents(today, **young, **_holding("person__disability_certificates", today))


def _holding(rows: str, today: date) -> dict[str, date]:
    """Rows of a spell that hold today."""
    return {f"{rows}__valid_from__lte": today, f"{rows}__valid_to__gt": today}


def _at_work(today: date) -> QuerySet[Person]:
    ages = (_years_ago(45, today), _years_ago(28, today))
    return _neighbours(today).filter(birth_date__range=ages)


SITUATIONS: tuple[tuple[str, Callable[[date], QuerySet[Person]]], ...] = (
    ("低保家庭的成员", _on_dibao),
    ("一个人住的高龄老人", _alone),
    ("受母亲或父亲委托代办的子女", _carers),
    ("有学龄前孩子的父母", _with_small_children),
    ("重度残疾人", _disabled),
    ("残疾孩子的父母", _with_disabled_child),
    ("已评上照护等级的老人", _in_care),
    ("普通上班族", _at_work),
)


def samples(today: date) -> list[Sample]:
    """One person for each situation that the demo has; nobody twice."""
    found: dict[int, Sample] = {}
    for situation, people in SITUATIONS:
        person = people(today).exclude(pk__in=list(found)).first()
        if person is not None:
            found[person.pk] = Sample(person, situation)
    return list(found.values())


def settle() -> None:
    """A parent gives a mandate; the demo's clerks are somebody in the register, with relatives.

    The clerk of the town has a parent on the roll of 低保: not theirs to decide.
    """
    now, today = clock.now(), clock.today()
    _give_mandate(today)
    on_dibao = {"relative__enrolments__roll": Enrolment.Roll.DIBAO}
    first = _children(today, **on_dibao, **_holding("relative__enrolments", today))
    taken = {pk for row in Mandate.objects.values_list("principal", "agent") for pk in row}
    people = [*first[:1], *_children(today).exclude(pk__in=taken)[: len(STAFF)]]
    distinct = list({person.pk: person for person in people}.values())
    for username, person in zip(STAFF, distinct, strict=False):
        user = User.objects.get(username=username)
        services.link_person(user=user, person=person, actor=audit.SYSTEM, at=now)


def _give_mandate(today: date) -> None:
    """From an old parent in need of care, or from an old one where the district has none such."""
    levels = {"relative__care_levels__level__gte": 3} | _holding("relative__care_levels", today)
    old = {"relative__birth_date__lte": _years_ago(75, today)}
    for fits in (levels, old, {}):
        for child in _children(today, **fits)[:20]:
            links = child.kin.filter(**_living_parent(fits)).select_related("relative")
            for link in links.order_by("-relative__sex", "pk"):
                if _neighbours(today).filter(pk=link.relative_id).exists():
                    _mandate(link.relative, child, today)
                    return


def _mandate(parent: Person, child: Person, today: date) -> None:
    services.record_mandate(
        principal=parent,
        agent=child,
        evidence="委托书原件和双方身份证已核对(演示)",
        actor=audit.SYSTEM,
        at=clock.now(),
        valid_from=today,
    )
