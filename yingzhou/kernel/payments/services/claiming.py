"""What corrections found was paid too much: proposed, told to the recipient, who is heard; then
somebody who did not compute it decides. Nothing is taken from anybody before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.money import format_fen
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.house import rule
from yingzhou.kernel.payments.models import Receipt, Recovery, RecoveryMonth, Run
from yingzhou.kernel.payments.services import recovering
from yingzhou.kernel.payments.services.recovering import Part

State = Recovery.State
CLAIMING = (State.PROPOSED, State.OPEN, State.SETTLED, State.WAIVED)
"""In these a recovery says that money of a month is not the recipient's."""


@transaction.atomic
def propose(
    *,
    run: Run,
    benefit: str,
    holder: int,
    payee: int,
    parts: Sequence[Part],
    why: str,
    at: datetime,
) -> Recovery:
    """Not in the books yet. The recipient is told what is found and by when to answer."""
    day = clock.day_of(at)
    row = Recovery.objects.create(
        benefit=benefit, holder=holder, payee_id=payee, run=run, state=State.PROPOSED,
        amount=sum(part.amount for part in parts), why=why[:200], opened_at=at,
        opened_by=run.computed_by, hear_until=day + timedelta(days=rule("hearing").value),
    )  # fmt: skip
    recovering.claim(row, parts, at)
    months = "、".join(f"{part.month:%Y年%-m月}" for part in parts)
    notices.send(
        key=f"recovery:{row.pk}:proposed",
        person=row.payee,
        about=f"{books.name_of(benefit)}多发情况告知",
        text=f"经重新计算, {months}的{books.name_of(benefit)}多发了 {format_fen(row.amount)} 元。"
        f"还没有决定追回: 您不同意或者有情况要说明的, 请在{row.hear_until:%Y年%-m月%-d日}以前"
        "到受理窗口或者网上“领的钱”里说明。不会直接从以后的补助里扣。",
        at=at,
    )
    actor = audit.Actor(None, run.computed_by)
    audit.record(actor, "payments.propose_recovery", row, {"total": row.amount})
    return row


@transaction.atomic
def say(*, recovery: int, text: str, actor: audit.Actor, at: datetime) -> Recovery:
    """What the recipient says to it, as they said it; added to what was said before."""
    row = Recovery.objects.select_for_update().get(pk=recovery)
    if row.state != State.PROPOSED:
        raise PaymentFault(f"这笔{row.get_state_display()}, 不再收意见")
    if not text.strip():
        raise PaymentFault("请写下领款人怎么说")
    row.said = f"{row.said}\n{text.strip()}".strip()
    row.said_at, row.said_by = at, actor.name
    row.save(update_fields=["said", "said_at", "said_by"])
    audit.record(actor, "payments.hear_recovery", row, {})
    return row


@transaction.atomic
def decide(*, recovery: int, claim: bool, why: str, actor: audit.Actor, at: datetime) -> Recovery:
    """Claimed (from now on in the books), or left to the recipient; with the reasons, by somebody
    who did not compute it, and not before they were heard or the time for it is over."""
    row = Recovery.objects.select_for_update().get(pk=recovery)
    if row.state != State.PROPOSED:
        raise PaymentFault(f"这笔{row.get_state_display()}, 不用再决定")
    if actor.name == row.opened_by:
        raise PaymentFault("计算的人自己不能决定追回, 请另一个人决定")
    if not why.strip():
        raise PaymentFault("请写明决定的理由, 领款人会看到")
    day = clock.day_of(at)
    if claim and not row.said and row.hear_until is not None and day <= row.hear_until:
        raise PaymentFault(
            f"领款人还没有说明, 要等到{row.hear_until:%Y年%-m月%-d日}以后才能决定追回"
        )
    row.state = State.OPEN if claim else State.WAIVED
    row.decided_at, row.decided_by, row.decision = at, actor.name, why.strip()[:200]
    row.save()
    if claim:
        recovering.enter(row, By(row.opened_by, actor.name), at)
        if recovering.owed(row) == 0:
            row.state = State.SETTLED
            row.save(update_fields=["state"])
    _tell(row, claim, at)
    audit.record(actor, "payments.decide_recovery", row, {"claim": claim, "why": row.decision})
    return row


def _tell(row: Recovery, claim: bool, at: datetime) -> None:
    name, left = books.name_of(row.benefit), format_fen(recovering.owed(row))
    text = f"{name}多发的 {left} 元, 决定追回, 可以分期退。" if claim else f"{name}多发的不追回。"
    notices.send(
        key=f"recovery:{row.pk}:decided",
        person=row.payee,
        about=f"{name}多发处理结果",
        text=f"{text}理由: {row.decision}。不服的可以提异议。",
        at=at,
    )


def claimable(benefit: str, holder: int, month: date) -> list[tuple[Recovery, int]]:
    """What can be taken off claims when the month turns out to be owed after all, oldest first."""
    sums: dict[int, int] = {}
    for one in RecoveryMonth.objects.filter(benefit=benefit, holder=holder, month=month):
        sums[one.recovery_id] = sums.get(one.recovery_id, 0) + one.amount
    rows = Recovery.objects.filter(pk__in=[pk for pk, amount in sums.items() if amount > 0])
    found = []
    for row in rows.exclude(state__in=(State.CANCELLED, State.SETTLED)).order_by("pk"):
        if amount := min(sums[row.pk], recovering.owed(row)):
            found.append((row, amount))
    return found


@transaction.atomic
def reduce(*, benefit: str, holder: int, month: date, amount: int, run: Run, at: datetime) -> int:
    """So much of the month is theirs after all: claims shrink, and what is left of ``amount`` is
    told back."""
    left, day, by = amount, clock.day_of(at), By(run.computed_by, run.approved_by)
    for row, most in claimable(benefit, holder, month):
        taken = min(left, most)
        if not taken:
            break
        left -= taken
        division = row.months.filter(month=month).values_list("division", flat=True).first()
        made = Receipt.objects.create(
            recovery=row, kind=Receipt.Kind.REDUCED, amount=taken, day=day,
            made_by=run.computed_by, made_at=at,
        )  # fmt: skip
        recovering.claim(row, [Part(month, int(division or 0), -taken)], at)
        if row.state == State.OPEN:
            town = books.town_code(tree_on(day), int(division or 0))
            spent = books.spent(benefit, town, month.year)
            ledger.post(
                key=f"recovery:{row.pk}:reduced:{made.pk}",
                lines={spent: taken, books.claimed(benefit): -taken},
                text=f"更正, 不再追回{books.name_of(benefit)}",
                day=day,
                by=by,
                at=at,
            )
        if recovering.owed(row) == 0 and row.state != State.WAIVED:
            row.state = State.SETTLED if row.state == State.OPEN else State.CANCELLED
            row.save(update_fields=["state"])
    return left
