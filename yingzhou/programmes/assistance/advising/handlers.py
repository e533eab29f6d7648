"""What follows for plans of help from assessments."""

from __future__ import annotations

from yingzhou.core.events import subscribe
from yingzhou.kernel.assessments.events import AssessmentMade
from yingzhou.programmes.assistance.advising.needs import INSTRUMENT
from yingzhou.programmes.assistance.advising.services import plans


@subscribe(AssessmentMade)
def its_needs_are_the_plans(event: AssessmentMade) -> None:
    if event.instrument == INSTRUMENT:
        plans.assessed(assessment=event.assessment_id)
