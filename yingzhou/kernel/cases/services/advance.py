"""The one door: every step of every case is taken here.

Locks the case, asks whether this actor may, whether anything is lacking, moves the clocks, writes
the step, the decision, the letters, the messages and the audit entry, all in one transaction. The
entry comes last: its chain is one lock for the whole house.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yingzhou.core import audit, clock, events
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import acting
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.acting import ACTED, INSTEAD
from yingzhou.kernel.cases.events import AssessmentWanted, CaseMoved, ChecksTouched
from yingzhou.kernel.cases.faults import CaseFault, Moved, NotYours
from yingzhou.kernel.cases.guards import WENT, Asked, lacking
from yingzhou.kernel.cases.models import Case, Step
from yingzhou.kernel.cases.places import desk_id, name_of
from yingzhou.kernel.cases.selectors.rights import Right, may_take
from yingzhou.kernel.catalogue.items import Item, Transition
from yingzhou.kernel.catalogue.versions import item_of_version

from . import clocks
from .consequences import Taken, after, before

SYSTEM_NAME = "系统"


@dataclass(frozen=True)
class Wanted:
    """Who wants which step of which case, with what they filled in."""

    transition: str
    user: User | None
    at: datetime
    data: Mapping[str, Any]
    words: str


@transaction.atomic
def advance(
    *,
    case: int,
    transition: str,
    user: User | None,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    words: str = "",
    seen: int | None = None,
) -> Step:
    """Takes ``transition`` of the case with this key. ``user`` None is the system (a clock that
    ended); ``data``: the answers to what the step asks, as typed; ``seen``: how many steps the
    actor saw, where a second click must not count twice. Raises :class:`NotYours`,
    :class:`Moved` or :class:`CaseFault`, and then nothing is changed."""
    row = locked(case)
    item = item_of_version(row.version)
    wanted = Wanted(transition, user, at, data or {}, words.strip())
    way = _way(row, item, transition, seen)
    right = may_take(user, row, way)
    if not right:
        raise NotYours(right.why_not)
    asked = _asked(row, item, way, wanted)
    lacks = lacking(asked)
    if right.instead and not asked.data.get(INSTEAD):
        lacks = [*lacks, f"这一步本由{_office(row, at)}办; 您代办, 请写明为什么"]
    if lacks:
        raise CaseFault(*lacks)
    return _take(asked, right, at)


def locked(pk: int) -> Case:
    """The case, for this transaction alone."""
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("version", "applicant", "organisation").get(pk=pk)


def _way(case: Case, item: Item, transition: str, seen: int | None) -> Transition:
    if item.apply is None:
        raise CaseFault("这个事项不能办理")
    way = item.apply.process.transitions.get(transition)
    if way is None:
        raise CaseFault("没有这个动作")
    if case.stage not in way.sources or (seen is not None and seen != case.steps_taken):
        stage = item.apply.process.stages[case.stage].name
        raise Moved(f"别人刚办过这件事, 现在在“{stage}”。您填的没有提交, 请看看最新情况")
    return way


def _asked(case: Case, item: Item, way: Transition, wanted: Wanted) -> Asked:
    if item.apply is None:
        raise CaseFault("这个事项不能办理")
    data, faults = read_all(way, wanted.data)
    if faults:
        raise CaseFault(*faults)
    day = clock.day_of(wanted.at)
    return Asked(case, item, item.apply, way, wanted.user, data, wanted.words, day)


def read_all(way: Transition, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The answers to what a step asks, and what is wrong with them."""
    values: dict[str, Any] = {}
    faults: list[str] = []
    for field in way.asks:
        try:
            # whether the day has come is asked of the day of the step, by its guards
            values[field.key] = forms.read(replace(field, past=False), raw.get(field.key))
        except ValueError as error:
            faults.append(f"{field.label}: {error}")
    asked = {field.key: field for field in forms.asked(way.asks, values)}
    faults += [
        f"请填写: {field.label}"
        for key, field in asked.items()
        if field.required and values.get(key) is None and not any(field.label in f for f in faults)
    ]
    extra = {key: raw[key] for key in ("lines", "article", WENT, INSTEAD) if raw.get(key)}
    return {key: value for key, value in values.items() if key in asked} | extra, faults


