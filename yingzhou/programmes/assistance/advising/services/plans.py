"""A plan begins, follows its assessment, is looked at again, and ends."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from yingzhou.core import audit, clock
from yingzhou.core.workdays import add_months, roll_forward
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.places import assessors_at
from yingzhou.kernel.assessments.scoring import facts_of
from yingzhou.kernel.assessments.selectors import current
from yingzhou.kernel.assessments.selectors.rights import instrument_of
from yingzhou.kernel.assessments.services import ask_for_assessment, call_off
from yingzhou.kernel.catalogue.book import book
from yingzhou.kernel.people.models import Household
from yingzhou.policy.law import Moment, law
from yingzhou.policy.scalar import Evaluation
from yingzhou.policy.scalar.instances import build
from yingzhou.programmes.assistance.advising.faults import AdvisingFault, NotYours
from yingzhou.programmes.assistance.advising.models import Measure, Plan, Review
from yingzhou.programmes.assistance.advising.needs import INSTRUMENT
from yingzhou.programmes.assistance.advising.selectors import due, rights

EVERY = "户.帮扶复核间隔"
"""The rule that says after how many months a plan is looked at again."""
LONGEST = 12
"""Months after which it is, whatever the family is told meanwhile."""


@transaction.atomic
def open_plan(*, household: Household, user: User, at: datetime) -> Plan:
    """Once a household; its needs are assessed first, where that was not done."""
    if not rights.reaches(user, household.division_id):
        raise NotYours("这一户不在您负责的地方")
    if rights.is_shut(user, household.pk):
        raise NotYours(rights.RECUSED)
    found = Plan.objects.filter(household=household, state=Plan.State.OPEN).first()
    if found is not None:
        return found
    day = clock.day_of(at)
    adviser = _adviser(household, user, day)
    row = Plan(household=household, adviser=adviser, goals=[], opened_at=at, next_due_on=day)
    row.division_id = household.division_id
    row.save(force_insert=True)
    made = current(INSTRUMENT, household)
    if made is not None and made.holds_on(day):
        take_over(plan=row, assessment=made)
    else:
        _ask(row, "做帮扶方案以前的需求评估", at)
    settle(row)
    audit.record(audit.Actor.of(user), "advising.open", row, {})
    return row


def _adviser(household: Household, user: User, day: date) -> User | None:
    """Who opens it, if they advise; else the adviser of the place, where there is one only."""
    if user.may(rights.WORK):
        return user
    some = assessors_at(household.division_id, ("adviser",), day)
    return some[0] if len(some) == 1 else None


def _ask(row: Plan, reason: str, at: datetime) -> Task:
    return ask_for_assessment(
        kind=INSTRUMENT,
        subject=row.household,
        asked_by=f"plan:{row.pk}",
        key=f"plan:{row.pk}:{clock.day_of(at):%Y%m%d}",
        reason=reason,
        user=row.adviser,
        at=at,
    )


def locked(plan: int) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan)


def mine(plan: int, user: User) -> Plan:
    """The open plan, for this transaction; :class:`NotYours` where it is not theirs to work on."""
    row = locked(plan)
    if not rights.may_work(user, row):
        raise NotYours(
            rights.RECUSED if rights.is_shut(user, row.household_id) else "这一户不由您帮"
        )
    if not row.is_open:
        raise AdvisingFault("这个方案已经结束了; 又有难处的, 重新开始一个")
    return row


def settle(row: Plan) -> None:
    """Keeps the next day on which something is due; far away where nothing is."""
    task = due.tasks_of([row.household_id]).get(row.household_id)
    measures = list(row.measures.filter(state__in=Measure.RUNNING))
    found = due.due_of(row, measures, row.assessment, task)
    row.next_due_on = found[0].on if found else date(9999, 12, 31)
    row.save()


def take_over(*, plan: Plan, assessment: Assessment) -> None:
    """Its needs are the plan's from now on; what was not looked at yet is looked at when the rule
    says."""
    plan.assessment = assessment
    last = plan.reviews.order_by("-on").values_list("on", flat=True).first()
    since = max(last or assessment.assessed_on, assessment.assessed_on)
    plan.review_due_on = next_review(assessment, since)


def next_review(assessment: Assessment, since: date) -> date:
    """So many months later as the rule gives for what was found."""
    facts = facts_of(instrument_of(assessment), assessment.content["values"])
    own = {name.partition(".")[2]: value for name, value in facts.items()}
    case = build(own, [("本人", {}, [], "")])
    moment = Moment(since.year, since.month)
    evaluation = Evaluation(law(book(), moment.law_day), moment, case)
    months = evaluation.value(book().find(EVERY), case.household)
    months = months if isinstance(months, int) else LONGEST
    return roll_forward(add_months(since, months))


@transaction.atomic
def assessed(*, assessment: int) -> Plan | None:
    """Of the household that was assessed, if it has a plan."""
    made = Assessment.objects.get(pk=assessment)
    row = Plan.objects.filter(household=made.household_id, state=Plan.State.OPEN).first()
    if row is None or made.state != Assessment.State.COUNTS:
        return None
    row = locked(row.pk)
    take_over(plan=row, assessment=made)
    settle(row)
    return row


def renew(at: datetime) -> int:
    """Needs are assessed anew before the assessment runs out; how many were asked for."""
    day, count = clock.day_of(at), 0
    instrument = instruments()[INSTRUMENT][-1]
    by = day + timedelta(days=instrument.renew_days)
    rows = Plan.objects.filter(
        state=Plan.State.OPEN, assessment__valid_until__lte=by, assessment__state="counts"
    )
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        count += _renew(pk, at)
    return count


@transaction.atomic
def _renew(pk: int, at: datetime) -> bool:
    row = locked(pk)
    if row.household_id in due.tasks_of([row.household_id]) or row.assessment is None:
        return False
    ask_for_assessment(
        kind=INSTRUMENT,
        subject=row.household,
        asked_by=f"plan:{row.pk}",
        key=f"renew:{row.assessment_id}",
        reason="需求评估快到期, 重新评",
        due_on=max(row.assessment.valid_until, clock.day_of(at)),
        basis=instruments()[INSTRUMENT][-1].valid.basis,
        user=row.adviser,
        at=at,
    )
    settle(row)
    return True


@transaction.atomic
def set_goals(*, plan: int, goals: list[str], user: User) -> Plan:
    """What the family wants to come to, a line each, in their words."""
    row = mine(plan, user)
    row.goals = [one.strip()[:120] for one in goals if one.strip()][:8]
    row.save(update_fields=["goals"])
    audit.record(audit.Actor.of(user), "advising.goals", row, {"count": len(row.goals)})
    return row


@transaction.atomic
def assign(*, plan: int, adviser: User, user: User) -> Plan:
    """Another adviser takes the household over, by whoever looks after them."""
    row = locked(plan)
    if not (user.may(rights.OVERSEE) and rights.may_see(user, row)):
        raise NotYours("换顾问由乡镇或区里定")
    if not rights.may_work(adviser, row):
        raise AdvisingFault(f"{adviser}不是这里的顾问, 或者按规定须回避")
    row.adviser = adviser
    row.save(update_fields=["adviser"])
    audit.record(audit.Actor.of(user), "advising.assign", row, {"to": adviser.username})
    return row


@transaction.atomic
def review(*, plan: int, on: date, words: str, user: User, at: datetime) -> Review:
    """Looked at with the family. Where the assessment runs out before the next time, one is asked
    for now."""
    row = mine(plan, user)
    if row.assessment is None:
        raise AdvisingFault("还没有需求评估, 先评估再复核")
    if not words.strip():
        raise AdvisingFault("请写和家里一起看了什么, 变了什么")
    if on > clock.day_of(at):
        raise AdvisingFault("复核的日子还没有到")
    after = next_review(row.assessment, on)
    made = Review.objects.create(
        plan=row, on=on, user=user, words=words.strip()[:1000], next_on=after, made_at=at
    )
    row.review_due_on = after
    if row.assessment.valid_until <= after:
        _ask(row, "需求评估快到期, 复核时重新评", at)
    settle(row)
    audit.record(audit.Actor.of(user), "advising.review", row, {"next": str(after)})
    return made


HELPED = (Plan.Outcome.SOLVED, Plan.Outcome.BETTER, Plan.Outcome.HANDED)


@transaction.atomic
def close(*, plan: int, outcome: str, words: str, user: User, at: datetime) -> Plan:
    """With what came of it. Nothing may still run: it is done, or it is said why not."""
    row = mine(plan, user)
    if outcome not in Plan.Outcome.values:
        raise AdvisingFault("请选结束的结果")
    if not words.strip():
        raise AdvisingFault("请写现在家里怎样, 为什么结束")
    left = row.measures.filter(state__in=Measure.RUNNING).values_list("name", flat=True)
    if left:
        raise AdvisingFault(f"还有没有结果的措施: {'、'.join(left)}; 先写明办好了还是没有办成")
    tried = row.measures.exists() or row.reviews.exists()
    if outcome in HELPED and not tried:
        raise AdvisingFault(
            "还没有提过一条措施, 也没有复核过, 看不出是怎样好起来的: 先写措施, 或者先复核一次"
        )
    row.outcome, row.words, row.closed_at = outcome, words.strip()[:1000], at
    row.state, row.closed_by, row.review_due_on = Plan.State.CLOSED, user.username, None
    row.save()
    rows = Task.objects.filter(asked_by=f"plan:{row.pk}", state__in=Task.LIVE)
    call_off(tasks=list(rows.values_list("pk", flat=True)), why="帮扶方案已经结束", at=at)
    audit.record(
        audit.Actor.of(user), "advising.close", row, {"outcome": row.get_outcome_display()}
    )
    return row
