"""Every act that changes a fact leaves a mark beside its audit entry (:class:`FactChange`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from yingzhou.core.models import AuditEntry
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.people.models import FactChange, Person

LONGEST = 200


def note(  # noqa: PLR0913 - one fact each
    entry: AuditEntry,
    *,
    what: str,
    since: date,
    at: datetime,
    person: Person | None = None,
    households: Iterable[int] = (),
    until: date = FOREVER,
    before: str = "",
    after: str = "",
) -> None:
    """After the entry was written, in its transaction. ``households``: all whose people or facts
    are not as they were; one mark each."""
    homes: list[int | None] = [*dict.fromkeys(households)]
    homes = homes or [None]
    FactChange.objects.bulk_create(
        FactChange(
            entry=entry.seq,
            person=person,
            household=household,
            since=since,
            until=until,
            what=what,
            before=before[:LONGEST],
            after=after[:LONGEST],
            recorded_at=at,
            recorded_by=entry.actor_name,
        )
        for household in homes
    )


def homes_of(person: Person) -> set[int]:
    """All households that the person is or was in."""
    return set(person.memberships.values_list("household", flat=True))
