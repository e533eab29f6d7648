"""Messages are written down in the transaction that wants them sent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.audit import Actor, record
from yingzhou.core.timeline import Refused, end_spells
from yingzhou.kernel.notices import addresses
from yingzhou.kernel.notices.models import Contact, Message
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person

LONGEST_KEY = 70


@transaction.atomic
def send(
    *,
    key: str,
    person: Person | None,
    about: str,
    text: str,
    at: datetime,
    channels: Collection[str] | None = None,
    organisation: Organisation | None = None,
) -> list[Message]:
    """One message on each way the person, or the organisation, can be reached that day (of
    ``channels``, if given).

    The same key again writes nothing. Nobody to reach is no fault: the caller's letter still is.
    """
    if len(key) > LONGEST_KEY:
        raise ValueError(f"message key longer than {LONGEST_KEY}: {key}")
    day = at.astimezone(clock.ZONE).date()
    ways = {
        one.channel
        for one in Contact.objects.on(day).filter(person=person, organisation=organisation)
    }
    ways &= set(Contact.Channel.values if channels is None else channels)
    keys = [f"{key}:{channel}" for channel in sorted(ways)]
    rows = [
        Message(
            key=one,
            channel=one.rpartition(":")[2],
            person=person,
            organisation=organisation,
            about=about,
            text=text,
            created_at=at,
            next_try=at,
        )
        for one in keys
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Message.objects.filter(key__in=keys).order_by("pk"))


def send_to_number(*, key: str, number: str, about: str, text: str, at: datetime) -> bool:
    """A short message to somebody whom no register knows; whether the number can get one. The same
    key again writes nothing."""
    try:
        address = addresses.checked(Contact.Channel.SMS, number)
    except Refused:
        return False
    row = Message(
        key=key, channel=Contact.Channel.SMS, address=address, about=about, text=text,
        created_at=at, next_try=at,
    )  # fmt: skip
    Message.objects.bulk_create([row], ignore_conflicts=True)
    return True


@transaction.atomic
def set_contact(
    *,
    person: Person | None,
    channel: str,
    address: str,
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
) -> Contact | None:
    """From today the person, or the organisation, is reached there; an empty address ends that way.

    A second change on one day takes the place of the first. :class:`Refused` for a wrong number.
    """
    day = at.astimezone(clock.ZONE).date()
    address = addresses.checked(channel, address) if address.strip() else ""
    whose = {"person": person, "organisation": organisation}
    rows = Contact.objects.filter(channel=channel, **whose)
    if rows.filter(valid_from__gt=day).exists():
        raise Refused("这个联系方式已登记了以后的更改, 请先更正那一条")
    rows.filter(valid_from=day).delete()
    end_spells(rows, day, what="联系方式")
    made = None
    if address:
        made = Contact.objects.create(channel=channel, address=address, valid_from=day, **whose)
    record(
        actor, "notices.contact", person or organisation, {"type": channel, "removed": not address}
    )
    return made
