"""Departments are asked side by side (协同办理)."""

from __future__ import annotations

from datetime import datetime

from yingzhou.core import clock
from yingzhou.core.periods import deadline
from yingzhou.kernel.cases.guards import Asked
from yingzhou.kernel.cases.models import Consultation
from yingzhou.kernel.divisions.tree import tree_on


def consult(*, asked: Asked, at: datetime) -> None:
    """Every department at once, each with its own period. Who was asked before the matter was
    opened again and has not answered is asked once, from now; an answer that was given stands, and
    is asked for anew."""
    day = clock.day_of(at)
    district = tree_on(day).root.id
    for one in asked.apply.departments:
        now = {"asked_at": at, "asked_by": asked.user, "due_on": deadline(day, one.period)}
        waiting = asked.case.consultations.filter(
            unit=one.unit, question=one.question, answered_at=None
        )
        if not waiting.update(**now):
            Consultation.objects.create(
                case=asked.case,
                kind=one.kind,
                unit=one.unit,
                desk_id=district,
                permission=one.permission,
                question=one.question,
                **now,
            )
