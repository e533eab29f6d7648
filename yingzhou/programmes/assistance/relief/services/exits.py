"""From what was found to the family's hearing: a review with two visitors, a notice, their answer,
the village sitting down over it, a decision by another person. Until then they get what they got.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.faults import CaseFault, Duplicate
from yingzhou.kernel.cases.models import Case, Step
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.payments.benefits import Benefit, benefits, next_month
from yingzhou.kernel.payments.models import Award, RunLine
from yingzhou.kernel.payments.selectors.paid import paid_last
from yingzhou.kernel.people.models import Membership
from yingzhou.programmes.assistance.relief.codes import REVIEW, STOP
from yingzhou.programmes.assistance.relief.models import ExitFinding
from yingzhou.programmes.assistance.relief.selectors.changed import changed

FOUND = "finding"
"""The question of the review's form that says why it is held."""
Source = ExitFinding.Source


def after_run(*, run: int, at: datetime) -> list[ExitFinding]:
    """Of every line that was held: the registers would give less."""
    lines = RunLine.objects.filter(run=run, why=RunLine.Why.HELD).order_by("pk")
    return [one for line in lines if (one := _of_line(line, at)) is not None]


@transaction.atomic
def _of_line(line: RunLine, at: datetime) -> ExitFinding | None:
    benefit = benefits()[line.benefit]
    award = _award(benefit, line.holder, line.month)
    if award is None:
        return None
    now = _amount(benefit, award, line.month)
    if _judged(award, now):
        return None
    told = changed(award.payee, benefit.earlier(line.month), line.month)
    is_now = "算不出来, 缺数据" if now is None else f"是 {format_fen(now)} 元"
    ground = f"{line.month:%Y年%-m月}按登记算{is_now}, 正在发 {format_fen(line.amount)} 元"
    return open_finding(
        key=f"run:{line.month:%Y-%m}:{award.pk}",
        award=award,
        source=Source.REGISTERS,
        ground="; ".join([ground, *told]),
        division=line.division_id,
        now=now,
        at=at,
    )


def _award(benefit: Benefit, holder: int, month: date) -> Award | None:
    column = "household" if benefit.is_of_household else "person"
    rows = Award.objects.on(month).filter(benefit=benefit.code, **{column: holder})
    return rows.select_related("payee", "household").first()


def _amount(benefit: Benefit, award: Award, month: date) -> int | None:
    """What the registers alone give."""
    found = reckon(items()[benefit.code], award.payee, {}, month)
    if found is None or not found.advice:
        return None
    return found.amount or 0


def _judged(award: Award, now: int | None) -> bool:
    """The same was found before, and is being looked into or was found to be no reason."""
    last = ExitFinding.objects.filter(award=award, voided_at=None).order_by("-pk").first()
    if last is None or last.case is None:
        return False
    return last.case.is_open or (last.now == now and last.case.outcome == Case.Outcome.DONE)


@transaction.atomic
def open_finding(
    *,
    key: str,
    award: Award,
    source: Source,
    ground: str,
    at: datetime,
    division: int | None = None,
    now: int | None = None,
) -> ExitFinding | None:
    """Kept once, with the review by which the family is heard. None where it is known already."""
    if ExitFinding.objects.filter(key=key).exists():
        return None
    month = clock.day_of(at).replace(day=1)
    if now is None:
        now = _amount(benefits()[award.benefit], award, month)
    made = ExitFinding.objects.create(
        key=key,
        award=award,
        division_id=division or _home(award, clock.day_of(at)),
        source=source,
        month=month,
        before=paid_last(award),
        now=now,
        ground=ground,
        found_at=at,
    )
    hearing = benefits()[award.benefit].hearing or REVIEW
    _open(made, hearing, {FOUND: ground}, at)
    audit.record(audit.SYSTEM, "relief.finding", made, {"source": str(source)})
    return made


def _home(award: Award, day: date) -> int:
    if award.household is not None:
        return award.household.division_id
    row = Membership.objects.on(day).filter(person=award.person).select_related("household").first()
    if row is not None:
        return row.household.division_id
    return tree_on(day).root.id


