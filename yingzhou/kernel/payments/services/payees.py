"""To which account somebody's assistance goes: as named with the application that was granted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit
from yingzhou.kernel.payments.models import PayeeAccount, Transfer
from yingzhou.kernel.people.models import Person

DAY = timedelta(days=1)
NOT_SAID = "开户行没有填"


def _went_to(account: PayeeAccount) -> bool:
    return Transfer.objects.filter(account=account).exists()


@transaction.atomic
def take_account(
    *, person: Person, number: str, bank: str, since: date, actor: audit.Actor, at: datetime
) -> PayeeAccount:
    """From ``since`` on, in the place of the one before; the same again changes nothing."""
    del at
    digits = "".join(one for one in number if one.isdigit())
    there = PayeeAccount.objects.select_for_update().filter(person=person, valid_to__gt=since)
    last = there.order_by("-valid_from").first()
    if last is not None and str(last.number) == digits:
        return last
    if last is not None and last.valid_from >= since and _went_to(last):
        since = last.valid_from + DAY  # a file names it: what was sent must not read otherwise
    if last is not None and last.valid_from >= since:
        last.number, last.tail, last.bank = digits, digits[-4:], bank or NOT_SAID
        last.made_by = actor.name
        last.save()
        made = last
    else:
        there.update(valid_to=since)
        made = PayeeAccount.objects.create(
            person=person, number=digits, tail=digits[-4:], bank=bank or NOT_SAID,
            made_by=actor.name, valid_from=since,
        )  # fmt: skip
    audit.record(actor, "payments.account", person, {"tail": made.tail})
    return made
