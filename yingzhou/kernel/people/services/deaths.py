"""A death, whoever says so: the first word counts at once, a second is kept beside it, and one that
says otherwise is found out by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock, workdays
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people.models import DeathReport, LifeEvent, Person

from . import checks
from .life_events import record_life_event, reverse_life_event

State = DeathReport.State
STANDING = DeathReport.STANDING
DAYS_TO_SETTLE = 3
"""Workdays until it is found out which of two words is true. A house rule (内部规定, 待核实)."""


@dataclass(frozen=True)
class Post:
    """Who says so: ``origin`` of ``DeathReport.Origin``, ``office`` in words. ``has_last_word``: it
    keeps the register itself (乡镇, 区民政局), so that its word needs nobody else's."""

    origin: str
    office: str
    has_last_word: bool = False

    @property
    def words(self) -> str:
        label = str(DeathReport.Origin(self.origin).label)
        return label if self.office in ("", label) else f"{label}({self.office})"


BY_UNIT = {
    "公安": DeathReport.Origin.POLICE,
    "卫生": DeathReport.Origin.HEALTH,
    "医院": DeathReport.Origin.HOSPITAL,
}


def origin_of(office: str) -> DeathReport.Origin:
    """What kind of source an office outside the bureau is, by its name."""
    named = (kind for word, kind in BY_UNIT.items() if word in office)
    return next(named, DeathReport.Origin.DATA)


@transaction.atomic
def report_death(
    *, person: Person, on: date, evidence: str, post: Post, actor: audit.Actor, at: datetime
) -> DeathReport:
    """Where nothing is recorded yet it is recorded at once: what is paid stops. :class:`Refused`
    only for a day that cannot be, or where the same office has said the same before."""
    person = checks.lock(person)
    require_death_day(person, on)
    _require_new(person, on, post)
    event, state, reason = _recorded(person, on, evidence, post, actor, at)
    is_open = state in DeathReport.OPEN
    report = DeathReport.objects.create(
        person=person,
        event=event,
        on=on,
        origin=post.origin,
        office=post.office,
        evidence=evidence,
        reported_at=at,
        reported_by=actor.id,
        reporter=actor.name,
        state=state,
        due=workdays.add_workdays(clock.day_of(at), DAYS_TO_SETTLE) if is_open else None,
        reason=reason,
    )
    if state == State.RECORDED:
        _align(person, report.event)
    about = f"{post.words}报 {on} 去世: {report.get_state_display()}"
    audit.record(actor, "people.death_report", person, {"about": about})
    return report


def require_death_day(person: Person, on: date) -> None:
    """:class:`Refused` for a day on which this person cannot have died."""
    checks.require_day(person, on, "死亡日期")


def _require_new(person: Person, on: date, post: Post) -> None:
    before = said_before(person, on, post)
    if before is not None:
        day = clock.day_of(before.reported_at)
        raise Refused(f"{post.words}已在 {day} 报过这一天({before.get_state_display()}), 不必再报")


def said_before(person: Person, on: date, post: Post) -> DeathReport | None:
    """The same word of the same office, as far as it still says something: one that was not
    followed need not be looked into again while the death stands recorded with another day."""
    said = person.death_reports.filter(origin=post.origin, office=post.office, on=on)
    over = [State.WITHDRAWN, State.UNDONE]
    over += [State.REJECTED] if person.death_date is None else []
    return said.exclude(state__in=over).order_by("-pk").first()


def _recorded(
    person: Person, on: date, evidence: str, post: Post, actor: audit.Actor, at: datetime
) -> tuple[LifeEvent | None, str, str]:
    """The event it stands behind or contradicts, its state, and what is to be found out."""
    if person.death_date is not None:
        event = standing_death(person)
        if event is None:
            raise Refused(f"此人已于 {person.death_date} 登记死亡, 早于本系统启用")
        if person.death_date == on:
            return event, State.SAME, ""
        return event, State.DIFFERS, f"登记的是 {person.death_date}"
    if not post.has_last_word and _was_taken_back(person, on, post):
        return None, State.HELD, "同一个来源报的这一天, 登记曾经撤回"
    try:
        with transaction.atomic():
            return _record(person, on, evidence, post, actor, at), State.RECORDED, ""
    except Refused as refusal:
        if post.has_last_word:
            raise
        return None, State.HELD, str(refusal)[:120]


def _record(
    person: Person, on: date, evidence: str, post: Post, actor: audit.Actor, at: datetime
) -> LifeEvent:
    return record_life_event(
        person=person,
        kind=LifeEvent.Kind.DEATH,
        on=on,
        source=f"{DeathReport.Origin(post.origin).label}: {evidence}"[:60],
        actor=actor,
        at=at,
    )


