"""Whoever is paid as 特困 is assessed anew before their assessment runs out: the care money goes by
what they can do themselves now."""

from __future__ import annotations

from datetime import datetime, timedelta

from yingzhou.core import clock
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.assessments.models import Task
from yingzhou.kernel.assessments.selectors import expiring
from yingzhou.kernel.assessments.services import ask_for_assessment
from yingzhou.kernel.payments.models import Award

ITEM, INSTRUMENT = "relief/tekun", "self_care"


def ask_anew(at: datetime) -> list[Task]:
    """Those whose time is up soon, or is over; asked twice, it is one task. None where somebody
    assesses already (a dispute)."""
    day, said = clock.day_of(at), instruments()[INSTRUMENT][-1]
    paid = Award.objects.on(day).filter(benefit=ITEM, person__isnull=False)
    people = list(paid.values_list("person", flat=True))
    asked = Task.objects.filter(person__in=people, instrument=INSTRUMENT, state__in=Task.LIVE)
    busy = set(asked.values_list("person", flat=True))
    made = []
    for one in expiring(INSTRUMENT, people, day + timedelta(days=said.renew_days)):
        if one.person is None or one.person_id in busy:
            continue
        made.append(
            ask_for_assessment(
                kind=INSTRUMENT,
                subject=one.person,
                asked_by=f"renew:{one.pk}",
                key=f"renew:{one.pk}",
                reason=f"在领特困供养, 上次的评估到 {one.valid_until} 为止",
                due_on=max(one.valid_until, day),
                basis=said.valid.basis,
                confidence=said.valid.confidence,
                at=at,
            )
        )
    return made
