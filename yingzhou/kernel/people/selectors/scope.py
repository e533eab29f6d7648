"""Whose records a viewer may see: those registered or living in the divisions of their role."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yingzhou.kernel.people.models import Person, Residence

FEW_DIVISIONS = 8
"""Up to so many divisions, their people are gathered first; beyond, each candidate is looked up."""


def within(people: QuerySet, scope_ids: Collection[int] | None, day: date) -> QuerySet:
    """Those of ``people`` in scope on ``day``; the dead count where they were to the end.

    ``scope_ids`` None is the whole district, and no condition at all.
    """
    if scope_ids is None:
        return people
    here = Residence.objects.filter(
        kind__in=Residence.Kind.values, division__in=list(scope_ids), valid_from__lte=day
    )
    if len(scope_ids) <= FEW_DIVISIONS:
        standing = Q(valid_to__gt=day) | Q(valid_to__gte=F("person__death_date"))
        return people.filter(pk__in=here.filter(standing).values("person"))
    standing = Q(valid_to__gt=day) | Q(valid_to__gte=OuterRef("death_date"))
    return people.filter(Exists(here.filter(standing, person=OuterRef("pk"))))


def in_scope(person: Person, scope_ids: Collection[int] | None, day: date) -> bool:
    return within(Person.objects.filter(pk=person.pk), scope_ids, day).exists()
