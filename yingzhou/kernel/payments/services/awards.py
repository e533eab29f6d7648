"""Who is entitled, from when, by which decision: begun by a grant, ended with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from yingzhou.core import audit, events
from yingzhou.core.models import AuditEntry
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.payments.benefits import Benefit, next_month
from yingzhou.kernel.payments.events import AwardBegun, AwardEnded, AwardRestored
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Award, AwardChange
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
    entry = audit.record(
        actor, "payments.award", made, {"benefit": benefit.name, "since": str(first)}
    )
    _note(entry, made, first, FOREVER, f"确定从{first:%Y年%-m月}起享受{benefit.name}", at)
    events.publish(AwardBegun(made.pk, made.benefit))
    return made


def _note(
    entry: AuditEntry, award: Award, since: date, until: date, what: str, at: datetime
) -> None:
    AwardChange.objects.create(
        entry=entry.seq, award=award, since=since, until=until, what=what[:200], recorded_at=at,
        recorded_by=entry.actor_name,
    )  # fmt: skip


@transaction.atomic
def end(*, award: int, last: date, why: str, actor: audit.Actor, at: datetime) -> Award:
    """``last``: a day of the last month that is paid. An award that ended earlier stays so."""
    row = Award.objects.select_for_update().get(pk=award)
    after = next_month(last)
    if row.valid_to <= after:
        return row
    if not why.strip():
        raise PaymentFault("请写明为什么停发")
    was, row.valid_to = row.valid_to, max(after, next_month(row.valid_from))
    row.ended_at, row.ended_by, row.ended_why = at, actor.name, why.strip()[:200]
    row.save()
    detail = {"why": row.ended_why, "last": str(last)}
    entry = audit.record(actor, "payments.end_award", row, detail)
    _note(entry, row, row.valid_to, was, f"从{row.valid_to:%Y年%-m月}起停发: {row.ended_why}", at)
    events.publish(AwardEnded(row.pk, row.benefit, row.valid_to))
    return row


@transaction.atomic
def restore(*, award: int, actor: audit.Actor, at: datetime, until: date = FOREVER) -> Award:
    """What ended an award was a mistake: it goes on (to ``until``) as if it had not."""
    row = Award.objects.select_for_update().get(pk=award)
    same = Award.objects.filter(
        benefit=row.benefit, household=row.household_id, person=row.person_id
    )
    later = same.filter(valid_from__gte=row.valid_to).exclude(pk=row.pk)
    next_one = later.order_by("valid_from").values_list("valid_from", flat=True).first()
    until = min(until, next_one or until)  # it was granted anew meanwhile
    if row.valid_to >= until:
        return row
    was, row.valid_to = row.valid_to, until
    if until == FOREVER:
        row.ended_at, row.ended_by, row.ended_why = None, "", ""
    row.save()
    entry = audit.record(actor, "payments.restore_award", row, {"since": str(at.date())})
    _note(entry, row, was, until, f"从{was:%Y年%-m月}起恢复", at)
    events.publish(AwardRestored(row.pk, row.benefit, was))
    return row
