"""What discovery does when a visit is over, a matter goes on, or something happens to a person."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.core.events import subscribe
from yingzhou.kernel.cases.events import CaseMoved, CaseOpened
from yingzhou.kernel.people.events import LifeEventReversed, PersonChanged, PersonDied, PersonMoved
from yingzhou.kernel.people.models import LifeEvent
from yingzhou.kernel.visits.events import VisitDone
from yingzhou.programmes.assistance.relief.discovery.services import following


@subscribe(VisitDone)
def what_was_found_at_the_door(event: VisitDone) -> None:
    following.after_visit(event=event, at=clock.now())


@subscribe(CaseOpened)
def who_asks_themselves_needs_no_visit(event: CaseOpened) -> None:
    following.after_opening(case=event.case_id, item=event.item, at=clock.now())


@subscribe(CaseMoved)
def a_decision_says_whether_it_was_a_hit(event: CaseMoved) -> None:
    following.after_case(case=event.case_id, outcome=event.outcome, at=clock.now())


@subscribe(PersonDied)
def nobody_looks_for_the_dead(event: PersonDied) -> None:
    following.after_death(person=event.person_id, event=event.event_id, at=clock.now())


@subscribe(PersonMoved)
def the_finding_moves_along(event: PersonMoved) -> None:
    following.after_move(person=event.person_id, event=event.event_id, at=clock.now())


@subscribe(PersonChanged)
def nobody_looks_for_who_is_away(event: PersonChanged) -> None:
    if event.kind == LifeEvent.Kind.CUSTODY:
        following.after_custody(person=event.person_id, event=event.event_id, at=clock.now())


@subscribe(LifeEventReversed)
def who_lives_is_looked_for_again(event: LifeEventReversed) -> None:
    following.undo(event=event.event_id, at=clock.now())
