"""Sharing the work: taking a case up, handing it over, answering for a department, longer periods,
substitutes. None of these moves the case; all of them are written in the audit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core import clock as wall
from yingzhou.core.periods import Period, Unit
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.scopes import scope_of, speaks_for
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import (
    Case,
    Clock,
    Consultation,
    Delegation,
    Extension,
    Handover,
)
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.selectors.rights import (
    is_recused,
    may_see,
    may_take,
    rated,
)
from yingzhou.kernel.catalogue.versions import item_of_version

from . import clocks
from .advance import locked

TOO_LATE = "这个期限已经过了, 不能再延长: 延长要在期满以前批准"


def _acts_here(user: User, case: Case) -> None:
    """Whoever may take any step of the present stage may share its work."""
    item = item_of_version(case.version)
    ways = item.apply.process.ways_from(case.stage) if item.apply else []
    if not any(may_take(user, case, way) for way in ways if way.by == case.by):
        raise NotYours("这件事现在不在您这里办")


def _audit(user: User, action: str, case: Case, **detail: object) -> None:
    audit.record(audit.Actor.of(user), action, case, {"number": case.number, **detail})


@transaction.atomic
def take_up(*, case: int, user: User) -> None:
    """From the common queue into one's own hands."""
    row = locked(case)
    _acts_here(user, row)
    if row.handler_id not in (None, user.pk):
        raise CaseFault(f"{row.handler}正在办这件事; 要接手请让对方移交")
    row.handler = user
    row.save(update_fields=["handler"])
    _audit(user, "case.take_up", row)


@transaction.atomic
def hand_over(*, case: int, giver: User, receiver: User, reason: str, at: datetime) -> Handover:
    """Offers the case to ``receiver``. It stays with the giver until it is accepted."""
    row = locked(case)
    if giver.pk not in (row.handler_id, row.owner_id) and not giver.may("cases.supervise"):
        raise NotYours("只有正在办的人、首问责任人或主管可以移交")
    if not reason.strip():
        raise CaseFault("请写明为什么移交")
    if not row.is_open:
        raise CaseFault("已办结的不用移交")
    if row.handovers.filter(state=Handover.State.OFFERED).exists():
        raise CaseFault("已经有一次移交在等对方接手")
    if receiver.pk == giver.pk:
        raise CaseFault("不能移交给自己")
    if receiver.pk in rated(row):
        raise CaseFault(f"评的就是{receiver}办的那件事, 请交给别的同事")
    if is_recused(receiver, row) or not may_see(receiver, row):
        raise CaseFault(f"{receiver}不能办这件事: 不在其职责范围内, 或须回避")
    if not queue.is_for(receiver, row, wall.day_of(at)):
        raise CaseFault(f"{receiver}不办这一步, 请交给和您同一岗位的人")
    made = Handover.objects.create(
        case=row, giver=giver, receiver=receiver, reason=reason.strip()[:200], offered_at=at
    )
    _audit(giver, "case.hand_over", row, to=receiver.username)
    return made


@transaction.atomic
def answer_handover(
    *, handover: int, user: User, accepts: bool, words: str, at: datetime
) -> Handover:
    """The receiver takes it, or gives it back with a reason; the giver may take back the offer."""
    case = locked(Handover.objects.values_list("case", flat=True).get(pk=handover))
    row = Handover.objects.select_for_update(of=("self",)).get(pk=handover)
    if row.state != Handover.State.OFFERED:
        raise CaseFault("这次移交已经有结果了")
    if user.pk == row.giver_id and not accepts:
        row.state = Handover.State.TAKEN_BACK
    elif user.pk != row.receiver_id:
        raise NotYours("这次移交不是给您的")
    else:
        row.state = Handover.State.ACCEPTED if accepts else Handover.State.DECLINED
    if accepts and not case.is_open:
        raise CaseFault("这件事已经办结, 不用接手了")
    if accepts and not queue.is_for(user, case, wall.day_of(at)):
        raise CaseFault("这件事已经到了下一步, 不由您办, 不用接手了")
    if row.state == Handover.State.DECLINED and not words.strip():
        raise CaseFault("不接手请写明原因")
    row.answered_at, row.answer = at, words.strip()[:200]
    row.save()
    if row.state == Handover.State.ACCEPTED:
        case.handler = user
        if case.owner_id == row.giver_id:
            case.owner = user
        case.save(update_fields=["handler", "owner"])
    _audit(user, f"case.handover_{row.state}", case)
    return row


