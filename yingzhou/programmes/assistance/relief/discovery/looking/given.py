"""Who is given something already, or has asked for it: nobody knocks at their door for that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.db.models import Q

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.catalogue.items.parts import OnRoll
from yingzhou.kernel.payments.models import Award, Run, RunLine
from yingzhou.kernel.people.models import Enrolment

from .candidates import homes_of

Holders = tuple[frozenset[int], frozenset[int]]
"""Persons and households."""


class Given:
    """What holds on ``day``; every item is asked about once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.of = cache(self._of)
        self.asked = cache(self._asked)

    def _of(self, item: str) -> Holders:
        """Who is given the item, or what stands for it: the person, and their household."""
        codes = {item, *_stands_for(item)}
        rows = Award.objects.filter(benefit__in=codes, valid_to__gt=self.day)
        people = set(rows.exclude(person=None).values_list("person", flat=True))
        homes = set(rows.exclude(household=None).values_list("household", flat=True))
        people |= self._granted(codes, item) | self._on_roll(item)
        return self._with_homes(people, homes)

    def _asked(self, item: str) -> Holders:
        """Who has it on the way."""
        codes = {item, *_stands_for(item)}
        rows = Case.objects.filter(item__in=codes, is_open=True).exclude(applicant=None)
        return self._with_homes(set(rows.values_list("applicant", flat=True)), set())

    def _granted(self, codes: Iterable[str], item: str) -> set[int]:
        """Applicants to whom it was granted, and not taken away since."""
        already = _already(item)
        granted = Q(item__in=codes, outcome=Case.Outcome.GRANTED)
        ended = Q(item__in=already.ended if already else (), outcome=Case.Outcome.ENDED)
        rows = Case.objects.filter(granted | ended, is_open=False).exclude(applicant=None)
        found: set[int] = set()
        for person, outcome in rows.order_by("closed_at").values_list("applicant", "outcome"):
            (found.add if outcome == Case.Outcome.GRANTED else found.discard)(person)
        return found

    def _on_roll(self, item: str) -> set[int]:
        already = _already(item)
        if already is None:
            return set()
        rows = Enrolment.objects.on(self.day).filter(roll=already.roll).exclude(person=None)
        return set(rows.values_list("person", flat=True))

    def _with_homes(self, people: set[int], homes: set[int]) -> Holders:
        return frozenset(people), frozenset(homes | set(homes_of(people, self.day).values()))


def _item(code: str) -> Item | None:
    return items().get(code)


def _already(code: str) -> OnRoll | None:
    item = _item(code)
    return item.apply.already if item is not None and item.apply is not None else None


def _stands_for(code: str) -> tuple[str, ...]:
    already = _already(code)
    return already.granted if already is not None else ()


def returned(benefit: str) -> dict[int, date]:
    """Of a benefit that goes out by the registers: holders to whom the last going out did not come,
    and its month. Nobody has to ask for it, but somebody has to tell them to give an account."""
    last = (
        RunLine.objects.filter(benefit=benefit).exclude(run__approved_by="").order_by("-month")
    ).values_list("month", flat=True)[:1]
    if not last:
        return {}
    runs = Run.objects.exclude(approved_by="").values("pk")
    rows = RunLine.objects.filter(
        benefit=benefit, month=last[0], run__in=runs, state=RunLine.State.FAILED
    )
    return dict(rows.values_list("holder", "month"))