def _was_taken_back(person: Person, on: date, post: Post) -> bool:
    """A system that sends its list every night must not bring back what was found to be wrong."""
    said = person.death_reports.filter(origin=post.origin, office=post.office, on=on)
    return said.filter(state__in=[State.UNDONE, State.REJECTED, State.WITHDRAWN]).exists()


def standing_death(person: Person) -> LifeEvent | None:
    """The recorded death; None also for one that was loaded without an event."""
    deaths = person.life_events.filter(kind=LifeEvent.Kind.DEATH, reversed_at=None)
    return deaths.order_by("-pk").first()


def _align(person: Person, event: LifeEvent | None) -> None:
    """Open words of others beside what is recorded now."""
    if event is None:
        return
    waiting = person.death_reports.filter(state__in=DeathReport.OPEN)
    waiting.filter(on=event.on).update(state=State.SAME, event=event, due=None)
    waiting.exclude(on=event.on).update(state=State.DIFFERS, event=event)


@transaction.atomic
def settle_report(
    *, report: DeathReport, is_true: bool, reason: str, actor: audit.Actor, at: datetime
) -> DeathReport:
    """Found out: by this word the death is recorded (with its day, what was recorded before is
    taken back), or it is not followed. Nobody settles their own word."""
    person = checks.lock(report.person)
    report = DeathReport.objects.select_for_update().get(pk=report.pk)
    _require_settleable(report, reason, actor)
    if report.state == State.WITHDRAWN:
        _after_withdrawal(report, is_true, reason, actor, at)
    elif is_true:
        _adopt(report, person, reason, actor, at)
    else:
        _close(report, State.REJECTED, reason, actor, at)
    detail = {"about": _about(report), "agrees": is_true, "reason": reason.strip()}
    audit.record(actor, "people.death_settle", person, detail)
    return report


def _require_settleable(report: DeathReport, reason: str, actor: audit.Actor) -> None:
    if report.due is None:
        raise Refused(f"这一条已经有结果了: {report.get_state_display()}")
    if report.reported_by is not None and report.reported_by == actor.id:
        raise Refused("这一条是您自己报的, 要由另一个人核实")
    if not reason.strip():
        raise Refused("怎样核实的没有填写")


def _adopt(
    report: DeathReport, person: Person, reason: str, actor: audit.Actor, at: datetime
) -> None:
    before = report.event
    if before is not None:
        reverse_life_event(event=before, reason=f"日期更正: {reason}"[:120], actor=actor, at=at)
        undone = before.reports.filter(state=State.UNDONE)
        undone.update(state=State.REJECTED, reason=reason.strip())
    post = Post(report.origin, report.office)
    report.event = _record(person, report.on, report.evidence, post, actor, at)
    _close(report, State.ADOPTED, reason, actor, at)
    _align(person, report.event)


def _close(report: DeathReport, state: str, reason: str, actor: audit.Actor, at: datetime) -> None:
    report.state, report.reason = state, reason.strip()
    report.settled_at, report.settled_by, report.due = at, actor.name, None
    report.save()


def _after_withdrawal(
    report: DeathReport, is_true: bool, reason: str, actor: audit.Actor, at: datetime
) -> None:
    """The only word was taken back: either they did die, or they did not."""
    if not is_true and report.event is not None:
        reverse_life_event(event=report.event, reason=reason, actor=actor, at=at)
    _close(report, State.WITHDRAWN, f"{report.reason}; 核实: {reason.strip()}"[:120], actor, at)


@transaction.atomic
def withdraw_report(
    *, report: DeathReport, reason: str, actor: audit.Actor, at: datetime
) -> DeathReport:
    """The office takes its word back. What was recorded by it stands until who keeps the register
    has looked: they find it in the list of what is to be found out."""
    person = checks.lock(report.person)
    report = DeathReport.objects.select_for_update().get(pk=report.pk)
    if report.state in (State.WITHDRAWN, State.UNDONE, State.REJECTED):
        raise Refused(f"这一条已经不作数了: {report.get_state_display()}")
    if not reason.strip():
        raise Refused("撤回原因没有填写")
    was_open, event = report.due is not None, report.event
    _close(report, State.WITHDRAWN, reason, actor, at)
    if event is not None and not was_open and not event.reports.filter(state__in=STANDING).exists():
        report.due = workdays.add_workdays(clock.day_of(at), DAYS_TO_SETTLE)
        report.save(update_fields=["due"])
    detail = {"about": _about(report), "reason": report.reason}
    audit.record(actor, "people.death_withdraw", person, detail)
    return report


def _about(report: DeathReport) -> str:
    return f"{Post(report.origin, report.office).words}报的 {report.on}"
