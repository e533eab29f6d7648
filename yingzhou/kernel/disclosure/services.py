"""Showing notices for their term, ending them, and taking objections.

Rows of notices are changed by conditional updates, never locked beforehand (:mod:`.hooks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.audit import ANONYMOUS, SYSTEM, Actor, record
from yingzhou.core.periods import Pause, Period, Unit, deadline
from yingzhou.core.redaction import holds_number
from yingzhou.core.timeline import Refused
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.disclosure import lines as closed_list
from yingzhou.kernel.disclosure.hooks import objection_hooks
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.notices import services as notices

State = PublicNotice.State
SHORTEST = 5
ENDED = "这件事已经终止, 公示已经撤下, 不再核实"
TOO_LATE = "这则公示已经结束, 不能再提异议; 仍有情况要反映的, 请到受理窗口, 或打 12345。"


@transaction.atomic
def show(  # noqa: PLR0913 - one fact each
    *,
    about: str,
    title: str,
    lines: Mapping[str, str],
    basis: str,
    division: Division,
    days: int,
    since: date,
    actor: Actor,
    at: datetime,
) -> PublicNotice:
    """The open notice of the matter ``about``: shown from now on, or the one that is already.

    Part of the caller's transaction, which writes the audit entry. ``lines``: keys of
    :data:`.lines.LABELS`, masked; :class:`.lines.NotPublic` otherwise. ``days`` are natural ones;
    the day it begins does not count (民法典 第201、203条).
    """
    made = closed_list.checked(title, lines)
    open_already = PublicNotice.objects.filter(about=about, state__in=PublicNotice.OPEN).first()
    if open_already is not None:
        return open_already
    return PublicNotice.objects.create(
        about=about,
        title=title,
        lines=made,
        basis=basis,
        division=division,
        days=days,
        since=since,
        until=_end(since, days, []),
        made_at=at,
        made_by=_called(actor),
    )


def _called(actor: Actor) -> str:
    """By name: the audit keeps the login."""
    found = User.objects.filter(pk=actor.id).first() if actor.id is not None else None
    return str(found) if found is not None else actor.name


def _end(since: date, days: int, pauses: list[Pause]) -> date:
    end = deadline(since, Period(days, Unit.DAYS), pauses)
    assert end is not None  # noqa: S101 - the pauses are over
    return end


def withdraw(*, notice: PublicNotice, why: str, actor: Actor, at: datetime) -> bool:  # noqa: ARG001
    """Taken down before its end; whether it was up. The caller writes the audit entry."""
    return _close(notice, State.WITHDRAWN, why, at)


def end(*, notice: PublicNotice, actor: Actor, at: datetime) -> bool:  # noqa: ARG001
    """Its term is over, says whoever keeps the clock; the caller writes the audit entry."""
    return _close(notice, State.ENDED, "期满", at)


def _close(notice: PublicNotice, state: State, why: str, at: datetime) -> bool:
    rows = PublicNotice.objects.filter(pk=notice.pk, state__in=PublicNotice.OPEN)
    changed = rows.update(state=state, ended_at=at, ended_why=why.strip()[:200])
    notice.refresh_from_db()
    return bool(changed)


def end_over(*, today: date, at: datetime) -> int:
    """Ends what was shown to its last day, that day included; how many. Objections keep open."""
    done = 0
    for notice in PublicNotice.objects.filter(state=State.SHOWN, until__lt=today).order_by("pk"):
        with transaction.atomic():
            if _close(notice, State.ENDED, "期满", at):
                record(SYSTEM, "disclosure.ended", notice)
                done += 1
    return done


def follow_the_calendar(*, today: date) -> int:
    """After a change of the calendar: when what is shown ends (it never ends on a day of rest); how
    many moved. What is over stays over."""
    moved = 0
    for notice in PublicNotice.objects.filter(state=State.SHOWN, until__gte=today).order_by("pk"):
        until = _end(notice.since, notice.days, _pauses(notice))
        if until != notice.until:
            rows = PublicNotice.objects.filter(pk=notice.pk, state=State.SHOWN)
            moved += rows.update(until=until)
    return moved


@transaction.atomic
def file_objection(
    *,
    notice: PublicNotice,
    words: str,
    at: datetime,
    name: str = "",
    contact: str = "",
    actor: Actor = ANONYMOUS,
) -> Objection:
    """Anybody may object while a notice is shown; it stops until the objection is answered.

    :class:`Refused` where the notice is down, too little is said, or an identity number is.
    """
    if len(words.strip()) < SHORTEST:
        raise Refused("请写明哪里不符合实际, 几句话就可以。")
    if any(map(holds_number, (words, name, contact))):
        raise Refused("请不要写身份证号之类很长的号码: 核实不需要它。")
    day = clock.day_of(at)
    notice.refresh_from_db()
    _require_open(notice, day)
    objection = Objection.objects.create(
        notice=notice,
        name=name.strip()[:40],
        contact=contact.strip()[:80] or None,
        words=words.strip()[:2000],
        filed_at=at,
    )
    _tell(notice, objection, actor, at)
    PublicNotice.objects.filter(pk=notice.pk, state=State.SHOWN).update(state=State.OBJECTED)
    notice.refresh_from_db()
    _require_open(notice, day)  # it may have ended while the matter was locked by somebody else
    record(actor, "disclosure.object", notice)
    return objection


def _require_open(notice: PublicNotice, day: date) -> None:
    over = notice.state == State.SHOWN and notice.until < day
    if over or notice.state not in PublicNotice.OPEN:
        raise Refused(TOO_LATE)


def _tell(notice: PublicNotice, objection: Objection, actor: Actor, at: datetime) -> None:
    for hook in objection_hooks:
        hook(notice, objection, actor, at)


@transaction.atomic
def answer_objection(
    *,
    objection: Objection,
    upheld: bool,
    answer: str,
    actor: Actor,
    at: datetime,
    corrected: str = "",
) -> None:
    """Upheld, the notice comes down; with what is ``corrected`` it was right in part. Dismissed, it
    goes on, longer by the days it stood still, once nothing else is open. :class:`Refused` where it
    is answered, or the answer is empty."""
    if not answer.strip():
        raise Refused("请写下核实的结果。没有保存。")
    right = Objection.State.PARTLY if corrected.strip() else Objection.State.UPHELD
    outcome = right if upheld else Objection.State.DISMISSED
    changed = Objection.objects.filter(pk=objection.pk, state=Objection.State.FILED).update(
        state=outcome,
        answer=answer.strip(),
        corrected=corrected.strip() if upheld else "",
        answered_at=at,
        answered_by=_called(actor),
    )
    if not changed:
        raise Refused("这条异议已经答复过了。")
    objection.refresh_from_db()
    notice = PublicNotice.objects.get(pk=objection.notice_id)
    _tell(notice, objection, actor, at)
    if upheld:
        withdraw(notice=notice, why=str(outcome.label), actor=actor, at=at)
    elif not notice.objections.filter(state=Objection.State.FILED).exists():
        until = _end(notice.since, notice.days, _pauses(notice))
        PublicNotice.objects.filter(pk=notice.pk, state=State.OBJECTED).update(
            state=State.SHOWN, until=until
        )
    _tell_objector(objection, at)
    record(actor, "disclosure.answer", notice, {"type": outcome.label})


@transaction.atomic
def let_rest(*, about: str, actor: Actor, at: datetime) -> int:
    """The matter has ended and nobody looks into what was said of it any more; how many objections.
    Part of the caller's transaction."""
    rows = Objection.objects.filter(notice__about=about, state=Objection.State.FILED)
    waiting = list(rows.select_related("notice").order_by("pk"))
    for one in waiting:
        one.state, one.answer = Objection.State.MOOT, ENDED
        one.answered_at, one.answered_by = at, _called(actor)
        one.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        _tell_objector(one, at)
        record(actor, "disclosure.answer", one.notice, {"type": one.get_state_display()})
    return len(waiting)


