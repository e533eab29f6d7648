"""Somebody says that what the district knows of them is wrong: whoever keeps that register looks
into it, as a case of its own (个人信息保护法 第46条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.selectors import may_act_for
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import questions
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.cases.whose import is_secret, is_unnamed
from yingzhou.kernel.catalogue.items import Apply, Field, Item, items
from yingzhou.kernel.people.models import Person

from .intake import Request, intake
from .request import DOUBTED

CORRECTION = "counters/data_correction"
UNSURE = "不清楚"


@dataclass(frozen=True)
class Doubt:
    """A line of a register, what stands there and what is right, as a person says."""

    fact: str
    source: str
    was: str
    right: str


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
    if right.strip() == was:
        raise CaseFault("登记里写的就是这个, 没有要改的")
    made = correction(
        person=person,
        doubt=Doubt(row.fact, row.source, was, right),
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
    doubt: Doubt,
    previous: Case | None,
    user: User | None,
    at: datetime,
    channel: str = "online",
) -> Case | None:
    """Part of the caller's transaction. None where this district corrects nothing this way. Who is
    not to be named in ``previous`` is named in the correction: there it is not told where it came
    up."""
    item = items(clock.day_of(at)).get(CORRECTION)
    if item is None or item.apply is None:
        return None
    values = {
        "what": doubt.fact[:120],
        "source": _listed(item, doubt.source),
        "right": doubt.right.strip()[:120],
    }
    if doubt.was:
        values["now"] = doubt.was[:120]
    request = Request(
        item=item,
        applicant=person,
        channel=channel,
        answers=forms.empty() | {"values": values},
        agent=user.person if user else None,
        previous=previous,
        reason=DOUBTED,
        keeps_apart=previous is not None and (is_secret(previous) or is_unnamed(previous)),
    )
    return intake(request=request, user=user, at=at)


def open_corrections(
    *,
    apply: Apply,
    answers: Mapping[str, Any],
    person: Person,
    case: Case,
    user: User | None,
    by: str,
    at: datetime,
    channel: str = "online",
) -> None:
    """Whatever the answers of an application (``cases.questions``) doubt: a correction of its own
    and a row that the person can read. Part of the caller's transaction."""
    for field, member, said, right in _doubted(apply, answers):
        fact = f"{member['name']}: {field.label}" if member else field.label
        made = correction(
            person=person,
            doubt=Doubt(fact, said["source"], said["was"], right),
            previous=case,
            user=user,
            at=at,
            channel=channel,
        )
        DataUse.objects.create(
            person_id=(member["person"] if member else None) or person.pk,
            case=case,
            fact=field.label[:60],
            source=said["source"][:80],
            purpose=f"办理 {case.number}",
            user_name=by[:150],
            at=at,
            objected_at=at,
            correction=made,
        )


def _doubted(apply: Apply, kept: Mapping[str, Any]) -> Iterator[tuple[Field, Any, Any, str]]:
    """What the applicant says is wrong: the field, the member, what was said, what is right."""
    fields: dict[str, Field] = {one.key: one for one in apply.form}
    for place, said in kept["doubted"].items():
        number, key = questions.parts(place)
        member = kept["members"][number] if number is not None else None
        if key not in fields:
            continue
        right = forms.shown(fields[key], (member or kept)["values"].get(key))
        if fields[key].kind == "members":
            right = "、".join(one["name"] for one in kept["members"])
        yield fields[key], member, said, right


def _listed(item: Item, source: str) -> str:
    """The register as the form of the correction names it."""
    fields = item.apply.form if item.apply else ()
    options = next((field.options for field in fields if field.key == "source"), ())
    return source if source in options else UNSURE
