"""Moves the clocks of a case. A clock belongs to a stage (it ends when the case leaves it) or to
the case (it ends when a step stops it, or with the case). A stage may let others stand still."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Prefetch

from yingzhou.core import clock as wall
from yingzhou.core.periods import Unit, deadline, expiry
from yingzhou.kernel.cases.models import Case, Clock, ClockPause
from yingzhou.kernel.catalogue.items import Process, Stage

WITH_PAUSES = Prefetch("pauses", ClockPause.objects.order_by("pk"), to_attr="all_pauses")


def running(case: Case) -> dict[str, Clock]:
    """The clocks that have not ended, by key, with their pauses. Two queries."""
    rows = Clock.objects.filter(case=case, ended_at=None).prefetch_related(WITH_PAUSES)
    return {row.key: row for row in rows.order_by("pk")}


def compute(row: Clock) -> date | None:
    """Its last day as the calendar stands now; None while it is paused."""
    if row.due_at is not None:
        return wall.day_of(row.due_at)
    return deadline(row.started_on, row.period, [pause.span for pause in _pauses(row)])


def start(case: Case, process: Process, key: str, at: datetime) -> Clock:
    spec = process.clocks[key]
    row = Clock(
        case=case,
        key=key,
        name=spec.name,
        basis=spec.basis,
        confidence=spec.confidence,
        started_on=wall.day_of(at),
        length=spec.period.length,
        may_extend=spec.may_extend,
        unit=spec.period.unit.value,
        on_end=spec.on_end,
        holder=spec.holder or process.stages[case.stage].by,
        is_promise=spec.promise,
    )
    row.all_pauses = []  # type: ignore[attr-defined]
    if spec.period.unit is Unit.HOURS:
        row.due_at = expiry(at, spec.period)
    row.due_on = compute(row)
    row.save()
    return row


def pause(row: Clock, reason: str, at: datetime) -> None:
    """Stands still from the end of this day; nothing where it does already, or where it is over:
    what is late stays late."""
    if row.due_on is None or row.is_late(at):
        return
    made = ClockPause.objects.create(clock=row, since=wall.day_of(at), reason=reason[:200])
    _pauses(row).append(made)
    row.due_on = None
    row.save(update_fields=["due_on"])


def resume(row: Clock, at: datetime) -> None:
    """Runs on from the day after this one."""
    for one in _pauses(row):
        if one.until is None:
            one.until = wall.day_of(at)
            one.save(update_fields=["until"])
    row.due_on = compute(row)
    row.save(update_fields=["due_on"])


def end(row: Clock, how: str, at: datetime) -> None:
    row.ended_at, row.ended_how = at, how
    row.save(update_fields=["ended_at", "ended_how"])


def move(
    case: Case,
    process: Process,
    target: Stage,
    at: datetime,
    starts: Iterable[str] = (),
    stops: Iterable[str] = (),
    way: str = "",
    since: datetime | None = None,
) -> dict[str, Clock]:
    """The case enters ``target`` (``case.stage`` says so already) by ``way``: what still runs
    afterwards. ``since``: the moment from which new periods count, where that is an earlier one."""
    found = running(case)
    now = _begun(found.values(), way, at)
    begun = since or now
    of_stages = {key for stage in process.stages.values() for key in stage.clocks}
    for key, row in list(found.items()):
        gone = key in of_stages and key not in (*target.clocks, *target.pauses)
        if target.is_final or gone or key in stops:
            end(found.pop(key), "late" if row.is_late(at) else "met", at)
        elif key in target.pauses:
            pause(row, f"等待: {target.name}", at)
        elif row.due_on is None:
            resume(row, now)
    if not target.is_final:
        for key in dict.fromkeys((*starts, *target.clocks)):
            if key not in found:
                found[key] = start(case, process, key, begun)
                if key in target.pauses:
                    pause(found[key], f"等待: {target.name}", begun)
    return found


def _begun(rows: Iterable[Clock], way: str, at: datetime) -> datetime:
    """What follows a period begins when that one ended, however late the worker was: the thirty
    days to collect follow the thirty to cool off (民法典 1077)."""
    ended = [row.due_on for row in rows if way and row.on_end == way and row.due_on is not None]
    return datetime.combine(min(ended), time(12), wall.ZONE) if ended else at


def earliest(rows: Iterable[Clock]) -> date | None:
    """The next day on which somebody's time is up."""
    days = [row.due_on for row in rows if row.due_on is not None]
    return min(days) if days else None


def promised(rows: Iterable[Clock]) -> date | None:
    return earliest(row for row in rows if row.is_promise)


def _pauses(row: Clock) -> list[ClockPause]:
    if not hasattr(row, "all_pauses"):
        row.all_pauses = list(row.pauses.order_by("pk"))  # type: ignore[attr-defined]
    return row.all_pauses  # type: ignore[attr-defined]
