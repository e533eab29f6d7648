"""What relief does when a matter is decided."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.core.events import subscribe
from yingzhou.kernel.assessments.events import AssessmentMade
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.kernel.payments.events import AwardBegun, AwardEnded, AwardRestored, RunApproved
from yingzhou.kernel.people.events import (
    LifeEventReversed,
    PersonChanged,
    PersonMoved,
    PersonRegistered,
)
from yingzhou.kernel.people.models import LifeEvent, Residence
from yingzhou.kernel.visits.events import VisitDone
from yingzhou.programmes.assistance.relief.codes import REVIEW, VISITED
from yingzhou.programmes.assistance.relief.selectors.counted import OF_ROLL
from yingzhou.programmes.assistance.relief.services import claims, exits, reassessing, rolls

AWAY = (LifeEvent.Kind.CUSTODY, LifeEvent.Kind.RELEASE)
AND_MOVES = (*AWAY, LifeEvent.Kind.MOVE_IN, LifeEvent.Kind.MOVE_OUT)


@subscribe(CaseMoved, when=lambda event: event.item == claims.ITEM)
def a_claim_that_was_let_through_goes_to_the_insurer(event: CaseMoved) -> None:
    claims.file_by_decision(case=event.case_id, seq=event.seq, at=clock.now())


@subscribe(CaseMoved, when=lambda event: event.item == REVIEW and event.stage == "stopping")
def a_review_that_may_end_in_a_stop_is_heard(event: CaseMoved) -> None:
    exits.hear_before_stopping(case=event.case_id, seq=event.seq, at=clock.now())


@subscribe(AssessmentMade, when=lambda event: event.instrument == reassessing.INSTRUMENT)
def the_care_money_goes_by_what_was_found(event: AssessmentMade) -> None:
    reassessing.take_over(assessment=event.assessment_id, at=clock.now())


@subscribe(RunApproved)
def what_the_registers_would_take_away_is_looked_into(event: RunApproved) -> None:
    exits.after_run(run=event.run_id, at=clock.now())


@subscribe(VisitDone)
def what_visitors_saw_is_looked_into(event: VisitDone) -> None:
    is_review = event.kind in VISITED
    if (
        event.household_id is not None
        and is_review
        and event.outcome == "done"
        and event.found == "有变化"
    ):
        exits.after_visit(
            visit=event.visit_id, household=event.household_id, on=event.on, at=clock.now()
        )


@subscribe(PersonMoved)
def who_left_the_district_is_asked_about(event: PersonMoved) -> None:
    if event.division_id is None:
        exits.after_move(person=event.person_id, event=event.event_id, on=event.on, at=clock.now())


@subscribe(LifeEventReversed)
def what_never_happened_takes_nothing(event: LifeEventReversed) -> None:
    exits.undo(event=event.event_id, at=clock.now())


@subscribe(AwardBegun, when=lambda event: event.benefit in OF_ROLL)
def who_is_granted_comes_onto_the_roll(event: AwardBegun) -> None:
    rolls.put_on(award=event.award_id, at=clock.now())


@subscribe(AwardEnded, when=lambda event: event.benefit in OF_ROLL)
def who_is_paid_no_more_leaves_the_roll(event: AwardEnded) -> None:
    rolls.take_off(award=event.award_id, at=clock.now())


@subscribe(AwardRestored, when=lambda event: event.benefit in OF_ROLL)
def whose_award_goes_on_is_back_on_the_roll(event: AwardRestored) -> None:
    rolls.put_back(award=event.award_id, since=event.since, at=clock.now())


@subscribe(PersonRegistered)
def who_is_born_into_a_family_on_the_roll_comes_onto_it(event: PersonRegistered) -> None:
    rolls.follow(person=event.person_id, on=event.on, at=clock.now())


@subscribe(PersonMoved, when=lambda event: Residence.Kind.REGISTERED in event.kinds)
def who_changes_the_family_changes_the_roll(event: PersonMoved) -> None:
    rolls.follow(person=event.person_id, on=event.on, at=clock.now())


@subscribe(PersonChanged, when=lambda event: event.kind in AWAY)
def who_is_in_prison_is_not_counted(event: PersonChanged) -> None:
    rolls.follow(person=event.person_id, on=event.on, at=clock.now())


@subscribe(LifeEventReversed, when=lambda event: event.kind in AND_MOVES)
def who_never_left_is_on_the_roll_as_before(event: LifeEventReversed) -> None:
    rolls.undo_event(person=event.person_id, on=event.on, at=clock.now())
