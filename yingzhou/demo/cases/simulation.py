"""The days one after the other: what comes in, what is done, what time itself does."""

from __future__ import annotations

import heapq
from datetime import date, datetime, time, timedelta
from itertools import count

from django.db import transaction
from django.db.models import Min

from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.workdays import add_workdays
from yingzhou.demo.cases import filling, stories
from yingzhou.demo.cases.applicants import Applicants
from yingzhou.demo.cases.contacts import give_contact
from yingzhou.demo.cases.plans import DAYS, HURRIED, Plan, office_hour, plans
from yingzhou.demo.cases.staff import Staff
from yingzhou.demo.cases.tickets import visits
from yingzhou.demo.cases.walker import Walker
from yingzhou.demo.rng import rng
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Clock
from yingzhou.kernel.cases.services import ratings, tend
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.disclosure import services as disclosure
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.kernel.notices import services as notices
from yingzhou.kernel.people.models import Person

RATED = 0.55
REACHABLE = 0.8
"""The share of applicants who leave a telephone number."""
STARS = ((5, 0.72), (4, 0.20), (3, 0.03), (2, 0.03), (1, 0.02))
WORDS = {
    5: "工作人员很耐心, 一次就办好了", 4: "挺好的", 3: "还可以",
    2: "来回跑了两趟, 没有说清楚要带什么", 1: "等了一个多小时, 到窗口说材料不对",
}  # fmt: skip


class Simulation:
    """``now``: the moment up to which things have happened."""

    def __init__(self, scale: float, now: datetime) -> None:
        self.scale, self.now, self.today = scale, now, clock.day_of(now)
        self.start = self.today - timedelta(days=DAYS)
        self.tree = tree_on(self.today)
        self.generator = rng("office")
        self.due: list[tuple[datetime, int, Plan, int | None]] = []
        self.order = count()
        self.next_end: date | None = None

    def run(self) -> None:
        self.applicants = Applicants(self.tree, self.start, self.today)
        if not self.applicants.towns:
            return
        opening = datetime.combine(self.start, time(8), clock.ZONE)
        with clock.stopped_at(opening):
            self.staff = Staff.open(self.tree, list(self.applicants.towns), opening)
        self.walker = Walker(self.staff, rng("steps"))
        for plan in (
            *plans(self.scale, self.applicants.towns, self.today),
            *stories.plans(self.today, self.tree),
        ):
            self._at(plan.at, plan)
        for passed in range(DAYS + 1):
            self._day(self.start + timedelta(days=passed))
        stories.finish(self.now)
        visits(self.scale, self.staff, list(self.applicants.towns), self.now)

    def _at(self, moment: datetime, plan: Plan, case: int | None = None) -> None:
        heapq.heappush(self.due, (moment, next(self.order), plan, case))

    def _day(self, day: date) -> None:
        """Time takes its steps in the night; people come by day; messages go out in the evening.
        A day on which nothing can happen is passed over."""
        evening = min(datetime.combine(day, time(18), clock.ZONE), self.now)
        is_ended = self.next_end is not None and self.next_end < day
        if not is_ended and not (self.due and self.due[0][0] < evening):
            return
        early = datetime.combine(day, time(0, 30), clock.ZONE)
        if is_ended:
            with clock.stopped_at(early), transaction.atomic():
                tend.fire_ended(early)
                disclosure.end_over(today=day, at=early)
        # What follows from a day's steps is handed over at its end.
        with clock.stopped_at(evening), transaction.atomic():
            while self.due and self.due[0][0] < evening:
                moment, _, plan, case = heapq.heappop(self.due)
                with clock.stopped_at(moment):
                    self._happens(moment, plan, case)
        with clock.stopped_at(evening), transaction.atomic():
            notices.deliver_due(at=evening)
        running = Clock.objects.filter(ended_at=None).exclude(on_end="")
        self.next_end = running.aggregate(first=Min("due_on"))["first"]

    def _happens(self, at: datetime, plan: Plan, pk: int | None) -> None:
        if pk is None:
            case = self._taken_in(plan, at)
        else:
            case = Case.objects.select_related("version", "applicant").get(pk=pk)
            if not case.is_open:
                self._rate(case, at)
                return
            if self.walker.go_on(case, plan, at):
                case.refresh_from_db(fields=["is_open"])
        if case is None:
            return
        if case.is_open or self.generator.random() < RATED:
            self._at(self._later(at, plan), plan, case.pk)

    def _later(self, at: datetime, plan: Plan) -> datetime:
        """An office answers within a few workdays, some of it on the same day."""
        if plan.pace == HURRIED and self.generator.random() < 0.3:
            return at + timedelta(minutes=int(self.generator.integers(5, 40)))
        days = int(self.generator.integers(1, plan.pace + 1))
        return office_hour(add_workdays(clock.day_of(at), days), self.generator)

    def _taken_in(self, plan: Plan, at: datetime) -> Case | None:
        item = items()[plan.item]
        pk = plan.person or self.applicants.take(plan.situation, plan.town)
        if pk is None or item.apply is None:
            return None
        channel = plan.channel if plan.channel in item.apply.channels else item.apply.channels[0]
        person = Person.objects.get(pk=pk)
        answers = filling.answers(item.apply, person, clock.day_of(at))
        if self.generator.random() < REACHABLE:
            give_contact(person.pk)
        at_counter = channel in ("counter", "village", "terminal")
        place = (plan.counter or plan.town) if at_counter else None
        request = Request(
            item,
            person,
            channel,
            answers,
            place=Division.objects.get(pk=place) if place else None,
        )
        user = self._receiver(channel, place, person, at)
        try:
            case = intake(request=request, user=user, at=at)
        except CaseFault:
            return None
        known.note_uses(
            case=case,
            known=answers["known"],
            labels={field.key: field.label for field in item.apply.form}
            | {f"material:{one.key}": one.name for one in item.apply.materials},
            persons=[person.pk],
            user_name=str(user) if user else "系统",
            at=at,
        )
        return case

    def _receiver(
        self, channel: str, place: int | None, person: Person, at: datetime
    ) -> User | None:
        if channel in ("online", "terminal"):
            return resident_account(person=person, actor=SYSTEM, at=at)
        return self.staff.counter(place) if place else self.staff.district()

    def _rate(self, case: Case, at: datetime) -> None:
        """Most are content; a bad rating becomes a case of its own."""
        if case.item == ratings.RECTIFICATION or case.outcome not in ratings.RATED:
            return
        if case.applicant is None:
            return
        user = resident_account(person=case.applicant, actor=SYSTEM, at=at)
        levels, shares = [n for n, _ in STARS], [share for _, share in STARS]
        stars = int(self.generator.choice(levels, p=shares))
        words = WORDS[stars] if stars < 4 or self.generator.random() < 0.4 else ""
        try:
            made = ratings.rate(
                case=case.pk, user=user, stars=stars, words=words, channel=case.channel, at=at
            )
        except CaseFault:
            return
        if made.rectification_id is not None:
            plan = Plan(at, ratings.RECTIFICATION, "", case.place_id, pace=HURRIED)
            self._at(self._later(at, plan), plan, made.rectification_id)
