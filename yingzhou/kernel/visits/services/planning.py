"""Plans become visits, in bulk. Every key is taken once, so planning again plans nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.visits import windows
from yingzhou.kernel.visits.files import Kind, Plan, kinds, plans
from yingzhou.kernel.visits.models import Refusal, Visit
from yingzhou.kernel.visits.places import desk_of, staff_of
from yingzhou.kernel.visits.whom import Subject, subjects

BATCH = 2000


def plan_all(at: datetime) -> int:
    """All plans for the day of ``at``; how many visits are new."""
    return sum(plan_one(plan, at) for plan in plans().values())


@transaction.atomic
def plan_one(plan: Plan, at: datetime) -> int:
    rows = prepared(plan, at)
    if not rows:
        return 0
    before = Visit.objects.count()
    Visit.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return Visit.objects.count() - before


def prepared(plan: Plan, at: datetime, about: list[Subject] | None = None) -> list[Visit]:
    """The visits that a plan still lacks on the day of ``at``, not yet saved. ``about``: whom it is
    about, where that is known already."""
    day, kind = clock.day_of(at), kinds()[plan.kind]
    rows = Visit.objects.filter(asked_by=f"plan:{plan.key}", due_on__gte=windows.first_of(day))
    there = set(rows.values_list("key", flat=True))
    about = subjects(plan.whom, day) if about is None else about
    new = [one for one in _due(plan, kind, about, day) if one[0] not in there]
    return _rows(plan, kind, new, at)


def _due(
    plan: Plan, kind: Kind, about: list[Subject], day: date
) -> Iterator[tuple[str, Subject, date]]:
    """Key, subject and last day of what is to be visited; who declined is left in peace."""
    refused = refusing(kind.key, day)
    by_calendar = windows.calendar_window(plan, day)
    for one in about:
        if one.key in refused:
            continue
        if plan.counts == "calendar":
            yield f"plan:{plan.key}:{one.key}:{by_calendar:%Y-%m}", one, by_calendar
            continue
        for number, last in windows.own_windows(plan, one.since, day):
            yield windows.own_key(plan, one, number), one, last


def refusing(kind: str, day: date) -> set[str]:
    """Keys of the subjects that do not want this kind of visit now."""
    rows = Refusal.objects.on(day).filter(kind=kind).values_list("person", "household")
    return {f"p{person}" if person is not None else f"h{home}" for person, home in rows}


def _rows(
    plan: Plan, kind: Kind, new: list[tuple[str, Subject, date]], at: datetime
) -> list[Visit]:
    """Where one person alone goes for a desk, it is theirs at once."""
    day = clock.day_of(at)
    tree, staff = tree_on(day), staff_of(None, day)
    desks: dict[int, int] = {}
    rows = []
    for key, one, last in new:
        if one.division not in desks:
            desks[one.division] = desk_of(tree, one.division, kind.role)
        desk = desks[one.division]
        here = staff.get(desk, ())
        own = here[0].pk if len(here) == 1 else None
        rows.append(
            Visit(
                key=key,
                kind=kind.key,
                data=kind.data,
                person_id=one.person,
                household_id=one.household,
                division_id=one.division,
                desk_id=desk,
                role=kind.role,
                people=kind.people,
                user_id=own,
                asked_by=f"plan:{plan.key}",
                reason=plan.name,
                due_on=last,
                basis=plan.basis,
                confidence=plan.confidence,
                state=Visit.State.ASSIGNED if own else Visit.State.PLANNED,
                made_at=at,
            )
        )
    return rows
