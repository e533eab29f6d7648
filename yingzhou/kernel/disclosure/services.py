"""Shows masked notices, ends them, takes objections. What may be shown is a closed list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.audit import Actor
from yingzhou.core.periods import Period, Unit, deadline
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.divisions.models import Division

SHOWN = ("事项", "申请人", "村居", "家庭人数", "拟给", "类别", "等级")
"""Nothing else may be named: no number, address, account, illness, disability or child."""
Hook = Callable[[PublicNotice, Objection, datetime], None]
HOOKS: list[Hook] = []
"""Called inside the transaction of an objection and of its answer: whoever showed the notice stops
and moves its clocks there."""
State = PublicNotice.State
OPEN = (State.SHOWN, State.OBJECTED)


def on_objection(hook: Hook) -> Hook:
    """Decorator."""
    if hook not in HOOKS:
        HOOKS.append(hook)
    return hook


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
    """Part of the caller's transaction, which writes the audit. A notice about the same matter that
    is still shown goes on. ValueError where something is named that may not be shown."""
    if unknown := [name for name in lines if name not in SHOWN]:
        raise ValueError(f"公示不能显示: {'、'.join(unknown)}")
    shown = PublicNotice.objects.filter(about=about, state__in=OPEN).first()
    if shown is not None:
        return shown
    until = deadline(since, Period(days, Unit.DAYS)) or since + timedelta(days=days)
    return PublicNotice.objects.create(
        about=about,
        title=title,
        lines=dict(lines),
        basis=basis,
        division=division,
        since=since,
        until=until,
        made_at=at,
        made_by=actor.name,
    )


def close_about(*, about: str, ended: bool, why: str, at: datetime) -> int:
    """Ends or withdraws what is shown about a matter; how many notices that were."""
    rows = PublicNotice.objects.filter(about=about, state__in=OPEN)
    state = State.ENDED if ended else State.WITHDRAWN
    return rows.update(state=state, ended_at=at, ended_why=why[:200])


@transaction.atomic
def file_objection(*, notice: int, words: str, name: str, contact: str, at: datetime) -> Objection:
    """By anybody, while the notice is shown. ValueError in words otherwise."""
    row = PublicNotice.objects.select_for_update().get(pk=notice)
    if row.state not in OPEN or clock.day_of(at) > row.until:
        raise ValueError("公示已经结束; 有问题请向乡镇或 12345 反映")
    if len(words.strip()) < 5:
        raise ValueError("请写明哪里不对, 几句话就可以")
    made = Objection.objects.create(
        notice=row,
        words=words.strip()[:2000],
        name=name.strip()[:40],
        contact=contact.strip()[:60] or None,
        filed_at=at,
    )
    row.state = State.OBJECTED
    row.save(update_fields=["state"])
    for hook in HOOKS:
        hook(row, made, at)
    audit.record(audit.ANONYMOUS, "notice.objection", row, {"objection": made.pk})
    return made


@transaction.atomic
def answer_objection(
    *, objection: int, upheld: bool, answer: str, actor: Actor, at: datetime
) -> Objection:
    """By whoever investigated; a notice whose objections are all dismissed is shown on, for the
    days that were left."""
    made = Objection.objects.select_for_update(of=("self",)).get(pk=objection)
    row = PublicNotice.objects.select_for_update().get(pk=made.notice_id)
    if made.state != Objection.State.FILED:
        raise ValueError("这条异议已经答复过了")
    if not answer.strip():
        raise ValueError("请写明调查结果")
    made.state = Objection.State.UPHELD if upheld else Objection.State.DISMISSED
    made.answer, made.answered_at, made.answered_by = answer.strip(), at, actor.name
    made.save()
    if not row.objections.filter(state=Objection.State.FILED).exists() and not upheld:
        _show_on(row, made, at)
    for hook in HOOKS:
        hook(row, made, at)
    audit.record(actor, "notice.objection_answered", row, {"upheld": upheld})
    return made


def _show_on(row: PublicNotice, made: Objection, at: datetime) -> None:
    """The days between the first open objection and its answer do not count."""
    lost = (clock.day_of(at) - clock.day_of(made.filed_at)).days
    row.state = State.SHOWN
    row.until = row.until + timedelta(days=lost)
    row.save(update_fields=["state", "until"])
