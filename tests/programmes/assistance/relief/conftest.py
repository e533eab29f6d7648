"""A poor widow on the roll of 低保, her neighbour who is on none, and a hospital with its token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from tests import factories
from yingzhou.core import audit, clock
from yingzhou.kernel.accounts import services as accounts
from yingzhou.kernel.accounts.models import ApiClient
from yingzhou.kernel.people.models import Enrolment, Person
from yingzhou.kernel.people.services import enrol
from yingzhou.programmes.assistance.relief.bill import Bill
from yingzhou.programmes.assistance.relief.models import Hospital, Settlement
from yingzhou.programmes.assistance.relief.services import hospitals, reversing, settling
from yingzhou.programmes.assistance.relief.services.settling import Settled

FRIDAY = date(2026, 11, 20)
CLERK, BOSS = audit.Actor(1, "经办甲"), audit.Actor(2, "复核乙")
YUAN = 100


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


def bill(number: str = "Z001", own: int = 10_000, **more) -> Bill:
    """A stay of ten days; ``own`` in yuan. The insurances paid the rest but for 500 outside."""
    told = {
        "number": number, "kind": "inpatient", "since": FRIDAY - timedelta(days=10),
        "until": FRIDAY, "total": (own + 20_500) * YUAN, "basic": 18_000 * YUAN,
        "supplementary": 2_000 * YUAN, "commercial": 0, "own": own * YUAN,
    } | more  # fmt: skip
    return Bill(**told)


@dataclass
class World:
    widow: Person
    neighbour: Person
    hospital: Hospital
    client: ApiClient
    token: str

    def settle(self, asked: Bill, person: Person | None = None, day: date = FRIDAY) -> Settled:
        return settling.settle(
            client=self.client,
            hospital=self.hospital,
            person=person or self.widow,
            bill=asked,
            at=at(day),
        )

    def reverse(self, row: Settlement, day: date = FRIDAY) -> Settled:
        return reversing.reverse(
            settlement=row, words="单据开错了", client=self.client, at=at(day, 15)
        )


@pytest.fixture
def world(db, stop_clock) -> World:
    stop_clock(at(FRIDAY))
    place = factories.village("启瀛村", factories.town("庙镇"))
    widow = factories.person("陆阿宝", date(1950, 5, 1), home=place)
    enrol(
        roll=Enrolment.Roll.DIBAO,
        holder=widow,
        since=date(2020, 1, 1),
        actor=audit.SYSTEM,
        at=at(FRIDAY),
    )
    neighbour = factories.person("施小妹", date(1960, 5, 1), home=place)
    hospital, client, token = hospital_with_token()
    return World(widow, neighbour, hospital, client, token)


def hospital_with_token(code: str = "XH", name: str = "崇明第一医院", per_minute: int = 6000):
    hospital = hospitals.register(code=code, name=name, actor=CLERK, at=at(FRIDAY))
    new = accounts.create_client(
        name=f"{name}收费系统",
        organisation=name,
        scopes=["medical.settle"],
        per_minute=per_minute,
        valid_until=clock.now() + timedelta(days=300),
        actor=audit.SYSTEM,
        at=clock.now(),
    )
    return hospital, new.client, new.token