def _open(found: ExitFinding, item: str, values: Mapping[str, Any], at: datetime) -> None:
    """The case for the payee's household, started by the district; one that is open is joined."""
    try:
        found.case = _case(found.award, item, values, at)
    except Duplicate as there:
        found.case = Case.objects.filter(number=there.number).first()
    except CaseFault as fault:
        found.fault = str(fault)[:300]
    found.save(update_fields=["case", "fault"])


def _case(
    award: Award, item: str, values: Mapping[str, Any], at: datetime, previous: Case | None = None
) -> Case:
    said = items()[item]
    assert said.apply is not None  # noqa: S101 - the catalogue's own
    answers = known.prefill(said.apply, award.payee, clock.day_of(at))
    answers["values"] |= values
    request = Request(said, award.payee, "district", answers, previous=previous)
    with transaction.atomic():  # a refusal leaves nothing of itself
        case = intake(request=request, user=None, at=at)
    known.note_uses(
        case=case,
        known=answers["known"],
        labels={field.key: field.label for field in said.apply.form},
        persons=[award.payee_id],
        user_name="系统",
        at=at,
    )
    return case


@transaction.atomic
def after_visit(*, visit: int, household: int, on: date, at: datetime) -> None:
    """Two people who came for the review saw that something is not as it stands on record."""
    for award in _of_household(household, on):
        open_finding(
            key=f"visit:{visit}:{award.pk}",
            award=award,
            source=Source.VISIT,
            ground=f"{on:%Y年%-m月%-d日}入户复核: 和登记的比有变化, 见走访记录",
            at=at,
        )


@transaction.atomic
def after_move(*, person: int, event: int, on: date, at: datetime) -> None:
    """Somebody for whom a family gets an award is not registered in the district any more."""
    # A membership may end with the move itself.
    homes = Membership.objects.filter(person=person, valid_from__lte=on, valid_to__gte=on)
    for household in homes.values_list("household", flat=True).distinct():
        for award in _of_household(household, on):
            open_finding(
                key=f"event:{event}:{award.pk}",
                award=award,
                source=Source.EVENT,
                ground=f"{on:%Y年%-m月%-d日}家里有人户籍迁出本区, 请核对还在不在一起生活",
                at=at,
            )


def _of_household(household: int, day: date) -> Iterable[Award]:
    heard = [one.code for one in benefits().values() if one.hearing]
    rows = Award.objects.on(day).filter(benefit__in=heard)
    people = Membership.objects.on(day).filter(household=household).values("person")
    theirs = rows.filter(household=household) | rows.filter(person__in=people)
    return theirs.select_related("payee", "household").order_by("pk")


@transaction.atomic
def undo(*, event: int, at: datetime) -> None:
    """What an event that never happened had set going stops, where it has not been decided."""
    rows = ExitFinding.objects.select_for_update().filter(
        key__startswith=f"event:{event}:", voided_at=None
    )
    for row in rows.order_by("pk"):
        row.voided_at = at
        row.save(update_fields=["voided_at"])
        if row.case_id is not None and Case.objects.filter(pk=row.case_id, is_open=True).exists():
            advance(case=row.case_id, transition="void", user=None, at=at, words="登记已撤回")


@transaction.atomic
def hear_before_stopping(*, case: int, seq: int, at: datetime) -> Case | None:
    """The review came to a possible stop: the hearing of its own begins, with what was found."""
    row = Case.objects.select_related("applicant").get(pk=case)
    step = Step.objects.get(case=row, seq=seq)
    if row.applicant is None:
        return None
    award = next(iter(_of_person(row.applicant_id, clock.day_of(at))), None)
    if award is None or Case.objects.filter(previous=row, item=STOP).exists():
        return None
    data = step.data or {}
    values = {
        "ground": data.get("ground") or "拒绝核查",
        "evidence": f"复核 {row.number}, {clock.day_of(step.at):%Y年%-m月%-d日}: {step.words}",
        "from_month": f"{next_month(clock.day_of(at)):%Y-%m}",
    }
    return _case(award, STOP, values, at, previous=row)


def _of_person(person: int | None, day: date) -> Iterable[Award]:
    home = Membership.objects.on(day).filter(person=person).first()
    return _of_household(home.household_id, day) if home is not None else ()
