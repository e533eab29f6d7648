"""Whom the service offers: one of each situation, others by name, and somebody nobody knows."""

from __future__ import annotations

from functools import cache

from stdnum.cn import ric

from yingzhou.core import clock, crypto
from yingzhou.demo.identity.protocol import Person
from yingzhou.demo.residents import Sample, samples
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people import models

MOST = 12
STRANGER = "stranger"


@cache
def offered() -> list[Sample]:
    """Found once; the demo's register may change meanwhile, and the login asks it anew."""
    return samples(clock.today())


def by_name(name: str) -> list[Sample]:
    """The grown-up living of this name, each told from the others by birth and village."""
    today = clock.today()
    limit = today.replace(year=today.year - 18, day=1)
    living = models.Person.objects.filter(death_date__isnull=True, birth_date__lte=limit)
    found = living.filter(name=name.strip()).order_by("birth_date", "pk")[:MOST]
    homes = models.Residence.objects.on(today).filter(
        kind=models.Residence.Kind.RESIDENT, person__in=[person.pk for person in found]
    )
    nodes = tree_on(today).nodes
    places = {row.person_id: row.division_id for row in homes}
    names = {pk: nodes[place].name for pk, place in places.items() if place in nodes}
    return [Sample(person, names.get(person.pk, "")) for person in found]


def person_of(wanted: str) -> Person | None:
    """What the service says of the person with this key."""
    if wanted == STRANGER:
        return Person("demo-stranger", "外来人员", _unknown_number())
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        return None
    found = models.Person.objects.filter(pk=int(wanted)).first()
    if found is None:
        return None
    sub = crypto.digest(f"demo identity {found.pk}").hex()[:24]
    return Person(sub, found.name, str(found.id_number))


def _unknown_number() -> str:
    """A number with a right check digit that the demo gives to nobody (Tibet, 1900s)."""
    body = "54232619700101" + "007"
    return body + ric.calc_check_digit(body + "0")
