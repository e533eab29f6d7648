"""Clocks of a case, its history, and who else works on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch

from yingzhou.core import clock
from yingzhou.core.periods import Pause, Unit, left
from yingzhou.core.workdays import is_workday
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.acting import INSTEAD
from yingzhou.kernel.cases.models import Case, Clock, ClockPause, Extension, Handover, Step
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.selectors.rights import may_take
from yingzhou.kernel.catalogue.items import Apply

from .opening import Opened

HOUR = timedelta(hours=1)
ENDED = {"met": "按时", "late": "超期"}


@dataclass(frozen=True)
class Dial:
    """A clock as people read it. ``used``, ``days_left``: days of its own unit, or hours;
    ``share``: percent."""

    clock: Clock
    used: int
    days_left: int | None
    share: int
    pauses: list[ClockPause]
    extension: Extension | None
    may_ask: bool
    may_answer: bool

    @property
    def state(self) -> str:
        if self.clock.ended_at is not None:
            return f"已停止({ENDED.get(self.clock.ended_how, self.clock.ended_how)})"
        return "暂停" if self.clock.due_on is None else ""

    @property
    def overdue(self) -> int:
        return max(0, -(self.days_left or 0))

    @property
    def unit(self) -> str:
        return Unit(self.clock.unit).word

    @property
    def is_rolled(self) -> bool:
        """Its last day would be a day of rest: the next workday takes its place (民法典 203)."""
        whole = self.clock.length + self.clock.extended
        is_days = self.clock.unit == Unit.DAYS and self.clock.ended_at is None
        return is_days and self.days_left is not None and self.used + self.days_left > whole

    @property
    def is_unverified(self) -> bool:
        return self.clock.confidence == "unverified"


@dataclass(frozen=True)
class Line:
    """One step of the history, with what was filled in."""

    step: Step
    who: str
    target: str
    filled: list[tuple[str, str]]


@dataclass(frozen=True)
class Running:
    running: list[Dial]
    ended: list[Dial]
    history: list[Line]
    consultations: list[Any]
    handovers: list[Handover]
    corrections: list[Any]
    offered: Handover | None
    may_hand_over: bool
    is_receiver: bool
    is_giver: bool
    receivers: list[User]


def of(opened: Opened, user: User) -> Running:
    """Eight queries."""
    case = opened.case
    dials = [_dial(row, opened, user) for row in _clocks(case)]
    handovers = list(case.handovers.select_related("giver", "receiver").order_by("pk"))
    offered = next((one for one in handovers if one.state == Handover.State.OFFERED), None)
    is_mine = user.pk in (case.handler_id, case.owner_id) or user.may("cases.supervise")
    return Running(
        running=[one for one in dials if one.clock.ended_at is None],
        ended=[one for one in dials if one.clock.ended_at is not None],
        history=_history(opened),
        consultations=list(case.consultations.select_related("answered_by").order_by("pk")),
        handovers=handovers,
        corrections=list(case.corrections.order_by("pk")),
        offered=offered,
        may_hand_over=case.is_open and is_mine and offered is None,
        is_receiver=offered is not None and offered.receiver_id == user.pk,
        is_giver=offered is not None and offered.giver_id == user.pk,
        receivers=queue.receivers(case, opened.today, user) if case.is_open and is_mine else [],
    )


def _clocks(case: Case) -> Sequence[Clock]:
    pauses = Prefetch("pauses", ClockPause.objects.order_by("pk"), to_attr="all_pauses")
    extensions = Prefetch(
        "extensions",
        Extension.objects.select_related("asked_by", "answered_by").order_by("pk"),
        to_attr="all_extensions",
    )
    rows = Clock.objects.filter(case=case).prefetch_related(pauses, extensions)
    return list(rows.order_by("-is_promise", "pk"))


def _dial(row: Clock, opened: Opened, user: User) -> Dial:
    pauses: list[ClockPause] = row.all_pauses  # type: ignore[attr-defined]
    extensions: list[Extension] = row.all_extensions  # type: ignore[attr-defined]
    last = extensions[-1] if extensions else None
    is_asked = last is not None and last.granted is None
    ends = clock.day_of(row.ended_at) if row.ended_at else opened.today
    used = used_days(row, [one.span for one in pauses], ends)
    days_left = left(opened.today, row.due_on, Unit(row.unit)) if row.due_on else None
    if row.due_at is not None:
        days_left = math.floor((row.due_at - (row.ended_at or clock.now())) / HOUR)
        used = row.length - days_left
    whole = max(row.length + row.extended, 1)
    may_more = row.ended_at is None and bool(row.may_extend) and not row.extended and not is_asked
    asker = is_asked and last is not None and last.asked_by_id == user.pk
    return Dial(
        clock=row,
        used=used,
        days_left=days_left,
        share=max(0, min(100, round(100 * used / whole))),
        pauses=pauses,
        extension=last,
        may_ask=may_more and _acts(opened, user),
        may_answer=is_asked and not asker and user.may("cases.decide"),
    )


def _acts(opened: Opened, user: User) -> bool:
    case = opened.case
    found = opened.apply.process.ways_from(case.stage)
    return any(may_take(user, case, way) for way in found if way.by == case.by)


def used_days(row: Clock, pauses: Sequence[Pause], until: date) -> int:
    """Days of the clock's unit that count, from the day after it started up to ``until``. Months
    are told in days."""
    count = 0
    for ordinal in range(row.started_on.toordinal() + 1, until.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if any(pause.holds(day) for pause in pauses):
            continue
        count += row.unit != Unit.WORKDAYS or is_workday(day)
    return count


def _history(opened: Opened) -> list[Line]:
    """The latest first."""
    apply = opened.apply
    return [
        Line(step, _who(opened, step), apply.process.stages[step.target].name, _filled(apply, step))
        for step in opened.case.steps.select_related("user").order_by("-seq")
    ]


def _who(opened: Opened, step: Step) -> str:
    """A resident's own step names whoever must not be named."""
    is_staff = step.user is None or step.user.kind == User.Kind.STAFF
    return step.actor_name if is_staff or not opened.hides_name else opened.who


def _filled(apply: Apply, step: Step) -> list[tuple[str, str]]:
    way = apply.process.transitions.get(step.transition)
    if way is None or not step.data:
        return []
    why = [("为什么代办", str(step.data[INSTEAD]))] if step.data.get(INSTEAD) else []
    return why + [
        (field.label or field.ask, forms.shown(field, step.data[field.key]))
        for field in way.asks
        if step.data.get(field.key) is not None
    ]
