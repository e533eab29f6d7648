"""What visits do when a case moves on or something happens to a person."""

from __future__ import annotations

from yingzhou.core.events import subscribe
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.kernel.people.events import LifeEventReversed, PersonChanged, PersonDied, PersonMoved
from yingzhou.kernel.people.models import LifeEvent
from yingzhou.kernel.visits.services import closing, following, rounds


@subscribe(CaseMoved)
def a_case_needs_its_visit(event: CaseMoved) -> None:
    following.follow_case(case=event.case_id, seq=event.seq, stage=event.stage)


@subscribe(CaseMoved)
def a_case_decides_who_is_visited_on(event: CaseMoved) -> None:
    rounds.decided(case=event.case_id, seq=event.seq, transition=event.transition)


@subscribe(PersonDied)
def nobody_goes_to_the_dead(event: PersonDied) -> None:
    following.the_dead(person=event.person_id, event=event.event_id)


@subscribe(PersonMoved)
def the_visit_moves_along(event: PersonMoved) -> None:
    following.the_moved(person=event.person_id, event=event.event_id, on=event.on)


@subscribe(PersonChanged)
def nobody_goes_to_who_is_away(event: PersonChanged) -> None:
    if event.kind == LifeEvent.Kind.CUSTODY:
        following.the_absent(person=event.person_id, event=event.event_id)


@subscribe(LifeEventReversed)
def who_lives_is_visited_again(event: LifeEventReversed) -> None:
    closing.restore(event=event.event_id)
    following.the_moved(person=event.person_id, event=event.event_id, on=event.on)
