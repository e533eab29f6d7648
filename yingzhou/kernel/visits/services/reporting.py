"""What a visitor wrote down comes in: from a page, or from a phone that had no connection.

A record is known by the uuid that the phone gave it: sent again, it is there already. One that was
begun before somebody else changed the visit is kept beside it, never over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.files import Form
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.selectors import rights

from . import photos as pictures
from .assigning import fit, locked
from .settling import accept

DONE, UNMET, DECLINED = "done", "unmet", "declined"
HOW = {DONE: "见到了", UNMET: "没见到人", DECLINED: "本人不愿意"}
CONSENT = "同意记下填表时所在的位置, 只用来说明去过"
"""What a visitor agrees to before the phone's place is kept."""
OLDEST = 60
"""Days after which nobody enters any more what they found."""


@dataclass(frozen=True)
class Told:
    """One form as it was filled in. ``values``: as typed; ``place``: latitude, longitude, accuracy
    in metres and the words agreed to; ``seen``: the visit's ``changes`` when it was begun."""

    uuid: UUID
    how: str
    visited_on: date
    seen: int
    values: Mapping[str, Any] = field(default_factory=dict)
    photos: Sequence[UploadedFile] = ()
    place: Mapping[str, Any] | None = None
    second: User | None = None
    why: str = ""
    device: str = ""
    made_offline: bool = False


def report(*, visit: int, told: Told, user: User, at: datetime) -> Record:
    """Keeps it and settles the visit; where two went, the other confirms first. Its ``state`` says
    what became of it. :class:`VisitFault` names everything that is wrong, and nothing is kept."""
    before = _there(told, user)
    if before is not None:
        return before
    looked = [pictures.look(one) for one in told.photos]
    with transaction.atomic():
        row = locked(visit)
        before = _there(told, user)
        if before is not None:
            return before
        if not rights.may_go(user, row):
            raise NotYours(rights.RECUSED if rights.is_shut(user, row) else "这次走访不由您去")
        form = casework.form_of(row)
        values = _checked(row, form, told, user, len(looked), at)
        stale = told.seen != row.changes or row.state not in (
            Visit.State.PLANNED,
            Visit.State.ASSIGNED,
        )
        made = Record.objects.create(
            visit=row,
            uuid=told.uuid,
            form=form.key,
            version=form.version,
            how=told.how,
            visited_on=told.visited_on,
            content=_content(form, values, told),
            user=user,
            second=told.second if told.how == DONE and row.people > 1 else None,
            state=Record.State.BESIDE,
            seen=told.seen,
            device=told.device[:60],
            made_offline=told.made_offline,
            received_at=at,
        )
        for number, one in enumerate(looked):
            pictures.keep(made, number, one)
        if not stale:
            accept(row, made, at)
        detail = {"how": HOW[told.how], "state": made.get_state_display()}
        audit.record(audit.Actor.of(user), "visits.report", row, detail)
    return made


def _there(told: Told, user: User) -> Record | None:
    found = Record.objects.filter(uuid=told.uuid).first()
    if found is not None and found.user_id != user.pk:
        raise NotYours("这份记录是另一位同事的")
    return found


def _checked(
    row: Visit, form: Form, told: Told, user: User, photos: int, at: datetime
) -> dict[str, Any]:
    """The answers as values; raises with everything that is wrong."""
    today = clock.day_of(at)
    wrong = []
    if told.how not in HOW:
        wrong.append("请选见到了没有")
    if told.visited_on > today:
        wrong.append("哪天去的: 还没有到这一天")
    elif (today - told.visited_on).days > OLDEST:
        wrong.append(f"哪天去的: 已经过去 {OLDEST} 天以上, 请核对")
    if photos > form.photos:
        wrong.append(f"照片最多 {form.photos} 张")
    values: dict[str, Any] = {}
    if told.how == DONE:
        values, faults = read(form, told.values)
        wrong += faults
        wrong += _second(row, told, user)
    elif not told.why.strip():
        wrong.append("请写明没见到人的情况" if told.how == UNMET else "请写明本人为什么不愿意")
    if told.how == DECLINED and not casework.kind_of(row).may_decline:
        wrong.append("这种走访按规定要做, 不能登记为不愿意; 没有办成的登记“没见到人”并写明情况")
    if wrong:
        raise VisitFault(*wrong)
    return values


def _second(row: Visit, told: Told, user: User) -> list[str]:
    if row.people < 2:
        return []
    if told.second is None:
        return ["要两个人一起去: 请选另一位"]
    if told.second.pk == user.pk:
        return ["另一位不能是您自己"]
    try:
        fit(told.second, row)
    except VisitFault as fault:
        return [str(fault)]
    return []


def read(form: Form, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values of what the answers lead to, and what is wrong with them."""
    values: dict[str, Any] = {}
    faults = []
    for one in form.fields:
        try:
            values[one.key] = answers.read(one, raw.get(one.key))
        except ValueError as error:
            faults.append(f"{one.label}: {error}")
    asked = answers.asked(form.fields, values)
    faults += [
        f"请填写: {one.label}"
        for one in asked
        if one.required
        and values.get(one.key) is None
        and not any(fault.startswith(f"{one.label}:") for fault in faults)
    ]
    return {one.key: values.get(one.key) for one in asked}, faults


def _content(form: Form, values: Mapping[str, Any], told: Told) -> dict[str, Any]:
    asked = [one for one in form.fields if one.key in values]
    outcome = next((one for one in asked if one.key == form.outcome), None)
    return {
        "values": dict(values),
        "asked": [[one.label, answers.shown(one, values[one.key])] for one in asked],
        "outcome": answers.shown(outcome, values[outcome.key]) if outcome else "",
        "why": told.why.strip()[:200],
        "place": _place(told.place),
    }


def _place(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Where the phone was, to a stated accuracy; nothing without consent."""
    if not said or said.get("consent") is not True:
        return None
    try:
        north, east = float(said["latitude"]), float(said["longitude"])
        within = float(said["accuracy"])
    except (KeyError, TypeError, ValueError):
        return None
    if not (-90 <= north <= 90 and -180 <= east <= 180 and 0 <= within < 1e6):
        return None
    kept = {"latitude": round(north, 6), "longitude": round(east, 6), "accuracy": round(within)}
    return kept | {"consent": CONSENT}