@transaction.atomic
def answer_consultation(
    *, consultation: int, user: User, agrees: bool | None, answer: str, at: datetime
) -> Consultation:
    """A department's part is done, or an expert's opinion given; ``agrees`` is None where it tells
    what it found and nothing is to be agreed to."""
    case = locked(Consultation.objects.values_list("case", flat=True).get(pk=consultation))
    row = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation)
    if not speaks_for(user, row.permission, row.unit, row.desk_id):
        raise NotYours(f"这份意见由{row.unit}填写")
    if is_recused(user, case):
        raise NotYours("申请人是您本人或亲属, 按规定须回避")
    if row.answered_at is not None:
        raise CaseFault("这份意见已经填过了")
    if not case.is_open:
        raise CaseFault("这件事已经办结, 答复没有记下; 有要紧的新情况, 请直接告诉办理的单位")
    if not answer.strip():
        raise CaseFault("请写明意见")
    row.agrees, row.answer = agrees, answer.strip()
    row.answered_by, row.answered_at = user, at
    row.save()
    _audit(user, "case.opinion", case, unit=row.unit, agrees=agrees)
    return row


@transaction.atomic
def ask_extension(*, clock: int, user: User, length: int, reason: str, at: datetime) -> Extension:
    """A longer period, once, within what the law allows; another person decides."""
    case = locked(Clock.objects.values_list("case", flat=True).get(pk=clock))
    row = Clock.objects.select_for_update(of=("self",)).get(pk=clock)
    _acts_here(user, case)
    if row.ended_at is not None or row.extended or row.extensions.filter(granted=None).exists():
        raise CaseFault("这个期限不能再延长: 已经延长过, 或已停止, 或正等批准")
    if row.is_late(at):
        raise CaseFault(TOO_LATE)
    if not 1 <= length <= row.may_extend:
        raise CaseFault(f"最多可以延长 {row.may_extend}, 依据: {row.basis}")
    if not reason.strip():
        raise CaseFault("请写明延长的理由, 申请人会看到")
    made = Extension.objects.create(
        clock=row, length=length, reason=reason.strip()[:300], asked_at=at, asked_by=user
    )
    _audit(user, "case.extension_asked", case, clock=row.name, length=length)
    return made


@transaction.atomic
def answer_extension(*, extension: int, user: User, grants: bool, at: datetime) -> Extension:
    """By somebody who decides, and not by whoever asked."""
    case = locked(Extension.objects.values_list("clock__case", flat=True).get(pk=extension))
    row = Extension.objects.select_for_update(of=("self",)).get(pk=extension)
    clock = Clock.objects.select_for_update(of=("self",)).get(pk=row.clock_id)
    if not user.may("cases.decide") or not may_see(user, case):
        raise NotYours("延长由审核确认人批准")
    if row.asked_by_id == user.pk:
        raise CaseFault("不能批准自己提出的延长")
    if row.granted is not None or clock.ended_at is not None:
        raise CaseFault("这次延长已经有结果, 或期限已停止")
    if grants and clock.is_late(at):
        raise CaseFault(TOO_LATE)
    row.granted, row.answered_at, row.answered_by = grants, at, user
    row.save()
    if grants:
        clock.extended = row.length
        clock.due_on = clocks.compute(clock) if clock.due_on is not None else None
        clock.save(update_fields=["extended", "due_on"])
        _tell(case, row, _new_days(case), at)
    _audit(user, "case.extension_answered", case, clock=clock.name, granted=grants)
    return row


