"""Somebody needs a visit: a kernel or a programme asks for it here, and is answered by the event
:class:`~yingzhou.kernel.visits.events.VisitDone`."""

from __future__ import annotations

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
