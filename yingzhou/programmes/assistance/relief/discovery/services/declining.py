"""Who does not want it is left in peace for a time; they may change their mind."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.workdays import add_months
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.visits.models import Refusal
from yingzhou.kernel.visits.services import closing
from yingzhou.programmes.assistance.relief.discovery.faults import DiscoveryFault
from yingzhou.programmes.assistance.relief.discovery.files import CLASS, house
from yingzhou.programmes.assistance.relief.discovery.models import Decline, Finding

from .noting import close, is_found_anew, note

State = Finding.State
ASKED_THEMSELVES = 9 * CLASS + CLASS - 1
"""Who asks is visited before all others."""


def decline(row: Finding, *, why: str, by: str, on: date, at: datetime) -> Decline:
    """``row`` is locked. Its reason is kept with it, and they are not asked until the time is
    over."""
    close(row, State.DECLINED, on)
    made, _ = Decline.objects.update_or_create(
        finding=row,
        defaults={
            "person_id": row.person_id,
            "household_id": row.household_id,
            "rank": row.rank // CLASS if row.rank != ASKED_THEMSELVES else 9,
            "reason": why[:200],
            "told_by": by[:150],
            "valid_from": on,
            "valid_to": add_months(on, house().quiet["declined"]),
        },
    )
    note(row, f"不愿意: {why}; {made.valid_to} 以前不再问", by, at)
    return made


@transaction.atomic
def decline_oneself(
    *, finding: int, person: Person, why: str, actor: audit.Actor, at: datetime
) -> Decline:
    """On their own page, before anybody came: the visit is called off."""
    row = Finding.objects.select_for_update(of=("self",)).get(pk=finding)
    if row.state not in Finding.BEFORE_THE_WORD:
        raise DiscoveryFault("这一条已经有结果了, 不用再说")
    if not why.strip():
        raise DiscoveryFault("请选一个原因, 这样不会再打扰您")
    visit = row.visit_id if row.state == State.VISITING else None
    made = decline(row, why=why.strip(), by=person.name, on=clock.day_of(at), at=at)
    if visit is not None:
        closing.call_off(visits=[visit], why="本人说不用上门", at=at)
    audit.record(actor, "discovery.decline", row, {})
    return made


@transaction.atomic
def welcome(*, finding: int, by: str, actor: audit.Actor, at: datetime) -> Finding:
    """They changed their mind: in line again, before all others."""
    row = Finding.objects.select_for_update(of=("self",)).get(pk=finding)
    today = clock.day_of(at)
    found = Decline.objects.filter(finding=row, valid_to__gt=today).first()
    if row.state != State.DECLINED or found is None:
        raise DiscoveryFault("现在没有“不要再问”的登记, 不用改")
    if is_found_anew(row):
        raise DiscoveryFault("这件事已经又在安排了")
    found.valid_to = max(today, found.valid_from + timedelta(days=1))
    found.save(update_fields=["valid_to"])
    Refusal.objects.filter(visit=row.visit_id, valid_to__gt=found.valid_to).update(
        valid_to=found.valid_to
    )
    row.state, row.rank = State.WAITING, ASKED_THEMSELVES
    row.closed_on = row.quiet_until = None
    row.save(update_fields=["state", "rank", "closed_on", "quiet_until"])
    note(row, "改了主意, 请来人; 排到前面", by, at)
    audit.record(actor, "discovery.welcome", row, {})
    return row


def follow_refusals(today: date) -> None:
    """Who told the visitor that they may be asked again, may be asked by us, too."""
    rows = Decline.objects.on(today).filter(finding__visit__refusal__valid_to__lte=today)
    for row in rows:
        row.valid_to = max(today, row.valid_from + timedelta(days=1))
        row.save(update_fields=["valid_to"])
        Finding.objects.filter(pk=row.finding_id).update(quiet_until=None)
