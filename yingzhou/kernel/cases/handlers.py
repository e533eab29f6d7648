"""What cases do when one of them is to be checked outside, and when somebody outside answers."""

from __future__ import annotations

from yingzhou.core import clock
from yingzhou.core.events import subscribe
from yingzhou.kernel.assessments.events import AssessmentMade
from yingzhou.kernel.cases.events import AssessmentWanted, CaseMoved, ChecksTouched
from yingzhou.kernel.cases.services import assessing, checks
from yingzhou.kernel.exchange.events import AnswerReceived, InquiryCompleted, PersonAskedAbout

PUBLICITY = "publicity"
"""How processes call the stage in which something is shown."""


@subscribe(ChecksTouched)
def asks_outside_by_itself(event: ChecksTouched) -> None:
    checks.follow(case=event.case_id, at=clock.now())


@subscribe(CaseMoved, when=lambda event: event.stage == PUBLICITY)
def is_shown_no_more_without_consent(event: CaseMoved) -> None:
    checks.go_on_without(case=event.case_id, transition=event.transition, at=clock.now())


@subscribe(PersonAskedAbout)
def the_person_reads_who_was_told(event: PersonAskedAbout) -> None:
    checks.note_asked(
        about=event.about, person=event.person_id, provider=event.provider, at=clock.now()
    )


@subscribe(AnswerReceived)
def the_person_reads_what_was_told(event: AnswerReceived) -> None:
    checks.note_answered(
        about=event.about, person=event.person_id, provider=event.provider, at=clock.now()
    )


@subscribe(InquiryCompleted)
def periods_run_on(event: InquiryCompleted) -> None:
    checks.hold_clocks(about=event.about, at=clock.now())


@subscribe(AssessmentWanted)
def asks_for_its_assessment(event: AssessmentWanted) -> None:
    assessing.follow(case=event.case_id, at=clock.now())


@subscribe(AssessmentMade)
def what_was_found_counts(event: AssessmentMade) -> None:
    if event.person_id is not None:
        assessing.carry(person=event.person_id, instrument=event.instrument, at=clock.now())
