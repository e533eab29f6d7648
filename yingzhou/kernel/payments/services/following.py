"""What follows for awards: from a decision, from a death, and from its being taken back.

Everything that an event does is written down as its effects, each with what was before, so that a
reversal walks them backwards and gives back exactly that.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from yingzhou.core import audit, clock
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases.models import Case, Decision
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.payments.benefits import Benefit, benefits, granted_by, next_month
from yingzhou.kernel.payments.models import Award, Effect, PayeeAccount, Recovery, RunLine
from yingzhou.kernel.payments.services import awards, recovering
from yingzhou.kernel.payments.services.heard import of_family
from yingzhou.kernel.people.models import Household, Membership, Person
from yingzhou.kernel.people.selectors import age_on

ADULT = 18


@transaction.atomic
def begin_by_decision(*, case: int, seq: int) -> list[Award]:
    """The awards of a grant that this very step made; none where the step granted nothing that is
    paid by award, or where it is paid already."""
    made = Decision.objects.filter(case=case, step=seq, result="grant", revoked_at=None).first()
    if made is None:
        return []
    row = Case.objects.select_related("applicant", "version").get(pk=case)
    found = (_begin(benefit, made, row) for benefit in granted_by(row.item))
    return [award for award in found if award is not None]


@transaction.atomic
def end_by_outcome(*, case: int) -> None:
    """A case that was opened again ended without a grant: what it had granted is paid to the end of
    this month and no further. While it was open nothing was taken away, for nobody was heard."""
    rows = Award.objects.select_for_update(of=("self",)).select_related("case")
    for award in rows.filter(case=case, valid_to__gt=clock.today()):
        number = award.case.number if award.case else ""
        awards.end(
            award=award.pk, last=clock.today(), why=f"办件 {number} 重新办理, 没有再同意",
            actor=audit.SYSTEM, at=clock.now(),
        )  # fmt: skip


def _begin(benefit: Benefit, made: Decision, case: Case) -> Award | None:
    if benefit.by_registry or case.applicant is None:
        return None
    since = made.effective_from or clock.day_of(made.made_at)
    holder = _holder(benefit, case.applicant, since)
    if holder is None or _has(benefit, holder, since):
        return None
    return awards.begin(
        benefit=benefit,
        holder=holder,
        payee=_payee(case, case.applicant, since),
        since=since,
        actor=audit.Actor.of(made.made_by) if made.made_by else audit.SYSTEM,
        at=clock.now(),
        case=case,
    )


def _payee(case: Case, applicant: Person, day: date) -> Person:
    """Whoever asks; what takes the place of another benefit (低保渐退) and asks for no account
    goes to whom that was paid."""
    said = item_of_version(case.version).apply
    if said is None or not said.awards.gives_way:
        return applicant
    if any(field.kind == "account" for field in said.form):
        return applicant
    before = of_family(case, said.awards.gives_way, day).select_related("payee").first()
    return before.payee if before is not None else applicant


def _holder(benefit: Benefit, person: Person, day: date) -> Household | Person | None:
    if not benefit.is_of_household:
        return person
    found = Membership.objects.on(day).filter(person=person).select_related("household").first()
    return found.household if found else None


def _has(benefit: Benefit, holder: Household | Person, since: date) -> bool:
    column = "household" if isinstance(holder, Household) else "person"
    rows = Award.objects.filter(benefit=benefit.code, valid_to__gt=since, **{column: holder})
    return rows.exists()


@transaction.atomic
def end_of_the_dead(*, person: int, event: int, on: date) -> None:
    """Their own awards end with the month of death; a household's goes on for who is left, and to
    another adult where the money went to the dead."""
    if Effect.objects.filter(event=event).exists() or Recovery.objects.filter(event=event).exists():
        return
    for award in Award.objects.select_for_update().filter(person=person, valid_to__gt=on):
        _end(award, event, on)
    # A membership may end with the death itself.
    homes = Membership.objects.filter(person=person, valid_from__lte=on, valid_to__gte=on)
    for award in Award.objects.select_for_update().filter(
        household__in=homes.values("household"), valid_to__gt=on
    ):
        left = _left(award, person, on)
        if not left:
            _end(award, event, on)
        elif award.payee_id == person:
            _pay_to(award, left[0], event, "原领款人去世")
    _ask_back(person, event, on)


@transaction.atomic
def pay_to_another(*, person: int, event: int, on: date, why: str) -> None:
    """A household's money does not go to who is taken away or moved out, where another adult is
    left."""
    if Effect.objects.filter(event=event).exists():
        return
    rows = Award.objects.select_for_update().filter(payee=person, valid_to__gt=on)
    for award in rows.exclude(household=None).order_by("pk"):
        left = [one for one in _left(award, person, on) if age_on(one, on) >= ADULT]
        if left:
            _pay_to(award, left[0], event, why)


def _ask_back(person: int, event: int, on: date) -> None:
    """What has been paid for months after the death: to them, or to a household that ended."""
    after = next_month(on)
    ended = Effect.objects.filter(event=event, what=Effect.What.ENDED)
    homes = ended.exclude(award__household=None).values("award__benefit", "award__household")
    of_persons = [one.code for one in benefits().values() if not one.is_of_household]
    theirs = Q(benefit__in=of_persons, holder=person)
    for home in homes:
        theirs |= Q(benefit=home["award__benefit"], holder=home["award__household"])
    lines = RunLine.objects.filter(theirs, since__gte=after).exclude(run__approved_by="")
    recovering.open_for(
        lines=lines.order_by("pk"),
        why=f"{on:%Y年%-m月%-d日}去世以后发的",
        actor=audit.SYSTEM,
        at=clock.now(),
        event=event,
    )


def _left(award: Award, person: int, on: date) -> list[Person]:
    """Who lives on in the household: adults first, of them who has an account, the oldest first."""
    rows = Membership.objects.on(on).filter(household=award.household_id)
    rows = rows.filter(person__death_date=None).exclude(person=person).select_related("person")
    people = [row.person for row in rows]
    named = PayeeAccount.objects.filter(person__in=people, valid_to=FOREVER)
    has_account = set(named.values_list("person", flat=True))
    return sorted(
        people,
        key=lambda one: (age_on(one, on) < ADULT, one.pk not in has_account, one.birth_date),
    )


def _end(award: Award, event: int, on: date) -> None:
    Effect.objects.create(
        event=event, award=award, what=Effect.What.ENDED, before=award.valid_to.isoformat()
    )
    awards.end(award=award.pk, last=on, why="去世", actor=audit.SYSTEM, at=clock.now())


def _pay_to(award: Award, payee: Person, event: int, why: str) -> None:
    Effect.objects.create(
        event=event, award=award, what=Effect.What.PAYEE, before=str(award.payee_id)
    )
    award.payee = payee
    award.save(update_fields=["payee"])
    audit.record(audit.SYSTEM, "payments.payee", award, {"why": why, "person": payee.pk})


@transaction.atomic
def undo(*, event: int) -> None:
    """Everything back as it was before the event; the last done is undone first."""
    for row in Recovery.objects.filter(event=event).exclude(state=Recovery.State.CANCELLED):
        recovering.cancel(recovery=row.pk, why="登记已撤回", actor=audit.SYSTEM, at=clock.now())
    rows = Effect.objects.select_for_update().filter(event=event, undone_at=None)
    for effect in rows.order_by("-pk"):
        award = Award.objects.select_for_update().get(pk=effect.award_id)
        if effect.what == Effect.What.ENDED:
            awards.restore(
                award=award.pk,
                until=date.fromisoformat(effect.before),
                actor=audit.SYSTEM,
                at=clock.now(),
            )
        else:
            award.payee_id = int(effect.before)
            award.save(update_fields=["payee"])
        effect.undone_at = clock.now()
        effect.save(update_fields=["undone_at"])
