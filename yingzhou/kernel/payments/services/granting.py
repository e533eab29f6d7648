"""Paid once: from the decision to a batch for the bank, or over the counter at once.

A batch is a run like a month's, with a number of its own within the month: it is approved by
another person, held to the budget, sent, answered and followed up in the same way. It is gathered
at any time, for nobody in need waits for the end of a month.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from yingzhou.core import audit, clock
from yingzhou.kernel.cases.models import Case, Decision, Step
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.ledger import services as ledger
from yingzhou.kernel.ledger.services import By
from yingzhou.kernel.payments import books
from yingzhou.kernel.payments.benefits import once
from yingzhou.kernel.payments.faults import PaymentFault
from yingzhou.kernel.payments.models import Grant, Run, RunLine, SealedYear
from yingzhou.kernel.payments.selectors.grants import WAITS
from yingzhou.kernel.payments.services import recovering
from yingzhou.kernel.payments.services.established import keep_account
from yingzhou.kernel.people.models import Membership
from yingzhou.policy.tree import HOUSEHOLD

Way = Grant.Way
WAYS = {str(one.label): one for one in Way}


@transaction.atomic
def keep_by_decision(*, case: int, seq: int) -> Grant | None:
    """Of a grant of something paid once that this very step made; said twice, it is there once."""
    made = Decision.objects.filter(case=case, step=seq, result="grant", revoked_at=None).first()
    row = Case.objects.select_for_update(of=("self",)).select_related("applicant").get(pk=case)
    key = once(row.item)
    if made is None or not made.amount or row.applicant is None or key is None:
        return None
    there = Grant.objects.filter(case=row, step=seq).first()
    if there is not None:
        return there
    amount = _still_to_pay(row, made.amount)
    if not amount:
        return None
    day = min(clock.day_of(made.made_at), clock.today())
    actor = audit.Actor.of(made.made_by) if made.made_by else audit.SYSTEM
    holder, persons = _holder(row.applicant.pk, key[0] == HOUSEHOLD, day)
    step = Step.objects.get(case=row, seq=seq)
    grant = Grant.objects.create(
        benefit=row.item, case=row, step=seq, holder=holder, payee=row.applicant,
        division_id=row.home_id or row.place_id, persons=persons, amount=amount,
        way=WAYS.get(str((step.data or {}).get("paid_by") or ""), Way.CARD),
        decided_at=made.made_at, decided_by=actor.name,
    )  # fmt: skip
    keep_account(row, day, actor, clock.now())
    if grant.way != Way.CARD:
        _hand_over(grant, actor, clock.now())
    return grant


def _holder(person: int, is_household: bool, day: date) -> tuple[int, int]:
    """Who the rule is about, and for how many people."""
    if not is_household:
        return person, 1
    home = Membership.objects.on(day).filter(person=person).values_list("household", flat=True)
    found = home.first()
    if found is None:
        return person, 1
    return int(found), Membership.objects.on(day).filter(household=found).count()


def _hand_over(grant: Grant, actor: audit.Actor, at: datetime) -> None:
    """From the town's own cash or stores; the month's entry of the bureau's books."""
    day = clock.day_of(at)
    town = books.town_code(tree_on(day), grant.division_id)
    ledger.post(
        key=f"grant:{grant.pk}:handed",
        lines={
            books.spent(grant.benefit, town, day.year): grant.amount,
            books.petty(town): -grant.amount,
        },
        text=f"{books.name_of(grant.benefit)}{grant.get_way_display()} {grant.case.number}",
        day=day,
        by=By(actor.name),
        at=at,
    )


def _still_to_pay(case: Case, amount: int) -> int:
    """Of a case that was decided again: what the first decision did not give. Where it gave more,
    that is asked back and the new amount paid, so that both stand in the books."""
    earlier = list(case.grants.filter(revoked_at=None).select_related("run"))
    given = sum(one.amount for one in earlier)
    if given <= amount:
        return amount - given
    for one in earlier:
        _revoke(one)
    return amount


@transaction.atomic
def hold_back(*, case: int) -> None:
    """The case is opened again: what has not gone out waits for the new decision. What has gone is
    theirs until then."""
    for one in Grant.objects.select_for_update(of=("self",)).filter(case=case, revoked_at=None):
        if one.way == Way.CARD and not (one.run and one.run.approved_by):
            _revoke(one)


@transaction.atomic
def take_back(*, case: int) -> None:
    """It ended without a grant: what has gone out is asked back."""
    for one in Grant.objects.select_for_update(of=("self",)).filter(case=case, revoked_at=None):
        _revoke(one)


