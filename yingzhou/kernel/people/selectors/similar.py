"""Who an incoming person may be: by number, or by birthday and a name that sounds alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from yingzhou.kernel.people.models import NotSamePerson, Person

BATCH = 400  # below every engine's limit of parameters
T = TypeVar("T")


@dataclass(frozen=True)
class Incoming:
    """What a row says of a person."""

    digest: bytes
    sound: str
    born: date


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    wanted = list(dict.fromkeys(items))
    for start in range(0, len(wanted), BATCH):
        yield wanted[start : start + BATCH]


def known_by_number(incoming: Sequence[Incoming]) -> dict[bytes, Person]:
    """Registered persons with exactly these numbers."""
    found = {}
    for digests in _batches(one.digest for one in incoming):
        for person in Person.objects.filter(id_digest__in=digests):
            found[bytes(person.id_digest)] = person
    return found


def alike(incoming: Sequence[Incoming]) -> dict[bytes, list[Person]]:
    """By digest: persons with another number, born that day, whose name sounds the same.

    Persons of whom somebody decided that they are not the same are left out.
    """
    by_mark: dict[tuple[str, date], list[Person]] = defaultdict(list)
    for days in _batches(one.born for one in incoming):
        sounds = {one.sound for one in incoming if one.born in days}
        for batch in _batches(sounds):
            rows = Person.objects.filter(birth_date__in=days, sound__in=batch)
            for person in rows.order_by("pk"):
                by_mark[person.sound, person.birth_date].append(person)
    settled = _settled(incoming)
    return {
        one.digest: [
            person
            for person in by_mark[one.sound, one.born]
            if bytes(person.id_digest) != one.digest and (person.pk, one.digest) not in settled
        ]
        for one in incoming
    }


def _settled(incoming: Sequence[Incoming]) -> set[tuple[int, bytes]]:
    found: set[tuple[int, bytes]] = set()
    for digests in _batches(one.digest for one in incoming):
        rows = NotSamePerson.objects.filter(candidate_digest__in=digests)
        pairs = rows.values_list("person_id", "candidate_digest")
        found |= {(pk, bytes(digest)) for pk, digest in pairs}
    return found
