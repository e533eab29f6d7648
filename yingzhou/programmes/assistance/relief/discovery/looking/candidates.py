"""What a look through the registers comes to, before it is a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yingzhou.kernel.people.models import Custody, Membership, Person, Residence

MANY = 5000
"""So many ids go into one question."""


@dataclass(frozen=True)
class Candidate:
    """``spell`` tells this time from another; ``facts``: pairs of a name and what it is."""

    what: str
    item: str
    person: int | None
    household: int | None
    home: int | None
    division: int
    amount: int | None
    rank: int
    spell: str
    facts: tuple[tuple[str, str], ...]

    @property
    def holder(self) -> str:
        return f"p{self.person}" if self.person is not None else f"h{self.household}"

    @property
    def key(self) -> str:
        return f"{self.holder}:{self.what}:{self.spell}"


def parts(ids: Iterable[int]) -> Iterator[Sequence[int]]:
    found = sorted(set(ids))
    return (found[low : low + MANY] for low in range(0, len(found), MANY))


def homes_of(people: Iterable[int], day: date) -> dict[int, int]:
    """Person → household."""
    found: dict[int, int] = {}
    for some in parts(people):
        rows = Membership.objects.on(day).filter(person__in=some)
        found |= dict(rows.values_list("person", "household"))
    return found


def there(found: Sequence[Candidate], day: date) -> list[Candidate]:
    """Those who are alive, in the district and at home today: the facts are of the first of the
    month."""
    away = Custody.objects.on(day).values("person")
    people, homes = set[int](), set[int]()
    for some in parts(one.person for one in found if one.person is not None):
        alive = (
            Person.objects.filter(pk__in=some, death_date=None).exclude(pk__in=away).values("pk")
        )
        rows = Residence.objects.on(day).filter(person__in=alive)
        people |= set(rows.values_list("person", flat=True))
    for some in parts(one.household for one in found if one.household is not None):
        lived_in = (
            Membership.objects.on(day)
            .filter(household__in=some, household__valid_to__gt=day, person__death_date=None)
            .exclude(person__in=away)
        )
        homes |= set(lived_in.values_list("household", flat=True))
    return [one for one in found if one.person in people or one.household in homes]