def _new_days(case: Case) -> date | None:
    """The promised day; None while that period stands still."""
    rows = clocks.running(case).values()
    promised = clocks.promised(rows)
    case.due_on = clocks.earliest(rows) or FOREVER
    case.promised_on = promised or case.promised_on
    case.save(update_fields=["due_on", "promised_on"])
    return promised


def _tell(case: Case, extension: Extension, promised: date | None, at: datetime) -> None:
    """The applicant learns the reason (行政许可法 第四十二条). ``promised``: None while the period
    stands still, and nobody knows the day yet."""
    from yingzhou.kernel.cases import words
    from yingzhou.kernel.notices import services as notices

    if case.applicant is None and case.organisation is None:
        return
    item = item_of_version(case.version)
    longer = Period(extension.length, Unit(extension.clock.unit))
    until = (
        f"最晚{words.promised(promised)}答复您" if promised
        else f"现在暂停的日子不算, 继续办理后比原来多{longer}"
    )  # fmt: skip
    text = f"您申请的{item.name}需要更多时间, {until}。原因: {extension.reason}"
    key = f"case:{case.pk}:extension:{extension.pk}"
    notices.send(
        key=key,
        person=case.applicant,
        organisation=case.organisation,
        about=f"case:{case.pk}",
        text=text,
        at=at,
    )


def _supervises(user: User, absent: User, today: date) -> bool:
    """Whether somebody works within the divisions that ``user`` supervises."""
    scope = scope_of(user, "cases.supervise")
    held = Assignment.objects.on(today).filter(user=absent).values_list("division", flat=True)
    return any(scope.contains(division) for division in held)


@transaction.atomic
def delegate(
    *,
    absent: User,
    substitute: User,
    since: date,
    until: date | None,
    reason: str,
    user: User,
    at: datetime,
) -> Delegation:
    """Somebody is away from ``since`` to ``until`` (its first day back)."""
    if user.pk != absent.pk and not _supervises(user, absent, wall.day_of(at)):
        raise NotYours("只能登记自己的替班, 或由主管登记自己区划内的")
    if absent.pk == substitute.pk:
        raise CaseFault("替班要是另一个人")
    if until is not None and until <= since:
        raise CaseFault("最后一天不在不能早于开始的那天")
    if until is not None and until <= wall.day_of(at):
        raise CaseFault("这几天已经过去了: 请登记今天或以后的")
    if not substitute.is_active:
        raise CaseFault(f"{substitute}的账号已停用, 不能替班")
    both = Delegation.objects.filter(valid_from__lt=until or FOREVER, valid_to__gt=since)
    if both.filter(absent=substitute, substitute=absent).exists():
        raise CaseFault(f"这几天{absent}要替{substitute}, 不能互相替")
    made = Delegation.objects.create(
        absent=absent,
        substitute=substitute,
        valid_from=since,
        valid_to=until or FOREVER,
        reason=reason.strip()[:100],
        made_at=at,
        made_by=str(user),
    )
    audit.record(
        audit.Actor.of(user),
        "case.delegate",
        absent,
        {"substitute": substitute.username, "from": str(since), "to": str(until or "")},
    )
    return made


@transaction.atomic
def end_delegation(*, delegation: int, user: User, today: date) -> Delegation:
    """Back earlier, or entered by mistake: it ends today; one that has not begun never does."""
    row = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation)
    if user.pk != row.absent_id and not _supervises(user, row.absent, today):
        raise NotYours("只能结束自己的替班, 或由主管结束自己区划内的")
    if row.valid_to <= today:
        raise CaseFault("这次替班已经结束了")
    if row.valid_from >= today:
        row.delete()
    else:
        row.valid_to = today
        row.save(update_fields=["valid_to"])
    detail = {"substitute": row.substitute.username, "from": str(row.valid_from)}
    audit.record(audit.Actor.of(user), "case.delegation_ended", row.absent, detail)
    return row
