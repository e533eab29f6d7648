"""Whoever is paid as 特困 is assessed anew before their assessment runs out: the care money goes by
what they can do themselves now, from the month after on."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.scoring import facts_of
from yingzhou.kernel.assessments.selectors import expiring, rights
from yingzhou.kernel.assessments.services import ask_for_assessment
from yingzhou.kernel.payments.benefits import granted_by, next_month
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.payments.services import established

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


@transaction.atomic
def take_over(*, assessment: int, at: datetime) -> list[Award]:
    """The awards of whoever was assessed go by it from next month on; an applicant's case carries
    it by itself. The month is a house rule (待核实)."""
    row = Assessment.objects.select_related("person").get(pk=assessment)
    codes = [one.code for one in granted_by(ITEM)]
    day = clock.day_of(at)
    awards = list(Award.objects.on(day).filter(benefit__in=codes, person=row.person_id))
    facts = facts_of(rights.instrument_of(row), row.content["values"])
    for award in awards:
        established.establish(
            award=award,
            facts=facts,
            since=next_month(day),
            source=f"自理能力评估 {row.assessed_on:%Y-%m-%d}: {row.result}",
            actor=audit.SYSTEM,
            at=at,
        )
    return awards