def _tell_objector(objection: Objection, at: datetime) -> None:
    """Whoever left a mobile number hears it by message, which says itself whether it went out; to
    others somebody must speak."""
    outcome = {
        Objection.State.UPHELD: "异议成立, 这则公示已经撤下",
        Objection.State.PARTLY: "异议部分成立, 这则公示已经撤下, 更正后重新公示",
        Objection.State.DISMISSED: "异议不成立, 公示继续",
        Objection.State.MOOT: ENDED,
    }[Objection.State(objection.state)]
    title = objection.notice.title
    looked = "有了结果" if objection.state == Objection.State.MOOT else "已经核实"
    if not objection.contact:
        return
    notices.send_to_number(
        key=objection.message_key,
        number=str(objection.contact),
        about=objection.notice.about,
        text=f"您对“{title}”提的异议{looked}: {outcome}。想知道核实的情况, 请到受理窗口问。",
        at=at,
    )


@transaction.atomic
def note_told(*, objection: Objection, how: str, actor: Actor, at: datetime) -> None:
    """Somebody spoke to whoever objected. :class:`Refused` where it is not answered yet, or was
    told before."""
    if not how.strip():
        raise Refused("请写明怎样告诉的, 如电话、当面。")
    rows = Objection.objects.filter(pk=objection.pk, told_at=None, answered_at__isnull=False)
    if not rows.update(told_at=at, told_how=how.strip()[:40]):
        raise Refused("这条异议还没有答复, 或已经告诉过了。")
    record(actor, "disclosure.told", objection.notice, {"type": how.strip()[:40]})


def note_contact_seen(*, objection: Objection, actor: Actor) -> None:
    """Somebody looked up who objects."""
    record(actor, "disclosure.contact", objection.notice)


def _pauses(notice: PublicNotice) -> list[Pause]:
    """When it stood still: objections that overlap are one pause."""
    merged: list[Pause] = []
    for one in notice.objections.order_by("filed_at", "pk"):
        assert one.answered_at is not None  # noqa: S101 - none is open any more
        since = clock.day_of(one.filed_at)
        until = clock.day_of(one.answered_at)
        last = merged[-1] if merged else None
        if last is not None and last.until is not None and since <= last.until:
            merged[-1] = Pause(last.since, max(last.until, until))
        else:
            merged.append(Pause(since, until))
    return merged
