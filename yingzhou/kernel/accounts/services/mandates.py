"""Mandates: who may act for whom, since when, for what, and on what evidence (民法典 161-175)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.audit import Actor, record
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts.models import Mandate
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.selectors import age_on

from .staff import Refused

ADULT = 18


@transaction.atomic
def record_mandate(
    *,
    principal: Person,
    agent: Person,
    evidence: str,
    actor: Actor,
    at: datetime,
    valid_from: date,
    valid_to: date = FOREVER,
    items: Collection[str] = (),
) -> Mandate:
    """``agent`` may act for ``principal`` up to, not including, ``valid_to``; for ``items`` (codes
    of the catalogue) only, or for everything where none is named."""
    _check(principal, agent, evidence, valid_from, valid_to, at)
    mandate = Mandate.objects.create(
        principal=principal,
        agent=agent,
        evidence=evidence.strip(),
        items=sorted(items),
        valid_from=valid_from,
        valid_to=valid_to,
        made_at=at,
        made_by=actor.name,
    )
    record(actor, "mandate.record", principal, {"agent": agent.pk, "mandate": mandate.pk})
    return mandate


def _check(
    principal: Person, agent: Person, evidence: str, since: date, until: date, at: datetime
) -> None:
    today = at.astimezone(clock.ZONE).date()
    if principal.pk == agent.pk:
        raise Refused("代办人就是本人, 不用登记委托。没有登记。")
    if principal.death_date is not None or agent.death_date is not None:
        raise Refused("委托人或代办人已去世(民法典第一百七十三条)。没有登记。")
    if age_on(agent, today) < ADULT:
        raise Refused("代办人未满 18 周岁(民法典第十八条)。没有登记。")
    if not evidence.strip():
        raise Refused("请写明凭据, 例如: 委托书原件已核对。没有登记。")
    if until <= max(since, today):
        raise Refused("终止日期必须晚于起始日期和今天。没有登记。")


@transaction.atomic
def revoke_mandate(*, mandate: Mandate, actor: Actor, at: datetime) -> None:
    """The agent may do nothing any more from now on; what was done stands."""
    row = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if row.revoked_at is not None:
        raise Refused("这项委托早已撤销。没有改动。")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record(actor, "mandate.revoke", row.principal, {"agent": row.agent_id, "mandate": row.pk})
