"""A village with an old couple, and a household on 低保 by award; who computes and who approves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.test import Client

from tests import factories
from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.payments.benefits import Benefit, benefits
from yingzhou.kernel.payments.models import Award, PayeeAccount, Run
from yingzhou.kernel.payments.services import awards, computing
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Enrolment, Household, Person

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
DIBAO = "relief/dibao"
ALLOWANCE = "eldercare/senior_allowance"
BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"
CLERK, BOSS = audit.Actor(1, "计算甲"), audit.Actor(2, "审批乙")


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


def computed(month: date) -> Run:
    """Asked for by the clerk on the fifth, and computed as the worker does."""
    asked = computing.ask(month=month, actor=CLERK, at=at(month.replace(day=5)))
    return computing.compute(run=asked, at=at(month.replace(day=5)))


@dataclass
class Village:
    old: Person
    mother: Person
    home: Household
    dibao: Benefit
    award: Award


@pytest.fixture
def village(db, settings, tmp_path) -> Village:
    settings.VAR_DIR = tmp_path
    settings.SEALED_ROOT = tmp_path / "sealed"
    place = factories.village()
    old = factories.person("王阿婆", date(1940, 5, 1), home=place, household="OLD")
    mother = factories.person("张秀英", date(1980, 2, 1), home=place, household="POOR")
    factories.income(mother, since=date(2025, 7, 1), wage=60_000)
    home = Household.objects.get(number="POOR")
    factories.assets(home, since=date(2025, 7, 1), money=100_000, homes=0, floor_area=0)
    dibao = benefits()[DIBAO]
    # As relief does by itself once it is committed.
    day = date(2025, 12, 9)
    people.enrol(roll=Enrolment.Roll.DIBAO, holder=mother, since=day, actor=CLERK, at=at(day))
    award = awards.begin(
        benefit=dibao,
        holder=home,
        payee=mother,
        since=date(2025, 12, 9),
        actor=CLERK,
        at=at(date(2025, 12, 9)),
    )
    return Village(old, mother, home, dibao, award)


@pytest.fixture
def accounts(village) -> None:
    for number, person in enumerate((village.old, village.mother)):
        give_account(person, f"622200000000000{number}")


def give_account(person: Person, number: str = "6222000000000009") -> PayeeAccount:
    return PayeeAccount.objects.create(
        person=person,
        bank="上海农商银行",
        number=number,
        tail=number[-4:],
        made_by="窗口",
        valid_from=date(2025, 1, 1),
    )


class Office:
    """``office("finance")``: a client of that role."""

    def __init__(self) -> None:
        self.clients: dict[str, Client] = {}
        self.users: dict[str, User] = {}

    def __call__(self, role: str) -> Client:
        if role not in self.clients:
            self.clients[role] = Client()
            self.users[role] = factories.user_with(role, factories.district())
            self.clients[role].force_login(self.users[role], backend=BACKEND)
        return self.clients[role]

    def comes_back(self) -> None:
        """After a long time: everybody logs in again, with a new password."""
        for role, user in self.users.items():
            user.password_changed_at = clock.now()
            user.save()
            self.clients[role] = Client()
            self.clients[role].force_login(user, backend=BACKEND)


@pytest.fixture
def office(village, accounts, stop_clock):
    """It is the fifth of March."""
    stop_clock(at(MARCH.replace(day=5)))
    return Office()
