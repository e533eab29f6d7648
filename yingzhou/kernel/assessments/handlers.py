"""What assessments do when something happens to a person."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.core.events import subscribe
from yingzhou.kernel.assessments.models import Task
from yingzhou.kernel.assessments.services import asking, call_off
from yingzhou.kernel.people.events import LifeEventReversed, PersonDied, PersonMoved


@subscribe(PersonDied)
def nobody_assesses_the_dead(event: PersonDied) -> None:
    rows = Task.objects.filter(person=event.person_id, state__in=Task.LIVE)
    call_off(
        tasks=list(rows.values_list("pk", flat=True)),
        why="已去世",
        at=clock.now(),
        event=event.event_id,
    )


@subscribe(PersonMoved)
def it_lies_where_they_live(event: PersonMoved) -> None:
    rows = Task.objects.filter(person=event.person_id, state__in=Task.LIVE)
    if event.division_id is not None:
        rows.update(division=event.division_id)
        return
    call_off(
        tasks=list(rows.values_list("pk", flat=True)),
        why="已迁出本区",
        at=clock.now(),
        event=event.event_id,
    )


@subscribe(LifeEventReversed)
def it_is_to_be_done_after_all(event: LifeEventReversed) -> None:
    asking.restore(event=event.event_id)
