"""Who comes: people by situation and town, each of whom has been living there all the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import numpy as np
from django.db.models import Max

from yingzhou.demo.rng import rng
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import Tree
from yingzhou.kernel.people.models import (
    DisabilityCertificate,
    Enrolment,
    Income,
    Person,
    Residence,
)

MANY = 4000
"""How many are looked at by chance; enough for every town."""
AGES = (("grown", 20, 60), ("young", 24, 38), ("old", 65, 110), ("oldest", 80, 110))


class Applicants:
    """``by``: situation and town → persons, used up from the end."""

    def __init__(self, tree: Tree, since: date, today: date) -> None:
        self.tree, self.since, self.today = tree, since, today
        self.by: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.towns: dict[int, int] = {}
        generator = rng("applicants")
        last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
        drawn = generator.integers(1, last + 1, MANY) if last else np.array([], int)
        self._add("", dict.fromkeys(drawn.tolist()))
        self._add("poor", self._enrolled("dibao"))
        self._add("meagre", self._meagre())
        self._add("disabled", self._certified())

    def take(self, situation: str, town: int) -> int | None:
        """The next one of this town; of any, where it has none left."""
        for place in (town, *self.towns):
            found = self.by[situation, place]
            if found:
                return found.pop()
        return None

    def _enrolled(self, roll: str) -> Iterable[int]:
        rows = Enrolment.objects.on(self.today).filter(roll=roll, valid_from__lt=self.since)
        return rows.order_by("pk").values_list("person", flat=True)[:MANY]

    def _meagre(self) -> Iterable[int]:
        """Hardly any income, and not on the roll."""
        on_roll = Enrolment.objects.on(self.today).filter(roll="dibao").values("person")
        rows = Income.objects.on(self.today).filter(wage=0, pension__lt=150_000, other=0)
        return (
            rows.exclude(person__in=on_roll).order_by("pk").values_list("person", flat=True)[:MANY]
        )

    def _certified(self) -> Iterable[int]:
        rows = DisabilityCertificate.objects.on(self.today).filter(grade__lte=2)
        return rows.order_by("pk").values_list("person", flat=True)[:MANY]

    def _add(self, situation: str, people: Iterable[int]) -> None:
        wanted = list(dict.fromkeys(people))
        there = Residence.objects.on(self.today).filter(
            person__in=wanted,
            kind=Residence.Kind.REGISTERED,
            valid_from__lte=self.since,
            person__death_date__isnull=True,
        )
        rows = dict(there.order_by("pk").values_list("person", "division"))
        born = dict(Person.objects.filter(pk__in=rows).values_list("pk", "birth_date"))
        for person in wanted:
            if person not in rows:
                continue
            town = town_of(self.tree, rows[person]).id
            age = (self.today - born[person]).days / 365.25
            if situation and age >= 19:
                self._note(situation, town, person)
            for name, low, high in () if situation else AGES:
                if low <= age < high:
                    self._note(name, town, person)

    def _note(self, situation: str, town: int, person: int) -> None:
        self.towns[town] = self.towns.get(town, 0) + 1
        self.by[situation, town].append(person)
