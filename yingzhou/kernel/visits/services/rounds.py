"""A case decides how often somebody is visited from now on; the visits are there, one after the
other, each with whose it is and its last day, until another decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.periods import Period, Unit
from yingzhou.core.spells import FOREVER
from yingzhou.core.workdays import add_months
from yingzhou.kernel.cases import linking
from yingzhou.kernel.cases.models import Case, Step
from yingzhou.kernel.catalogue.items import FollowUp
from yingzhou.kernel.catalogue.items.parts import OFTEN
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.visits.casework import ROUND as PREFIX
from yingzhou.kernel.visits.faults import VisitFault
from yingzhou.kernel.visits.models import Round, Visit

from . import closing
from .asking import Law, ask_for_visit

OF_AGE = 18
CHANGED = "跟进方案改了"


@transaction.atomic
def decided(*, case: int, seq: int, transition: str) -> Round | None:
    """What a step of a case plans, if it plans anything: the first visit at once. Heard twice, it
    is planned once."""
    row = Case.objects.select_related("version").get(pk=case)
    apply = item_of_version(row.version).apply
    way = apply.process.transitions.get(transition) if apply is not None else None
    said = way.follow_up if way is not None else None
    person = linking.subject_of(row) if said is not None else None
    if said is None or person is None:
        return None
    step = Step.objects.get(case=row, seq=seq)
    made = _begin(row, said, person, str((step.data or {}).get(said.often) or ""), step.at)
    if made is not None:
        _plan(made, step.at)
    return made


def _begin(row: Case, said: FollowUp, person: Person, often: str, at: datetime) -> Round | None:
    """In the place of what was decided about them before."""
    day = clock.day_of(at)
    before = Round.objects.select_for_update(of=("self",)).filter(person=person, kind=said.kind)
    for one in before.filter(valid_to=FOREVER):
        if one.case_id == row.pk and one.often == often:
            return one
        _end(one, day, at)
    if OFTEN.get(often) is None:
        return None
    return Round.objects.create(
        case=row, person=person, kind=said.kind, often=often, valid_from=day,
        basis=said.basis[:120], confidence=said.confidence,
    )  # fmt: skip


def _end(row: Round, day: date, at: datetime) -> None:
    open_ = Visit.objects.filter(asked_by=f"{PREFIX}{row.pk}", state__in=Visit.OPEN)
    closing.call_off(visits=list(open_.values_list("pk", flat=True)), why=CHANGED, at=at)
    row.valid_to = max(day, row.valid_from + timedelta(days=1))  # decided twice on one day
    row.save(update_fields=["valid_to"])


def plan(at: datetime) -> int:
    """The present visit of everybody who is visited again and again; how many are new."""
    before = Visit.objects.filter(asked_by__startswith=PREFIX).count()
    for row in Round.objects.filter(valid_to=FOREVER).select_related("person", "case"):
        _plan(row, at)
    return Visit.objects.filter(asked_by__startswith=PREFIX).count() - before


def _plan(row: Round, at: datetime) -> None:
    day = clock.day_of(at)
    if row.person.death_date is not None or add_months(row.person.birth_date, 12 * OF_AGE) <= day:
        return
    number, last = _window(row, day)
    try:
        ask_for_visit(
            kind=row.kind,
            subject=row.person,
            asked_by=f"{PREFIX}{row.pk}",
            reason=f"{row.case.number} 的帮扶方案: {row.often}上门看孩子",
            law=Law(last, row.basis, row.confidence),
            at=at,
            key=f"{PREFIX}{row.pk}:{number}",
        )
    except VisitFault:
        return  # lives here no more: the case says who looks after them


def _window(row: Round, day: date) -> tuple[int, date]:
    """Number and last day of the one that runs now; each begins where the one before ended. No
    holiday makes it later: the child is in no less danger then."""
    every = OFTEN[row.often]
    assert every is not None  # noqa: S101 - such a round does not begin
    number = 1
    while (last := _last(row.valid_from, every, number)) < day:
        number += 1
    return number, last


def _last(since: date, every: Period, number: int) -> date:
    if every.unit is Unit.MONTHS:
        return add_months(since, every.length * number)
    return since + timedelta(days=every.length * number)
