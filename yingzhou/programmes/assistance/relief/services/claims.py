"""A claim from the counter to the insurer and back.

A request to the insurer is made outside of any transaction; what it answers is written down where
the claim still stands as it did. Everything may be repeated: the insurer knows a claim by our
number, and an answer that was written down already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.notices import services as notices
from yingzhou.programmes.assistance.relief import insurer
from yingzhou.programmes.assistance.relief.faults import InsuranceFault
from yingzhou.programmes.assistance.relief.insurer import Said
from yingzhou.programmes.assistance.relief.models import Claim, ClaimNote
from yingzhou.programmes.assistance.relief.selectors import covered

ITEM = "relief/ecological_insurance"
DAYS = 30
"""保险法 第二十三条: complicated claims are decided within thirty days (service.yaml: memory)."""
LOOK_SOON, LOOK_AGAIN = timedelta(minutes=1), timedelta(minutes=30)
FIRST, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)
EVERY_WEEK = timedelta(days=7)
KINDS = {str(word): kind for kind, word in Claim.Kind.choices}
State = Claim.State


@transaction.atomic
def file_by_decision(*, case: int, seq: int, at: datetime) -> Claim | None:
    """The claim of a matter that this very step let through; None where it did not."""
    made = Decision.objects.filter(case=case, step=seq, result="grant", revoked_at=None).first()
    row = Case.objects.select_related("applicant").get(pk=case)
    if made is None or row.item != ITEM or row.applicant is None:
        return None
    there = Claim.objects.filter(case=row).first()
    if there is not None:
        return there
    said = row.answers.get("values", {})
    happened = date.fromisoformat(str(said["when"]))
    claim = Claim.objects.create(
        number=f"LP{row.number}",
        case=row,
        person=row.applicant,
        division_id=row.home_id,
        kind=KINDS[str(said["what"])],
        happened_on=happened,
        spent=said.get("spent"),
        filed_on=clock.day_of(row.received_at),
        next_try=at,
    )
    _note(claim, "已受理, 待送保险公司", "系统", at)
    if not covered.is_covered(row.applicant, happened):
        _note(claim, f"请保险公司注意: {happened} 那天不在参保名单上", "系统", at)
    return claim


def work_on(*, claim: int, at: datetime) -> Claim:
    """The next thing with the insurer: send it, or ask how it stands."""
    row = Claim.objects.select_related("person").get(pk=claim)
    if row.state == State.FILED:
        return _through(row, lambda: insurer.file(_told(row), row.number), at)
    if row.state == State.SENT:
        return _through(row, lambda: insurer.look(row.reference), at)
    return row


def supplied(*, claim: int, actor: audit.Actor, at: datetime) -> Claim:
    """What the insurer asked for is there and goes to it."""
    row = Claim.objects.get(pk=claim)
    if row.state != State.ASKED:
        raise InsuranceFault("这件理赔现在不用补材料")
    audit.record(actor, "insurance.supplied", row, {"number": row.number})
    done = _through(
        row, lambda: insurer.supply(row.reference, f"{row.number}-papers-{row.asked_times}"), at
    )
    if done.state == State.ASKED:
        raise InsuranceFault("保险公司的系统没有答复, 没有送到; 请过几分钟再点一次")
    return done


def remind_overdue(*, at: datetime) -> int:
    """Whose thirty days are over: the insurer is reminded once a day; who owes papers, weekly."""
    today = clock.day_of(at)
    count = 0
    late = Claim.objects.filter(state=State.SENT, due_on__lt=today).exclude(reminded_on=today)
    for row in late.order_by("pk")[:200]:
        try:
            insurer.remind(row.reference, f"{row.number}-remind-{today}")
        except (insurer.NotThere, insurer.Forgotten, insurer.Declined):
            continue
        count += _reminded(row, f"已过核定期限 {row.due_on}, 向保险公司催办", at)
    waiting = Claim.objects.filter(state=State.ASKED, reminded_on__lte=today - EVERY_WEEK)
    for row in waiting.order_by("pk")[:200]:
        _tell(
            row, f"理赔 {row.number} 还差: {row.papers}。请交到受理的窗口。", f"again-{today}", at
        )
        count += _reminded(row, "提醒当事人补材料", at)
    return count


def _told(row: Claim) -> dict[str, object]:
    return {
        "number": row.number,
        "id_number": str(row.person.id_number),
        "name": row.person.name,
        "kind": row.kind,
        "happened_on": row.happened_on.isoformat(),
        "spent": row.spent,
    }


def _through(row: Claim, ask: Callable[[], Said], at: datetime) -> Claim:
    try:
        said = ask()
    except insurer.NotThere as fault:
        return _failed(row, str(fault), at)
    except insurer.Declined as fault:
        return _failed(row, f"{fault}, 请核对登记的姓名和身份证号", at)
    except insurer.Forgotten:
        return _send_anew(row, at)
    return _write_down(row, said, at)


@transaction.atomic
def _failed(row: Claim, words: str, at: datetime) -> Claim:
    """Tried again later, and later still; the first time is noted."""
    kept = Claim.objects.select_for_update().get(pk=row.pk)
    kept.tries = min(kept.tries + 1, 1000)
    kept.next_try = at + min(FIRST * 2 ** min(kept.tries - 1, 10), LONGEST_WAIT)
    kept.save(update_fields=["tries", "next_try"])
    if kept.tries == 1:
        _note(kept, f"{words}; 会自动再试", "系统", at)
    return kept


@transaction.atomic
def _send_anew(row: Claim, at: datetime) -> Claim:
    kept = Claim.objects.select_for_update().get(pk=row.pk)
    if kept.state in (State.SENT, State.ASKED):
        kept.state, kept.next_try, kept.papers = State.FILED, at, ""
        kept.save(update_fields=["state", "next_try", "papers"])
        _note(kept, "保险公司查不到这件理赔, 重新送一次", "系统", at)
    return kept


@transaction.atomic
def _write_down(row: Claim, said: Said, at: datetime) -> Claim:
    kept = Claim.objects.select_for_update().get(pk=row.pk)
    if kept.state != row.state or not kept.is_open:
        return kept
    if kept.reference and kept.reference != said.reference and kept.state != State.FILED:
        return kept
    kept.reference, kept.tries, kept.next_try = said.reference, 0, at + LOOK_AGAIN
    {
        "reviewing": _reviewing, "papers": _asked, "settled": _settled, "refused": _refused,
    }[said.state](kept, said, at)  # fmt: skip
    kept.save()
    return kept


def _reviewing(row: Claim, said: Said, at: datetime) -> None:
    if row.state == State.SENT:
        return
    word = "已送保险公司" if row.state == State.FILED else "材料已送保险公司"
    row.state, row.papers, row.sent_at, row.next_try = State.SENT, "", at, at + LOOK_SOON
    row.due_on = clock.day_of(at) + timedelta(days=DAYS)
    _note(row, f"{word}, 编号 {said.reference}, 应在 {row.due_on} 以前核定", "系统", at)


def _asked(row: Claim, said: Said, at: datetime) -> None:
    """The clock of the insurer stands still until it has what it asked for."""
    if row.state == State.ASKED:
        return
    row.state, row.papers, row.due_on, row.next_try = State.ASKED, said.papers, None, None
    row.reminded_on = clock.day_of(at)
    row.asked_times += 1
    _note(row, f"保险公司要补: {said.papers}", "保险公司", at)
    words = f"您的生态惠民保险理赔 {row.number} 要补: {said.papers}。请交到受理的窗口。"
    _tell(row, words, f"papers-{row.asked_times}", at)


def _settled(row: Claim, said: Said, at: datetime) -> None:
    row.state, row.amount, row.settled_on = State.SETTLED, said.amount, clock.day_of(at)
    row.next_try, row.papers = None, ""
    amount = format_fen(said.amount)
    _note(row, f"赔付 {amount} 元", "保险公司", at)
    _tell(
        row,
        f"您的生态惠民保险理赔 {row.number} 已赔付 {amount} 元, 由保险公司打到卡上。",
        "end",
        at,
    )


def _refused(row: Claim, said: Said, at: datetime) -> None:
    row.state, row.reason, row.settled_on = State.REFUSED, said.reason, clock.day_of(at)
    row.next_try, row.papers = None, ""
    _note(row, f"不予赔付: {said.reason}", "保险公司", at)
    words = f"您的生态惠民保险理赔 {row.number} 保险公司不予赔付, 原因: {said.reason}。"
    _tell(row, f"{words}不同意的, 可以到受理的窗口说明。", "end", at)


@transaction.atomic
def _reminded(row: Claim, words: str, at: datetime) -> int:
    Claim.objects.filter(pk=row.pk).update(reminded_on=clock.day_of(at))
    _note(row, words, "系统", at)
    return 1


def _note(row: Claim, words: str, by: str, at: datetime) -> None:
    ClaimNote.objects.create(claim=row, words=words[:300], by=by, at=at)


def _tell(row: Claim, text: str, key: str, at: datetime) -> None:
    notices.send(
        key=f"claim-{row.pk}-{key}", person=row.person, about=f"claim:{row.pk}", text=text, at=at
    )
