"""Whose records a viewer may see: those registered or living in the divisions of their role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from yingzhou.kernel.people.models import Person, Residence


def within(people: QuerySet, scope_ids: Iterable[int] | None, day: date) -> QuerySet:
    """Those of ``people`` in scope on ``day``; the dead count where they were to the end.

    ``scope_ids`` None is the whole district, and no condition at all.
    """
    if scope_ids is None:
        return people
    here = Residence.objects.filter(
        Q(valid_to__gt=day) | Q(valid_to__gte=OuterRef("death_date")),
        person=OuterRef("pk"),
        division__in=list(scope_ids),
        valid_from__lte=day,
    )
    return people.filter(Exists(here))


def in_scope(person: Person, scope_ids: Iterable[int] | None, day: date) -> bool:
    return within(Person.objects.filter(pk=person.pk), scope_ids, day).exists()
