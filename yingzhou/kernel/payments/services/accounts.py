"""An account for whom the bank could not pay: one person writes it down, another agrees."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.redaction import redact
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import AccountChange
from yingzhou.kernel.payments.services.payees import take_account
from yingzhou.kernel.people.models import Person

State = AccountChange.State
SHORTEST, LONGEST = 10, 25
"""Digits: old passbooks have few, no card has more than nineteen."""


@transaction.atomic
def propose(
    *, person: Person, number: str, bank: str, basis: str, actor: audit.Actor, at: datetime
) -> AccountChange:
    """In the place of one that waits. Raises PaymentFault where something is not said."""
    digits = "".join(one for one in number if not one.isspace() and one != "-")
    if not (digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST):
        raise PaymentFault(f"账号应当是 {SHORTEST} 到 {LONGEST} 位数字, 请对着存折或卡再输一次")
    if not bank.strip() or not basis.strip():
        raise PaymentFault("请写明开户行, 和账号是凭什么材料登记的")
    Person.objects.select_for_update().get(pk=person.pk)
    AccountChange.objects.filter(person=person, state=State.PROPOSED).delete()
    made = AccountChange.objects.create(
        person=person, bank=bank.strip()[:60], number=digits, tail=digits[-4:],
        basis=redact(basis.strip())[:120], made_at=at, made_by=actor.name,
    )  # fmt: skip
    audit.record(actor, "payments.account_asked", person, {"tail": made.tail})
    return made


@transaction.atomic
def decide(
    *, change: int, agrees: bool, words: str = "", actor: audit.Actor, at: datetime
) -> AccountChange:
    """What is agreed to counts from today, and the next file to the bank names it."""
    row = AccountChange.objects.select_for_update().get(pk=change)
    if row.state != State.PROPOSED:
        raise PaymentFault(f"这个账号已经复核过: {row.get_state_display()}")
    if row.made_by == actor.name:
        raise PaymentFault("账号是您登记的, 要由另一个人复核")
    if not agrees and not words.strip():
        raise PaymentFault("请写明为什么不同意, 登记的人照着改")
    row.state = State.TAKEN if agrees else State.REFUSED
    row.decided_at, row.decided_by = at, actor.name
    row.words = redact(words.strip())[:120]
    row.save()
    if agrees:
        take_account(
            person=row.person, number=str(row.number), bank=row.bank, since=clock.day_of(at),
            actor=actor, at=at,
        )  # fmt: skip
    else:
        audit.record(actor, "payments.account_refused", row.person, {"tail": row.tail})
    return row
