"""Somebody needs a visit: a kernel or a programme asks for it here, and is answered by the event
:class:`~yingzhou.kernel.visits.events.VisitDone`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.periods import Period, deadline
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.people.models import Household, Person
from yingzhou.kernel.visits.faults import VisitFault
from yingzhou.kernel.visits.files import kinds
from yingzhou.kernel.visits.models import Refusal, Visit
from yingzhou.kernel.visits.places import desk_of, staff_of
from yingzhou.kernel.visits.whom import residences


@dataclass(frozen=True)
class Law:
    """By when, and where that is written. ``by``: a day, or a period from the asking on."""

    by: Period | date
    basis: str
    confidence: str = "unverified"

    def last_day(self, start: date) -> date:
        if isinstance(self.by, Period):
            found = deadline(start, self.by)
            assert found is not None  # noqa: S101 - there is no pause
            return found
        return self.by


@transaction.atomic
def ask_for_visit(
    *,
    kind: str,
    subject: Person | Household,
    asked_by: str,
    reason: str,
    law: Law,
    at: datetime,
    key: str = "",
    **more: object,
) -> Visit | None:
    """A visit of this kind (``kinds.yaml``) to a person or a household. Asked for again with the
    same ``key`` (by default who asks, kind and subject), it is the same visit. None where they do
    not want to be visited for this now. ``more``: other fields of the visit (``role``, ``people``,
    ``data``, ``user``, ``previous``, ``division_id``, ``desk_id``)."""
    said = kinds().get(kind)
    if said is None:
        raise VisitFault(f"没有“{kind}”这种走访")
    key = key or f"{asked_by}:{kind}:{_code(subject)}"
    found = Visit.objects.filter(key=key).first()
    if found is not None:
        return found
    day = clock.day_of(at)
    holder = _holder(subject)
    if said.may_decline and Refusal.objects.on(day).filter(kind=kind, **holder).exists():
        return None
    row = Visit(
        key=key,
        kind=kind,
        asked_by=asked_by,
        reason=reason[:200],
        due_on=law.last_day(day),
        basis=law.basis[:120],
        confidence=law.confidence,
        made_at=at,
        **({"data": said.data, "role": said.role, "people": said.people} | more | holder),
    )
    _place(row, subject, day)
    row.save(force_insert=True)
    return row


def _holder(subject: Person | Household) -> dict[str, Person | Household]:
    return {"person" if isinstance(subject, Person) else "household": subject}


def _code(subject: Person | Household) -> str:
    return f"{'p' if isinstance(subject, Person) else 'h'}{subject.pk}"


def _place(row: Visit, subject: Person | Household, day: date) -> None:
    """Where it is and at whose desk; where one alone goes for that desk, it is theirs."""
    if row.division_id is None:
        home = _home(subject, day)
        if home is None:
            raise VisitFault("登记里没有查到住在本区, 不能安排走访; 请先核对住址")
        row.division_id = home
    if row.desk_id is None:
        row.desk_id = desk_of(tree_on(day), row.division_id, row.role)
    if row.user_id is None:
        here = staff_of({row.desk_id}, day).get(row.desk_id, ())
        row.user = here[0] if len(here) == 1 else None
    if row.user_id is not None:
        row.state = Visit.State.ASSIGNED


def _home(subject: Person | Household, day: date) -> int | None:
    if isinstance(subject, Household):
        return subject.division_id
    return residences([subject.pk], day).get(subject.pk)


@dataclass(frozen=True)
class Wanted:
    """One of many visits of a kind; ``key`` as in :func:`ask_for_visit`."""

    key: str
    person: int | None
    household: int | None
    division: int
    asked_by: str
    reason: str
    data: str


@transaction.atomic
def ask_for_many(
    *, kind: str, wanted: Sequence[Wanted], law: Law, at: datetime
) -> dict[str, Visit]:
    """Visits of one kind by key, in a handful of queries; those asked for before are the same.
    Whoever asks so keeps its own account of who declined: nobody is left out here."""
    said = kinds().get(kind)
    if said is None:
        raise VisitFault(f"没有“{kind}”这种走访")
    day, keys = clock.day_of(at), [one.key for one in wanted]
    there = set(Visit.objects.filter(key__in=keys).values_list("key", flat=True))
    tree = tree_on(day)
    desks = {one.division: desk_of(tree, one.division, said.role) for one in wanted}
    staff = staff_of(set(desks.values()), day)
    rows = []
    for one in wanted:
        here = staff.get(desks[one.division], ())
        own = here[0].pk if len(here) == 1 else None
        rows.append(
            Visit(
                key=one.key,
                kind=kind,
                asked_by=one.asked_by,
                reason=one.reason[:200],
                due_on=law.last_day(day),
                basis=law.basis[:120],
                confidence=law.confidence,
                made_at=at,
                data=one.data,
                role=said.role,
                people=said.people,
                person_id=one.person,
                household_id=one.household,
                division_id=one.division,
                desk_id=desks[one.division],
                user_id=own,
                state=Visit.State.ASSIGNED if own else Visit.State.PLANNED,
            )
        )
    Visit.objects.bulk_create([row for row in rows if row.key not in there], batch_size=500)
    return {row.key: row for row in Visit.objects.filter(key__in=keys)}
