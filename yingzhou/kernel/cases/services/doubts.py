"""Somebody says that what the district knows of them is wrong: whoever keeps that register looks
into it, as a case of its own (个人信息保护法 第46条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import may_act_for
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.catalogue.items import Item, items
from yingzhou.kernel.people.models import Person

from .intake import Request, intake
from .request import DOUBTED

CORRECTION = "counters/data_correction"
UNSURE = "不清楚"


@transaction.atomic
def object_to(*, use: int, right: str, was: str = "", user: User, at: datetime) -> Case:
    """By the person whom a use of data was about, or who acts for them."""
    row = DataUse.objects.select_for_update(of=("self",)).get(pk=use)
    person = Person.objects.get(pk=row.person_id)
    day = clock.day_of(at)
    if user.person is None or not may_act_for(user.person, person, CORRECTION, day):
        raise NotYours("这不是您的资料")
    if row.objected_at is not None:
        raise CaseFault("这一条您已经提过异议, 正在核实, 不用再提")
    if not right.strip():
        raise CaseFault("请写明应该是什么")
    made = correction(
        person=person,
        fact=row.fact,
        source=row.source,
        was=was,
        right=right,
        previous=row.case,
        user=user,
        at=at,
    )
    if made is None:
        raise CaseFault("现在不能在网上提, 请到受理窗口提出更正")
    row.objected_at, row.correction = at, made
    row.save(update_fields=["objected_at", "correction"])
    return made


def correction(
    *,
    person: Person,
    fact: str,
    source: str,
    was: str,
    right: str,
    previous: Case | None,
    user: User,
    at: datetime,
) -> Case | None:
    """Part of the caller's transaction. None where this district corrects nothing this way."""
    item = items(clock.day_of(at)).get(CORRECTION)
    if item is None or item.apply is None:
        return None
    values = {"what": fact[:120], "source": _listed(item, source), "right": right.strip()[:120]}
    if was:
        values["now"] = was[:120]
    request = Request(
        item=item,
        applicant=person,
        channel="online",
        answers=forms.empty() | {"values": values},
        agent=user.person,
        previous=previous,
        reason=DOUBTED,
    )
    return intake(request=request, user=user, at=at)


def _listed(item: Item, source: str) -> str:
    """The register as the form of the correction names it."""
    fields = item.apply.form if item.apply else ()
    options = next((field.options for field in fields if field.key == "source"), ())
    return source if source in options else UNSURE
