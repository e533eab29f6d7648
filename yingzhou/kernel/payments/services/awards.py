"""Who is entitled, from when, by which decision: begun by a grant, ended with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.payments.benefits import Benefit, next_month
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import Household, Person


@transaction.atomic
def begin(
    *,
    benefit: Benefit,
    holder: Household | Person,
    payee: Person,
    since: date,
    actor: audit.Actor,
    at: datetime,
    case: Case | None = None,
) -> Award:
    """From the month of ``since`` on. Who has it already keeps it: PaymentFault."""
    if benefit.by_registry:
        raise PaymentFault(f"{benefit.name}按登记直接发放, 不用逐个确定")
    column = "household" if isinstance(holder, Household) else "person"
    if benefit.is_of_household != (column == "household"):
        raise PaymentFault(f"{benefit.name}发给{'家庭' if benefit.is_of_household else '个人'}")
    first = since.replace(day=1)
    there = Award.objects.select_for_update().filter(benefit=benefit.code, **{column: holder})
    if there.filter(Q(valid_to__gt=first)).exists():
        raise PaymentFault(f"{benefit.name}已经在发, 不能重复确定")
    made = Award.objects.create(
        benefit=benefit.code,
        payee=payee,
        case=case,
        valid_from=first,
        made_at=at,
        made_by=actor.name,
        **{column: holder},
    )
    audit.record(actor, "payments.award", made, {"benefit": benefit.name, "since": str(first)})
    return made


@transaction.atomic
def end(*, award: int, last: date, why: str, actor: audit.Actor, at: datetime) -> Award:
    """``last``: a day of the last month that is paid. An award that ended earlier stays so."""
    row = Award.objects.select_for_update().get(pk=award)
    after = next_month(last)
    if row.valid_to <= after:
        return row
    if not why.strip():
        raise PaymentFault("请写明为什么停发")
    row.valid_to = max(after, next_month(row.valid_from))
    row.ended_at, row.ended_by, row.ended_why = at, actor.name, why.strip()[:200]
    row.save()
    audit.record(actor, "payments.end_award", row, {"why": row.ended_why, "last": str(last)})
    return row


@transaction.atomic
def restore(*, award: int, actor: audit.Actor, at: datetime, until: date = FOREVER) -> Award:
    """What ended an award was a mistake: it goes on (to ``until``) as if it had not."""
    row = Award.objects.select_for_update().get(pk=award)
    if row.valid_to >= until:
        return row
    row.valid_to = until
    if until == FOREVER:
        row.ended_at, row.ended_by, row.ended_why = None, "", ""
    row.save()
    audit.record(actor, "payments.restore_award", row, {"since": str(at.date())})
    return row
