"""Looking at the register leaves a trace: searches, views, refusals, and numbers shown in full."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.timeline import Refused
from yingzhou.kernel.people.models import Person

REASON_LENGTH = 4


def note_search(*, kind: str, text: str, found: int, actor: audit.Actor) -> None:
    """``text`` is already masked where it held a number."""
    audit.record(actor, "people.search", None, {"kind": kind, "text": text, "found": found})


def note_view(*, person: Person, actor: audit.Actor, why: str = "") -> None:
    """``why``: what the page was opened for; its person reads it."""
    audit.record(actor, "people.view", person, {"reason": why} if why else None)


def note_refusal(*, person: Person, act: str, actor: audit.Actor) -> None:
    """Someone reached for a person outside their scope."""
    audit.record(actor, "people.refused", person, {"act": act})


@transaction.atomic
def reveal_number(*, person: Person, reason: str, actor: audit.Actor, at: datetime) -> str:
    """The full identity number, once, for a reason that is kept."""
    del at
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused("请写明查看完整号码的用途(至少4个字), 例如“核对低保申请材料”")
    audit.record(actor, "people.reveal", person, {"reason": reason.strip()})
    return str(person.id_number)
