"""Who comes: people by situation and town, each of whom has been living there all the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import numpy as np
from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from yingzhou.demo.awards import BENEFIT
from yingzhou.demo.rng import rng
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.tree import Tree
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import (
    Assets,
    DisabilityCertificate,
    Enrolment,
    Income,
    Membership,
    Person,
    Residence,
)

MANY = 4000
"""How many are looked at by chance; enough for every town."""
ASKED = 12_000
"""Of so many heads of families without a wage the whole family is looked at."""
LITTLE = {"income": 170_000, "money": 4_000_000}
"""A head, in fen: little enough to ask for 低保. Whether they get it the rules say."""
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
        self._add("needy", self._needy())
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

    def _needy(self) -> Iterable[int]:
        """Heads of families that have little altogether and get nothing yet."""
        rows = Membership.objects.on(self.today)
        poor = Income.objects.on(self.today).filter(wage=0, pension__lt=250_000)
        served = Award.objects.filter(household=OuterRef("household"), benefit=BENEFIT)
        heads = rows.filter(relation=Membership.Relation.HEAD, person__in=poor.values("person"))
        heads = heads.filter(~Exists(served)).order_by("pk")
        homes = dict(heads.values_list("household", "person")[:ASKED])
        found = self._with_little(rows.filter(household__in=homes))
        return [person for home, person in homes.items() if home in found]

    def _with_little(self, members: QuerySet[Membership]) -> set[int]:
        """Households whose members earn and have little, by what the registers say."""
        earned = Income.objects.on(self.today).filter(person=OuterRef("person"))
        total = earned.annotate(total=F("wage") + F("pension") + F("other")).values("total")[:1]
        sums = members.order_by().values("household").annotate(
            heads=Count("pk"), income=Sum(Coalesce(Subquery(total), 0))
        )  # fmt: skip
        heads = {
            one["household"]: one["heads"]
            for one in sums
            if one["income"] < LITTLE["income"] * one["heads"]
        }
        owned = Assets.objects.on(self.today).filter(
            household__in=heads, vehicle=False, premises=False, homes__lte=1
        )
        money = dict(owned.values_list("household", "money"))
        return {home for home in money if money[home] < LITTLE["money"] * heads[home]}

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
