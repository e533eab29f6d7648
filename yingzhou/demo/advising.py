"""Households that the demo's adviser helps, each at another point of the way; and old people to be
assessed. Made by the house's own services."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.workdays import add_months
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.places import assessors_at
from yingzhou.kernel.assessments.services import ask_for_assessment, assessing
from yingzhou.kernel.people.models import Enrolment, Household, Person, Residence
from yingzhou.programmes.assistance.advising.models import Measure, Plan
from yingzhou.programmes.assistance.advising.selectors.lists import without
from yingzhou.programmes.assistance.advising.services import consents, measures, plans
from yingzhou.programmes.assistance.advising.services.measures import Wanted

HARD = (
    {"food": "有困难"}, {"illness": "很急", "work": "有困难"},
    {"schooling": "有困难", "housing": "有困难", "mind": "有困难"}, {"care": "有困难"},
)  # fmt: skip
OLD = 82


def seed() -> None:
    adviser = User.objects.filter(username="adviser").first()
    town = User.objects.filter(username="town").first()
    if adviser is None or town is None:
        return
    now = clock.now()
    with transaction.atomic():
        _, families = without(adviser, "", now.date())
        for number, (home, _, _) in enumerate(families[:4]):
            _family(number, home, adviser, now)
        _old_people(town, adviser, now)


def _family(number: int, home: Household, adviser: User, now: datetime) -> None:
    """The first waits for its assessment; the last is helped for months."""
    begun = now - timedelta(days=8 * number + 1)
    row = plans.open_plan(household=home, user=adviser, at=begun)
    if number == 0:
        return
    hard = HARD[number % len(HARD)]
    task = Task.objects.get(household=home, state=Task.State.OPEN)
    assess(task, hard, adviser, None, begun)
    plans.assessed(assessment=Assessment.objects.get(task=task).pk)
    plans.set_goals(plan=row.pk, goals=["日子过得下去, 不欠债"], user=adviser)
    head = home.memberships.order_by("relation", "pk").first()
    if head is not None:
        consents.give(plan=row.pk, person=head.person_id, how="当面签字", user=adviser, at=begun)
    for step, wanted in enumerate(_wanted(next(iter(hard)), begun)[: 3 if number == 1 else 2]):
        made = measures.propose(plan=row.pk, wanted=wanted, user=adviser, at=begun)
        if number > 1 or step == 1:
            _carry_out(made, number, adviser, begun)
    if number == 3:
        for one in row.measures.filter(state__in=Measure.RUNNING):
            measures.end(measure=one.pk, done=False, words="家里不用了", user=adviser, at=now)
        plans.close(
            plan=row.pk, outcome=Plan.Outcome.BETTER, words="儿子找到了工作", user=adviser, at=now
        )


def _wanted(need: str, at: datetime) -> list[Wanted]:
    due = clock.day_of(at) + timedelta(days=30)
    return [
        Wanted(need, due, "一时过不去的难处, 可以申请一次", item="relief/temporary"),
        Wanted(need, due, "请他们看看还能帮什么", unit="区残疾人联合会", name="请残联看看能帮什么"),
        Wanted("other", due, "有什么事随时说", name="每周打一次电话"),
    ]


def _carry_out(made: Measure, number: int, adviser: User, at: datetime) -> None:
    agrees = number < 3 or made.kind == Measure.Kind.REFERRAL
    made = measures.answer(measure=made.pk, agrees=agrees, how="户主当面", user=adviser, at=at)
    if made.kind == Measure.Kind.REFERRAL:
        made = measures.refer(measure=made.pk, user=adviser, at=at)
        if number == 3:
            words = "已上门, 联系了一份在家能做的活"
            measures.reply(measure=made.pk, helps=True, words=words, user=adviser, at=at)


def _old_people(town: User, adviser: User, now: datetime) -> None:
    """One is to be assessed; of another one signature is there."""
    place = town.assignments_now()[0].division_id
    born = add_months(now.date(), -12 * OLD)
    inside = Residence.objects.on(now.date()).filter(
        kind=Residence.Kind.RESIDENT, person__birth_date__lte=born, person__death_date=None,
        person__enrolments__roll=Enrolment.Roll.DIBAO,
    )  # fmt: skip
    some = Person.objects.filter(pk__in=inside.values("person")).order_by("birth_date", "pk")[:2]
    second = next((one for one in assessors_at(place, ("town",), now.date()) if one != town), None)
    for number, person in enumerate(some):
        task = ask_for_assessment(
            kind="self_care",
            subject=person,
            asked_by=f"demo:{person.pk}",
            reason="本人说最近自己洗不了澡, 请重新看看",
            division=place,
            at=now - timedelta(days=4),
        )
        if number:
            assess(task, {"bathes": "不能"}, second or adviser, town, now)


def assess(
    task: Task, hard: dict[str, str], user: User, second: User | None, at: datetime
) -> Assessment:
    """Nothing is hard but what is named."""
    items = instruments()[task.instrument][-1].items
    values = {one.key: hard.get(one.key, one.options[0].say) for one in items}
    number = uuid.uuid5(uuid.NAMESPACE_OID, f"demo:{task.key}")
    sheet = assessing.Sheet(number, clock.day_of(at), values, "家里", second=second)
    return assessing.assess(task=task.pk, sheet=sheet, user=user, at=at)
