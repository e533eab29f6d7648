"""Who is willing gets the matter opened for them, filled in with what the registers know. What
others of the family must sign, they sign as always: until then nothing of theirs is used."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import consent, known
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services import signing
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import item_on
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.programmes.assistance.relief.discovery.selectors.holder import applicant_of

from .noting import note

State = Finding.State


def open_matter(row: Finding, *, user: User | None, at: datetime) -> Case | None:
    """``row`` is locked. Where it cannot be opened, what stands in the way is kept, and the finding
    stays where it is."""
    by = str(user) if user else "系统"
    case: Case | None
    try:
        with transaction.atomic():
            case = _taken_in(row, user, at)
    except (CaseFault, NotYours) as fault:
        case = _open_already(row, fault, at)
        if case is None:
            lines = getattr(fault, "lines", None) or [str(fault)]
            row.trouble = "; ".join(lines)[:300]
            row.save(update_fields=["trouble"])
            note(row, f"没有开成办件: {row.trouble}", by, at)
            return None
    row.case, row.trouble, row.state = case, "", State.APPLYING
    row.save(update_fields=["case", "trouble", "state"])
    note(row, f"已开办件 {case.number}", by, at)
    return case


def _open_already(row: Finding, fault: Exception, at: datetime) -> Case | None:
    """They asked for it themselves meanwhile."""
    who = applicant_of(row, clock.day_of(at))
    if not isinstance(fault, Duplicate) or who is None:
        return None
    return Case.objects.filter(item=row.item, applicant=who, is_open=True).first()


def _taken_in(row: Finding, user: User | None, at: datetime) -> Case:
    day = clock.day_of(at)
    person = applicant_of(row, day)
    if person is None:
        raise CaseFault("登记里这一户没有能申请的人")
    try:
        item = item_on(row.item, day)
    except KeyError:
        raise CaseFault("这个事项已经没有了") from None
    if item.apply is None:
        raise CaseFault("这个事项只有办事指南, 请带他们到窗口问")
    answers = consent.hold_back(item.apply, known.prefill(item.apply, person, day), person, day)
    village = Case.Channel.VILLAGE
    case = intake(
        request=Request(
            item=item,
            applicant=person,
            channel=village if village in item.apply.channels else Case.Channel.DISTRICT,
            answers=answers,
        ),
        user=user,
        at=at,
    )
    for one, facts in signing.usable(item.apply, answers, person.pk).items():
        if one == person.pk:  # the others have not been asked yet
            known.note_uses(
                case=case,
                known=facts,
                labels=known.labels_of(item.apply),
                persons=[one],
                user_name=str(user) if user else "系统",
                at=at,
            )
    return case