def _take(asked: Asked, right: Right, at: datetime) -> Step:
    case, way, item = asked.case, asked.way, asked.item
    target = asked.apply.process.stages[way.target]
    taken = Taken(asked, at, case.steps_taken + 1, unit=_unit(asked, right))
    if way.counts_from:  # accepted by law: from the day on which the papers came in
        taken.since = case.stage_since
    before(taken)
    source, task, behalf = case.stage, case.task, _behalf(case, right, at)
    case.stage, case.by = target.key, target.by
    case.steps_taken, case.stage_since = taken.seq, at
    left = clocks.move(
        case, asked.apply.process, target, at, way.starts, way.stops, way.key, taken.since
    )
    first = clocks.earliest(left.values())
    taken.due = clocks.earliest(one for one in left.values() if not one.is_late(at)) or first
    case.task = asked.apply.process.task_at(target.key)
    _place(case, first, clocks.promised(left.values()), clock.day_of(at))
    case.is_paused = case.by == "applicant" and bool(target.pauses)  # else every period runs on
    _hands(asked, task)
    step = Step.objects.create(
        case=case,
        seq=taken.seq,
        transition=way.key,
        name=way.name,
        source=source,
        target=target.key,
        at=at,
        user=asked.user,
        actor_name=str(asked.user) if asked.user else SYSTEM_NAME,
        behalf=behalf,
        words=asked.words[:500],
        data=_kept(asked, right, taken.unit) or None,
    )
    after(taken)
    case.save()
    events.publish(CaseMoved(case.pk, item.code, taken.seq, way.key, target.key, case.outcome))
    if asked.apply.checks and (target.key == asked.apply.checks.at or not case.is_open):
        events.publish(ChecksTouched(case.pk))
    assesses = asked.apply.assesses
    if assesses and (target.key == assesses.at or not case.is_open):
        events.publish(AssessmentWanted(case.pk))
    _note(asked, step)
    return step


def _unit(asked: Asked, right: Right) -> int | None:
    return acting.unit_of(asked.user, right, asked.way, asked.case, asked.day)


def _kept(asked: Asked, right: Right, unit: int | None) -> dict[str, Any]:
    """What was filled in; and who acted, where it was not the desk's own people."""
    office = {ACTED: acting.office_named(unit, asked.day)} if right.instead else {}
    told = {key: value for key, value in asked.data.items() if key != INSTEAD or right.instead}
    return told | office


def _behalf(case: Case, right: Right, at: datetime) -> str:
    """In whose place the step is taken: a colleague who is away, or an office below."""
    office = _office(case, at) if right.instead else ""
    return str(right.behalf) if right.behalf else office


def _office(case: Case, at: datetime) -> str:
    return name_of(case.desk_id, clock.day_of(at))


def _place(case: Case, due: date | None, promised: date | None, day: date) -> None:
    case.desk_id = desk_id(case.by, case.place_id, case.home_id, day)
    case.due_on = due or FOREVER
    case.promised_on = promised or case.promised_on


def _hands(asked: Asked, task: str) -> None:
    """Who was asked first answers for it; who acts at a desk has it in hand, until it becomes
    another's ``task`` (who handles does not decide) or the next step is for another person."""
    case, user, way = asked.case, asked.user, asked.way
    if user is None or user.kind != User.Kind.STAFF:
        return
    if case.owner_id is None:
        case.owner = user
    stays = case.desk_id is not None and way.by == case.by and task == case.task
    four_eyes = f"other_person:{way.key}"
    nexts = asked.apply.process.ways_from(case.stage)
    case.handler = user if stays and not any(four_eyes in one.needs for one in nexts) else None


def _note(asked: Asked, step: Step) -> None:
    actor = audit.Actor.of(asked.user) if asked.user else audit.SYSTEM
    stages = asked.apply.process.stages
    detail = {
        "number": asked.case.number,
        "step": step.name,
        "from": stages[step.source].name,
        "to": stages[step.target].name,
    }
    if step.behalf:
        detail["behalf"] = step.behalf
    audit.record(actor, "case.step", asked.case, detail)
