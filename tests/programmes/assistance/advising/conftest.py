"""A family on 低保 with several difficulties, its adviser, the town, the office it is sent to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.assessments.files import instruments
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.services import assessing
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Enrolment, Household, Membership, Person
from yingzhou.programmes.assistance.advising.models import Measure, Plan
from yingzhou.programmes.assistance.advising.services import measures, plans
from yingzhou.programmes.assistance.advising.services.measures import Wanted

MONDAY = date(2026, 3, 2)
BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@dataclass
class World:
    town: Division
    village: Division
    mother: Person
    son: Person
    home: Household
    adviser: User
    other: User
    clerk: User
    office: User
    resident: User
    clients: dict[int, Client] = field(default_factory=dict)

    def plan(self, day: date = MONDAY) -> Plan:
        return plans.open_plan(household=self.home, user=self.adviser, at=at(day))

    def assess(self, day: date = MONDAY, **hard: str) -> Assessment:
        """By the adviser alone; ``hard``: what is difficult, all else is not."""
        task = Task.objects.get(household=self.home, state=Task.State.OPEN)
        values = {
            one.key: hard.get(one.key, "没有困难") for one in instruments()["needs"][-1].items
        }
        sheet = assessing.Sheet(uuid.uuid4(), day, values, "家里")
        return assessing.assess(task=task.pk, sheet=sheet, user=self.adviser, at=at(day, 11))

    def propose(self, plan: Plan, day: date = MONDAY, **more: Any) -> Measure:
        known = {"need": "food", "due_on": date(2026, 4, 1), "why": "日子过得下去"}
        wanted = Wanted(**(known | more))
        return measures.propose(plan=plan.pk, wanted=wanted, user=self.adviser, at=at(day, 12))

    def agree(self, measure: Measure, agrees: bool = True) -> Measure:
        return measures.answer(
            measure=measure.pk, agrees=agrees, how="户主当面", user=self.adviser, at=at(MONDAY, 13)
        )

    def client(self, user: User) -> Client:
        if user.pk not in self.clients:
            self.clients[user.pk] = Client()
            self.clients[user.pk].force_login(user, backend=BACKEND)
        return self.clients[user.pk]


def named(role: str, over: Division, name: str, unit: str = "") -> User:
    user = factories.user_with(role, over, unit=unit)
    user.name = name
    user.save()
    return user


@pytest.fixture
def world(db, stop_clock) -> World:
    stop_clock(at(MONDAY))
    town = factories.town()
    village = factories.village(parent=town)
    mother = factories.person(
        "张秀英", date(1980, 2, 1), home=village, household="POOR",
        relation=Membership.Relation.HEAD,
    )  # fmt: skip
    son = factories.person("张小明", date(2012, 5, 1), 1, home=village, household="POOR")
    Enrolment.objects.create(roll="dibao", person=mother, valid_from=date(2025, 9, 10))
    for one in (mother, son):
        factories.income(one, since=date(2025, 7, 1))
    home = Household.objects.get(number="POOR")
    factories.assets(home, since=date(2025, 7, 1), money=1_000_000, homes=0, floor_area=0)
    return World(
        town,
        village,
        mother,
        son,
        home,
        named("adviser", town, "顾问甲"),
        named("adviser", town, "顾问乙"),
        named("town", town, "乡镇丙"),
        named("department", factories.district(), "教育局丁", "区教育局"),
        resident_account(person=mother, actor=SYSTEM, at=at(MONDAY)),
    )
