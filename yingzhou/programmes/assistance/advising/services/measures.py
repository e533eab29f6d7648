"""What is to help is proposed, answered by the family, carried out and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.periods import deadline
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Membership
from yingzhou.programmes.assistance.advising.faults import AdvisingFault, NotYours
from yingzhou.programmes.assistance.advising.models import Measure, Plan
from yingzhou.programmes.assistance.advising.needs import OTHER, needs, referral
from yingzhou.programmes.assistance.advising.selectors import rights

from .plans import locked, mine, settle

State, Kind = Measure.State, Measure.Kind


@dataclass(frozen=True)
class Wanted:
    """``item``: a service of the catalogue, or ``unit``: whom to refer to, or neither: what the
    adviser does, called ``name``."""

    need: str
    due_on: date
    why: str
    item: str = ""
    unit: str = ""
    name: str = ""
    owner: str = ""


@transaction.atomic
def propose(*, plan: int, wanted: Wanted, user: User, at: datetime) -> Measure:
    """The family is asked; nothing is done before they agree."""
    row = mine(plan, user)
    if wanted.need not in {*needs(), OTHER}:
        raise AdvisingFault("请选为哪样困难")
    if wanted.due_on < clock.day_of(at):
        raise AdvisingFault("这一天已经过去了")
    if not wanted.why.strip():
        raise AdvisingFault("请写为什么, 家里人看得懂的话")
    kind, name = _named(wanted)
    if wanted.item and row.measures.filter(item=wanted.item, state__in=Measure.RUNNING).exists():
        raise AdvisingFault(f"方案里已经有{name}")
    made = Measure.objects.create(
        plan=row,
        kind=kind,
        need=wanted.need,
        item=wanted.item,
        unit=wanted.unit[:60],
        name=name[:80],
        why=wanted.why.strip()[:500],
        owner=(wanted.owner.strip() or str(row.adviser or user))[:60],
        due_on=wanted.due_on,
        made_at=at,
    )
    settle(row)
    audit.record(audit.Actor.of(user), "advising.propose", row, {"what": made.name})
    return made


def _named(wanted: Wanted) -> tuple[str, str]:
    if wanted.item:
        found = items().get(wanted.item)
        if found is None:
            raise AdvisingFault("没有这个事项")
        return Kind.SERVICE, found.name
    if wanted.unit.strip():
        return Kind.REFERRAL, wanted.name.strip() or f"转给{wanted.unit.strip()}"
    if not wanted.name.strip():
        raise AdvisingFault("请写顾问做什么")
    return Kind.OWN, wanted.name.strip()


@transaction.atomic
def answer(*, measure: int, agrees: bool, how: str, user: User, at: datetime) -> Measure:
    """The family's word: by one of them online, or put down by the adviser with who said it and
    how."""
    found, row = _found(measure)
    if rights.belongs(user, row):
        said_by = f"{user.person.name}, 网上" if user.person else "网上"
    elif rights.may_work(user, row):
        if not how.strip():
            raise AdvisingFault("请写家里谁答复的、怎样答复的, 如“户主当面”")
        said_by = f"{how.strip()}({user}登记)"
    else:
        raise NotYours("这一户不由您帮")
    if found.state != State.PROPOSED or not row.is_open:
        raise AdvisingFault("这一条家里已经答复过了; 改主意的, 请和顾问说")
    found.state = State.AGREED if agrees else State.DECLINED
    found.said_at, found.said_by = at, said_by[:120]
    if not agrees:
        found.ended_at = at
    found.save()
    settle(row)
    action = "advising.agree" if agrees else "advising.decline"
    audit.record(audit.Actor.of(user), action, row, {"what": found.name})
    return found


def _found(measure: int) -> tuple[Measure, Plan]:
    row = locked(Measure.objects.values_list("plan", flat=True).get(pk=measure))
    return Measure.objects.select_for_update(of=("self",)).get(pk=measure), row


@transaction.atomic
def refer(*, measure: int, user: User, at: datetime) -> Measure:
    """To another office or a charity, with its answer due; only what the family agreed to."""
    found, row = _found(measure)
    mine(row.pk, user)
    if found.kind != Kind.REFERRAL:
        raise AdvisingFault("这一条不是转介")
    if found.state != State.AGREED:
        raise AdvisingFault("家里同意以后才能转")
    day = clock.day_of(at)
    found.state, found.sent_at = State.REFERRED, at
    found.answer_due_on = deadline(day, referral().period) or day
    found.save()
    settle(row)
    detail = {"what": found.name, "to": found.unit}
    audit.record(audit.Actor.of(user), "advising.refer", row, detail)
    return found


@transaction.atomic
def reply(*, measure: int, helps: bool, words: str, user: User, at: datetime) -> Measure:
    """What the office answers: by its own login, or put down by the adviser where it has none."""
    found = Measure.objects.select_for_update(of=("self",)).select_related("plan").get(pk=measure)
    row = locked(found.plan_id)
    if not (rights.may_answer(user, found) or rights.may_work(user, row)):
        raise NotYours("这次转介不是给您单位的")
    if found.state != State.REFERRED:
        raise AdvisingFault("这次转介已经答复过了")
    if not words.strip():
        raise AdvisingFault("请写明怎样帮, 或为什么帮不了")
    found.answered_at, found.answered_by, found.answer = at, str(user), words.strip()[:500]
    found.state, found.ended_at = (State.DONE if helps else State.FAILED), at
    found.save()
    settle(row)
    audit.record(audit.Actor.of(user), "advising.reply", row, {"what": found.name})
    return found


@transaction.atomic
def end(*, measure: int, done: bool, words: str, user: User, at: datetime) -> Measure:
    """Done, or not to be done, with what came of it."""
    found, row = _found(measure)
    mine(row.pk, user)
    if not found.runs:
        raise AdvisingFault("这一条已经有结果了")
    if done and found.state == State.PROPOSED:
        raise AdvisingFault("家里还没有答复")
    if not words.strip():
        raise AdvisingFault("请写结果怎样")
    found.state, found.ended_at = (State.DONE if done else State.FAILED), at
    found.words = words.strip()[:500]
    found.save()
    settle(row)
    detail = {"what": found.name, "state": found.get_state_display()}
    audit.record(audit.Actor.of(user), "advising.end", row, detail)
    return found


GRANTED = (Case.Outcome.GRANTED, Case.Outcome.DONE)


MOST = 500


def follow_cases(at: datetime) -> int:
    """Matters of the household that are on its plan are linked, and their end is the measure's. How
    many measures moved. Asked now and then, so that no case has to know of plans."""
    rows = Measure.objects.filter(
        state__in=(State.AGREED, State.APPLIED), plan__state=Plan.State.OPEN
    ).exclude(item="")
    return sum(
        _follow(pk, at) for pk in list(rows.order_by("pk").values_list("pk", flat=True))[:MOST]
    )


@transaction.atomic
def _follow(pk: int, at: datetime) -> bool:
    found, plan = _found(pk)
    case = found.case or _case_of(found, plan, at)
    if case is None:
        return False
    before = (found.state, found.case_id)
    found.case, found.state = case, State.APPLIED
    if not case.is_open:
        found.state = State.DONE if case.outcome in GRANTED else State.FAILED
        found.ended_at = at
        found.words = f"{case.get_outcome_display()}({case.number})"
    if before == (found.state, found.case_id):
        return False
    found.save()
    settle(plan)
    return True


def _case_of(found: Measure, plan: Plan, at: datetime) -> Case | None:
    """The last matter of this kind since it was proposed."""
    people = Membership.objects.on(clock.day_of(at)).filter(household=plan.household_id)
    rows = Case.objects.filter(
        item=found.item, applicant__in=people.values("person"), received_at__gte=found.made_at
    )
    return rows.defer("answers").order_by("-received_at").first()
