"""One household as its page shows it: needs, measures, matters, visits, money, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.assessments.models import Task
from yingzhou.kernel.assessments.places import assessors_at
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.payments.models import Award, RunLine
from yingzhou.kernel.people.models import Membership, Person
from yingzhou.kernel.people.selectors import age_on
from yingzhou.kernel.visits.models import Visit
from yingzhou.programmes.assistance.advising.models import Consent, Measure, Plan, Review

from . import rights
from .due import Due, due_of, tasks_of
from .offers import Offer, cases_of, offers

ADULT = 18
SHOWN = 6


@dataclass(frozen=True)
class Member:
    person: Person
    relation: str
    age: int
    consent: Consent | None

    @property
    def asks(self) -> bool:
        """Whether their word is still to be asked for; a child's is their parents'."""
        return self.age >= ADULT and self.consent is None


@dataclass(frozen=True)
class Seen:
    plan: Plan
    members: list[Member]
    task: Task | None
    measures: list[Measure]
    due: list[Due]
    reviews: list[Review]
    may_work: bool
    may_oversee: bool
    advisers: list[User]

    @property
    def needs(self) -> list[list[str]]:
        """Key, subject and how much, as they were assessed last."""
        made = self.plan.assessment
        return made.content["needs"] if made is not None else []

    @property
    def who(self) -> str:
        return f"{self.members[0].person.name}户" if self.members else "这一户"

    @property
    def next(self) -> Due | None:
        return self.due[0] if self.due and self.plan.is_open else None


def found(user: User, pk: int) -> Plan | None:
    """The plan, if it is for this viewer."""
    rows = Plan.objects.select_related("household", "adviser", "assessment")
    plan = rows.filter(pk=pk).first()
    return plan if plan is not None and rights.may_see(user, plan) else None


def members_of(plan: Plan, today: date) -> list[Member]:
    """The head first. Two queries."""
    rows = Membership.objects.on(today).filter(household=plan.household_id)
    rows = rows.select_related("person").order_by("relation", "person__birth_date", "pk")
    given = {one.person_id: one for one in plan.consents.filter(ended_at=None)}
    return [
        Member(
            row.person,
            row.get_relation_display(),
            age_on(row.person, today),
            given.get(row.person_id),
        )
        for row in rows
    ]


def open_to(members: list[Member]) -> set[int]:
    """Who agreed; children with the grown-ups, once all of them did."""
    agreed = {one.person.pk for one in members if one.consent is not None}
    if not any(one.asks for one in members):
        agreed |= {one.person.pk for one in members}
    return agreed


def seen(user: User, plan: Plan, today: date) -> Seen:
    members = members_of(plan, today)
    measures = list(plan.measures.select_related("case").order_by("due_on", "pk"))
    task = tasks_of([plan.household_id]).get(plan.household_id)
    oversees = user.may(rights.OVERSEE)
    return Seen(
        plan=plan,
        members=members,
        task=task,
        measures=measures,
        due=due_of(plan, measures, plan.assessment, task),
        reviews=list(plan.reviews.select_related("user").order_by("-on", "-pk")[:SHOWN]),
        may_work=rights.may_work(user, plan),
        may_oversee=oversees,
        advisers=assessors_at(plan.division_id, ("adviser",), today) if oversees else [],
    )


@dataclass(frozen=True)
class Beside:
    """What else is known of the household: matters, visits, money, letters."""

    cases: list[Case]
    visits: list[Visit]
    lines: list[RunLine]
    awards: list[Award]
    letters: list[Letter]


def beside(plan: Plan, today: date) -> Beside:
    people = [one.person for one in members_of(plan, today)]
    home = Q(household=plan.household_id) | Q(person__in=people)
    paid = RunLine.objects.filter(payee__in=people).exclude(run__approved_by="")
    letters = Letter.objects.filter(about=f"plan:{plan.pk}").defer("content")
    return Beside(
        cases=cases_of(people),
        visits=list(Visit.objects.filter(home).order_by("-due_on")[:SHOWN]),
        lines=list(paid.select_related("payee").order_by("-month", "-pk")[:SHOWN]),
        awards=list(Award.objects.on(today).filter(home)),
        letters=list(letters.order_by("-pk")[:3]),
    )


def helpful(plan: Plan, members: list[Member], today: date) -> list[Offer]:
    """What of the catalogue may help with what was found."""
    wanted = [key for key, _, _ in plan.assessment.content["needs"]] if plan.assessment else []
    if not wanted or not plan.is_open:
        return []
    running = plan.measures.filter(state__in=Measure.RUNNING).exclude(item="")
    there = set(running.values_list("item", flat=True))
    people = [one.person for one in members]
    home = Q(household=plan.household_id) | Q(person__in=people)
    there |= set(Award.objects.on(today).filter(home).values_list("benefit", flat=True))
    return offers(wanted, people, open_to(members), there, today)