def _revoke(grant: Grant) -> None:
    grant.revoked_at = clock.now()
    grant.save(update_fields=["revoked_at"])
    audit.record(audit.SYSTEM, "payments.grant_revoked", grant, {"case": grant.case.number})
    if grant.run is not None and grant.run.approved_by:
        recovering.open_for(
            lines=_lines([grant]), why=f"办件 {grant.case.number} 的决定撤销",
            actor=audit.SYSTEM, at=clock.now(),
        )  # fmt: skip


def _lines(grants: Iterable[Grant]) -> list[RunLine]:
    found = (
        RunLine.objects.filter(
            run=one.run_id, benefit=one.benefit, holder=one.holder, correction=one.correction
        ).first()
        for one in grants
    )
    return [line for line in found if line is not None]


def waiting() -> list[Grant]:
    """By card, decided, not in a batch that somebody approved; of the living."""
    rows = Grant.objects.filter(WAITS, payee__death_date=None)
    return list(rows.select_related("payee", "case").order_by("decided_at", "pk"))


@transaction.atomic
def gather(*, actor: audit.Actor, at: datetime) -> Run:
    """All that waits, as a draft for the approver; what was gathered before and not approved is
    gathered anew."""
    month = clock.day_of(at).replace(day=1)
    if SealedYear.objects.filter(year=month.year).exists():
        raise PaymentFault(f"{month.year}年已经封存")
    run = Run.objects.select_for_update().filter(number__gt=0, approved_by="").first()
    grants = waiting()
    if not grants:
        raise PaymentFault("没有待发的一次性救助")
    if run is None or run.month != month:
        run = _next_run(month, run)
    Grant.objects.filter(run=run).update(run=None)
    run.lines.all()._raw_delete(run.lines.db)  # of a draft that nobody approved
    numbers = _numbers(grants, month)
    for grant in grants:
        key = (grant.benefit, grant.holder)
        grant.run, grant.correction = run, numbers.get(key, -1) + 1
        numbers[key] = grant.correction
    Grant.objects.bulk_update(grants, ["run", "correction"])
    RunLine.objects.bulk_create(_line(run, grant) for grant in grants)
    return _drafted(run, actor, at)


def _next_run(month: date, left: Run | None) -> Run:
    """A draft of an earlier month that nobody approved is emptied: its grants go with this one."""
    if left is not None:
        Grant.objects.filter(run=left).update(run=None)
        left.lines.all()._raw_delete(left.lines.db)
        left.delete()
    last = Run.objects.filter(month=month).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            return Run.objects.create(month=month, number=last + 1)
    except IntegrityError as error:
        raise PaymentFault("另一个人刚刚汇总过, 请刷新再看") from error


def _numbers(grants: list[Grant], month: date) -> dict[tuple[str, int], int]:
    """The last number that a holder's lines of this month have already."""
    rows = RunLine.objects.filter(month=month, benefit__in={one.benefit for one in grants})
    last = rows.values("benefit", "holder").annotate(last=Max("correction")).order_by("benefit")
    return {(row["benefit"], row["holder"]): row["last"] for row in last}


def _line(run: Run, grant: Grant) -> RunLine:
    return RunLine(
        run=run, benefit=grant.benefit, holder=grant.holder, payee=grant.payee,
        division_id=grant.division_id, month=run.month, since=run.month,
        correction=grant.correction, persons=grant.persons, amount=grant.amount,
        why=RunLine.Why.ONCE,
    )  # fmt: skip


def _drafted(run: Run, actor: audit.Actor, at: datetime) -> Run:
    run.lines_count = run.lines.count()
    run.total = run.lines.aggregate(total=Sum("amount"))["total"] or 0
    run.state, run.done, run.computed_by, run.computed_at = Run.State.COMPUTED, 100, actor.name, at
    run.rules, run.snapshot = book().digest, at
    run.save()
    detail = {"month": f"{run.month:%Y-%m}", "lines": run.lines_count, "total": run.total}
    audit.record(actor, "payments.gather", run, detail)
    return run


def check(run: Run) -> None:
    """Before a batch is approved: PaymentFault where a decision fell, or somebody died, since."""
    rows = run.grants.select_related("payee", "case")
    gone = [one for one in rows if one.revoked_at or one.payee.death_date]
    if gone:
        numbers = "、".join(one.case.number for one in gone)
        raise PaymentFault(f"汇总以后有变化({numbers} 的决定撤销了, 或本人去世), 请经办重新汇总")
