"""Telephone numbers for about one adult in fifteen. Made up: 1390000 is nobody's block."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yingzhou.core.crypto import seal
from yingzhou.core.spells import FOREVER
from yingzhou.demo import bulk
from yingzhou.demo.rng import rng
from yingzhou.kernel.notices.models import Contact
from yingzhou.kernel.people.models import Person

SHARE = 0.07
SINCE = date(2024, 1, 1)
ADULT = 18


def give_contacts(today: date) -> int:
    """How many got one; the same people at every build of one size."""
    born = date(today.year - ADULT, 1, 1)
    grown = Person.objects.filter(death_date__isnull=True, birth_date__lt=born).order_by("pk")
    found = bulk.insert(
        Contact,
        ("person", "channel", "address", "valid_from", "valid_to"),
        _rows(list(grown.values_list("pk", flat=True))),
    )
    bulk.reset_sequences()
    return found


def give_contact(person: int) -> None:
    """To somebody who asks for something and is written to; nothing where there is one."""
    if not Contact.objects.filter(person=person, valid_to=FOREVER).exists():
        Contact.objects.create(
            person_id=person,
            channel=Contact.Channel.SMS,
            address=_number(person).decode(),
            valid_from=SINCE,
        )


def _rows(people: list[int]) -> Iterator[tuple]:
    chosen = rng("contacts").random(len(people)) < SHARE
    since, until = SINCE.isoformat(), FOREVER.isoformat()
    for person, has_one in zip(people, chosen.tolist(), strict=True):
        if has_one:
            yield person, Contact.Channel.SMS.value, seal(_number(person)), since, until


def _number(person: int) -> bytes:
    return f"139{person % 10**8:08d}".encode()
