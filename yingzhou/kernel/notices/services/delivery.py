"""Handing messages to their providers, again and again until one takes them.

A message is claimed for some minutes in a short transaction, then handed over outside of any. A
process killed in between leaves the claim to run out; the next try has the same key, which the
provider knows.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.audit import Actor, record
from yingzhou.core.timeline import Refused
from yingzhou.kernel.notices import providers
from yingzhou.kernel.notices.models import Contact, Message

log = logging.getLogger("yingzhou.notices")
FIRST_DELAY = timedelta(minutes=1)
MOST_TRIES = 12
"""1, 2, 4 … 1024 minutes: the twelfth and last try is a day and a half after the first."""
CLAIM = timedelta(minutes=5)
NOWHERE = "登记的联系方式已经没有了"


def deliver_due(*, at: datetime, most: int = 100) -> int:
    """Tries what is due; how many a provider took. Channels without a provider wait."""
    ready = [channel for channel in Contact.Channel.values if providers.is_configured(channel)]
    return sum(_deliver(message, at) for message in _claimed(at, most, ready))


def _claimed(at: datetime, most: int, channels: list[str]) -> list[Message]:
    due = Message.objects.filter(
        status__in=Message.OPEN, next_try__lte=at, channel__in=channels
    ).order_by("next_try", "pk")
    if not due.exists():  # no write lock for nothing
        return []
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True, of=("self",))[:most])
        for row in rows:
            row.attempts += 1
            row.next_try = at + CLAIM
        Message.objects.bulk_update(rows, ["attempts", "next_try"])
    return rows


def _deliver(message: Message, at: datetime) -> bool:
    address = _address(message, at)
    if not address:
        _failed(message, NOWHERE, at, is_final=True)
        return False
    try:
        receipt = providers.provider_of(message.channel).send(
            message.key, message.channel, address, str(message.text)
        )
    except providers.Failed as fault:
        _failed(message, str(fault), at, is_final=fault.is_final)
        return False
    except Exception as fault:
        log.exception("message %s: the provider failed", message.pk)
        _failed(message, f"通道程序出错 ({type(fault).__name__})", at)
        return False
    _settle(message, status=Message.Status.SENT, receipt=receipt[:80], error="", sent_at=at)
    return True


def _address(message: Message, at: datetime) -> str:
    """Where it goes; empty where its receiver cannot be reached that way any more."""
    if message.address:
        return str(message.address)
    day = at.astimezone(clock.ZONE).date()
    contact = (
        Contact.objects.on(day)
        .filter(
            person_id=message.person_id,
            organisation_id=message.organisation_id,
            channel=message.channel,
        )
        .order_by("-valid_from")
        .first()
    )
    return str(contact.address) if contact is not None else ""


def _failed(message: Message, error: str, at: datetime, *, is_final: bool = False) -> None:
    last = is_final or message.attempts >= MOST_TRIES
    status = Message.Status.GIVEN_UP if last else Message.Status.FAILED
    delay = FIRST_DELAY * 2 ** (message.attempts - 1)
    _settle(message, status=status, error=error[:200], next_try=at + delay)


def _settle(message: Message, **found: object) -> None:
    """Only of this try: somebody may have tried again meanwhile."""
    Message.objects.filter(
        pk=message.pk, attempts=message.attempts, status__in=Message.OPEN
    ).update(**found)


@transaction.atomic
def retry(*, message: Message, actor: Actor, at: datetime) -> None:
    """Staff ask for another round of tries; :class:`Refused` where it has arrived."""
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.status == Message.Status.SENT:
        raise Refused("这条消息已经送达通道, 不用再发。")
    row.status, row.next_try, row.attempts = Message.Status.WAITING, at, 0
    row.save(update_fields=["status", "next_try", "attempts"])
    record(actor, "notices.retry", row)
