"""Whose records a viewer may see: those registered or living in the divisions of their role."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from yingzhou.kernel.people.models import Person, Residence


def within(people: QuerySet, scope_ids: Collection[int] | None, day: date) -> QuerySet:
    """Those of ``people`` in scope on ``day``; the dead count where they were to the end.

    ``scope_ids`` None is the whole district, and no condition at all.
    """
    if scope_ids is None:
        return people
    standing = Q(valid_to__gt=day) | Q(valid_to__gte=OuterRef("death_date"))
    return people.filter(Exists(_here(scope_ids, day).filter(standing, person=OuterRef("pk"))))


def gathered(scope_ids: Collection[int], day: date) -> QuerySet:
    """The same people for few divisions, gathered first: better where a search fits thousands.

    The dead are asked for one by one: joined, PostgreSQL would read the whole register for them.
    """
    dead_there = Person.objects.filter(pk=OuterRef("person"), death_date__lte=OuterRef("valid_to"))
    rows = _here(scope_ids, day).filter(Q(valid_to__gt=day) | Exists(dead_there))
    return Person.objects.filter(pk__in=rows.values("person"))


def _here(scope_ids: Collection[int], day: date) -> QuerySet[Residence]:
    return Residence.objects.filter(
        kind__in=Residence.Kind.values, division__in=list(scope_ids), valid_from__lte=day
    )


def find(pk: int, scope_ids: Collection[int] | None, day: date) -> tuple[Person | None, bool]:
    """The person, and whether they are in scope, in one query."""
    within_scope = Exists(within(Person.objects.filter(pk=OuterRef("pk")), scope_ids, day))
    person = Person.objects.filter(pk=pk).annotate(is_in_scope=within_scope).first()
    return person, person is not None and person.is_in_scope
