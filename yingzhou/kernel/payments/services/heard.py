"""What a decision does to what is paid already: it ends, or it may fall to what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from yingzhou.core import audit, clock
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.payments.benefits import next_month
from yingzhou.kernel.payments.models import Award, Heard
from yingzhou.kernel.payments.selectors.paid import paid_last
from yingzhou.kernel.payments.services import awards
from yingzhou.kernel.people.models import Membership

FROM_MONTH = "from_month"
"""The question of a form from which month on it is to stop; never before the decision."""
REOPENED = "reopen"


@transaction.atomic
def by_decision(*, case: int, seq: int) -> list[Heard]:
    """What this very step decided about awards of the household of whoever it is about."""
    made = Decision.objects.filter(case=case, step=seq, revoked_at=None).first()
    if made is None:
        return []
    row = Case.objects.select_related("applicant", "version").get(pk=case)
    apply = item_of_version(row.version).apply
    if apply is None or row.applicant is None:
        return []
    said, at = apply.awards, clock.now()
    day = clock.day_of(made.made_at)
    month = made.effective_from or next_month(day)
    if made.result == Decision.Result.REFUSE:
        last = _last_month(row, day)
        return [_ended(award, row, made, last, at) for award in _awards(row, said.ends, day)]
    found = [(award, made.amount or 0) for award in _awards(row, said.sets, day)]
    found += [(award, 0) for award in _awards(row, said.gives_way, day)]
    return [_keep(award, month, amount, row, seq, at) for award, amount in found]


def _last_month(case: Case, day: date) -> date:
    """A day of the last month that is paid."""
    wanted = str(case.answers.get("values", {}).get(FROM_MONTH) or "")
    since = date.fromisoformat(f"{wanted[:7]}-01") if wanted else next_month(day)
    return max(since - timedelta(days=1), day)


def _awards(case: Case, benefits: Iterable[str], day: date) -> list[Award]:
    return list(of_family(case, benefits, day).select_for_update())


def of_family(case: Case, benefits: Iterable[str], day: date) -> QuerySet[Award]:
    """Of the household, or of anybody in it."""
    codes = tuple(benefits)
    if not codes or case.applicant_id is None:
        return Award.objects.none()
    own = Membership.objects.on(day).filter(person=case.applicant_id).values("household")
    people = Membership.objects.on(day).filter(household__in=own).values("person")
    rows = Award.objects.filter(benefit__in=codes, valid_to__gt=day)
    theirs = rows.filter(household__in=own) | rows.filter(person__in=people)
    return theirs.order_by("pk")


def _keep(award: Award, month: date, amount: int, case: Case, seq: int, at: datetime) -> Heard:
    made, _ = Heard.objects.get_or_create(
        award=award, case=case, step=seq,
        defaults={"month": month, "amount": amount, "before": paid_last(award), "made_at": at},
    )  # fmt: skip
    return made


def _ended(award: Award, case: Case, made: Decision, last: date, at: datetime) -> Heard:
    actor = audit.Actor.of(made.made_by) if made.made_by else audit.SYSTEM
    awards.end(award=award.pk, last=last, why=f"停发决定 {case.number}", actor=actor, at=at)
    return _keep(award, next_month(last), 0, case, made.step, at)


@transaction.atomic
def take_back(*, case: int) -> None:
    """The decision fell, for the case was opened again: what ended goes on, what was lowered is
    what it was until there is another decision."""
    for row in Heard.objects.select_for_update().filter(case=case, revoked_at=None):
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        award = Award.objects.get(pk=row.award_id)
        if award.valid_to != FOREVER and award.ended_why.startswith("停发决定"):
            awards.restore(award=award.pk, actor=audit.SYSTEM, at=clock.now())
