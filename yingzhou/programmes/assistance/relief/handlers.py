"""What relief does when a matter is decided."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.core.events import subscribe
from yingzhou.kernel.assessments.events import AssessmentMade
from yingzhou.kernel.cases.events import CaseMoved
from yingzhou.kernel.payments.events import RunApproved
from yingzhou.kernel.people.events import LifeEventReversed, PersonMoved
from yingzhou.kernel.visits.events import VisitDone
from yingzhou.programmes.assistance.relief.codes import REVIEW, VISITED
from yingzhou.programmes.assistance.relief.services import claims, exits, reassessing


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
