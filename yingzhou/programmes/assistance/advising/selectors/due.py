"""What is due of a plan, and when: the assessment, its measures, the next review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.programmes.assistance.advising.models import Measure, Plan
from yingzhou.programmes.assistance.advising.needs import INSTRUMENT


@dataclass(frozen=True)
class Due:
    """``what``: assessment, measure, answer or review."""

    what: str
    on: date
    words: str

    def left(self, today: date) -> int:
        return (self.on - today).days


def due_of(
    plan: Plan,
    measures: Sequence[Measure],
    assessment: Assessment | None,
    task: Task | None,
) -> list[Due]:
    """The first first. Asks nothing. ``task``: an assessment that is asked for."""
    found = []
    if task is not None:
        found.append(Due("assessment", task.due_on, "做需求评估"))
    elif assessment is not None:
        found.append(Due("assessment", assessment.valid_until, "需求评估到期, 重新评"))
    for one in measures:
        if one.runs:
            word = {
                Measure.State.PROPOSED: "等家里答复",
                Measure.State.AGREED: "去办",
                Measure.State.APPLIED: "看办到哪里",
                Measure.State.REFERRED: f"等{one.unit}答复",
            }[Measure.State(one.state)]
            what = "answer" if one.state == Measure.State.REFERRED else "measure"
            found.append(Due(what, cast(date, one.due), f"{one.name}: {word}"))
    if plan.review_due_on is not None:
        found.append(Due("review", plan.review_due_on, "复核方案"))
    return sorted(found, key=lambda one: one.on)


def tasks_of(homes: Sequence[int]) -> dict[int, Task]:
    """Household → the needs assessment that is asked for."""
    rows = Task.objects.filter(
        household__in=homes, instrument=INSTRUMENT, state__in=Task.LIVE
    ).order_by("-due_on", "-pk")
    return {one.household_id: one for one in rows if one.household_id is not None}
