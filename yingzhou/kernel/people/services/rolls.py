"""名册: putting persons or households on a roll and taking them off."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.core.timeline import Refused, end_spells, require_free, require_past_or_today
from yingzhou.kernel.people.models import Enrolment, Household, Person

from . import checks

HOUSEHOLD_ROLLS = (Enrolment.Roll.PLATFORM,)


@transaction.atomic
def enrol(
    *, roll: str, holder: Person | Household, since: date, actor: audit.Actor, at: datetime
) -> Enrolment:
    """Put ``holder`` on ``roll`` from ``since``; nobody is on the same roll twice at a time."""
    del at
    label = Enrolment.Roll(roll).label
    rows = _rows(roll, holder)
    key: dict[str, Person | Household]
    if isinstance(holder, Person):
        holder = checks.lock(holder)
        checks.require_day(holder, since, "列入日期")
        checks.require_alive(holder)
        key = {"person": holder}
    else:
        require_past_or_today(since, "列入日期")
        holder = Household.objects.select_for_update().get(pk=holder.pk)
        if not holder.holds_on(since):
            raise Refused(f"户号 {holder.number} 在 {since} 不是有效的户")
        key = {"household": holder}
    require_free(rows, since, FOREVER, what=label)
    row = Enrolment.objects.create(roll=roll, valid_from=since, **key)
    audit.record(actor, "people.enrol", holder, {"roll": roll, "since": str(since)})
    return row


@transaction.atomic
def leave(
    *, roll: str, holder: Person | Household, on: date, actor: audit.Actor, at: datetime
) -> None:
    """Take ``holder`` off ``roll``: ``on`` is the first day no longer on it."""
    del at
    require_past_or_today(on, "退出日期")
    label = Enrolment.Roll(roll).label
    type(holder)._default_manager.select_for_update().get(pk=holder.pk)
    if not end_spells(_rows(roll, holder), on, what=label):
        raise Refused(f"{on} 不在“{label}”名册上, 不必退出")
    audit.record(actor, "people.leave", holder, {"roll": roll, "on": str(on)})


def _rows(roll: str, holder: Person | Household):
    if isinstance(holder, Household) != (roll in HOUSEHOLD_ROLLS):
        raise Refused(f"“{Enrolment.Roll(roll).label}”名册的登记对象不对: 请核对是按人还是按户")
    return holder.enrolments.filter(roll=roll)
