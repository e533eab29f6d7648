"""A village in a town: a mother and her child who could have 低保 and never asked, a widow next
door, and whoever goes to see them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tests import factories
from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.catalogue import district
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Household, Membership, Person
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.services import reporting
from yingzhou.programmes.assistance.relief.discovery.models import Finding, Round
from yingzhou.programmes.assistance.relief.discovery.services import rounds

MONDAY = date(2026, 3, 2)
APRIL = date(2026, 4, 1)
BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"
DIBAO = "benefit:relief/dibao"


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


def round_on(day: date) -> Round:
    """Asked for and done, as the worker does it, with the registers as they are now."""
    first = day.replace(day=1)
    district.forget(first)
    row = rounds.ask(month=first, by="bureau", at=at(day))
    return rounds.work(row=row, at=at(day))


@dataclass
class World:
    town: Division
    village: Division
    mother: Person
    child: Person
    home: Household
    widow: Person
    officer: User
    clerk: User
    bureau: User
    clients: dict[int, Client] = field(default_factory=dict)

    def finding(self, what: str = DIBAO) -> Finding:
        return Finding.objects.select_related("visit").filter(what=what).latest("pk")

    def report(self, finding: Finding, wish: str, day: date = MONDAY, **more: Any) -> Record:
        """As the village officer's phone sends it."""
        visit: Visit = Visit.objects.get(pk=finding.visit_id)
        values = {"told": "1", "wish": wish} | ({} if wish == "愿意申请" else {"why": "怕麻烦"})
        known = {"uuid": uuid.uuid4(), "how": "done", "visited_on": day, "seen": visit.changes,
                 "values": values}  # fmt: skip
        told = reporting.Told(**(known | more))
        made = reporting.report(visit=visit.pk, told=told, user=self.officer, at=at(day, 15))
        finding.refresh_from_db()
        return made

    def client(self, user: User) -> Client:
        if user.pk not in self.clients:
            self.clients[user.pk] = Client()
            self.clients[user.pk].force_login(user, backend=BACKEND)
        return self.clients[user.pk]


def named(role: str, over: Division | None, name: str) -> User:
    user = factories.user_with(role, over)
    user.name = name
    user.save()
    return user


def poor(place: Division, name: str, number: str, wage: int = 60_000) -> Person:
    """A grown-up who earns so much (fen a month) and owns next to nothing."""
    head = Membership.Relation.HEAD
    made = factories.person(
        name, date(1980, 2, 1), home=place, household=number, relation=head, since=date(2010, 1, 1)
    )
    factories.income(made, since=date(2025, 7, 1), wage=wage)
    home = Household.objects.get(number=number)
    factories.assets(home, since=date(2025, 7, 1), money=100_000, homes=0, floor_area=0)
    return made


@pytest.fixture
def world(db, settings, tmp_path, stop_clock) -> World:
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    stop_clock(at(MONDAY))
    town = factories.town()
    village = factories.village(parent=town)
    mother = poor(village, "张秀英", "POOR")
    child = factories.person("张小明", date(2014, 5, 1), home=village, household="POOR")
    factories.income(child, since=date(2025, 7, 1))
    widow = factories.person("王阿婆", date(1940, 5, 1), home=village, household="WIDOW")
    factories.income(widow, since=date(2025, 7, 1), pension=500_000)
    factories.assets(Household.objects.get(number="WIDOW"), since=date(2025, 7, 1))
    return World(
        town,
        village,
        mother,
        child,
        Household.objects.get(number="POOR"),
        widow,
        named("village", village, "村干部丁"),
        named("town", town, "乡镇甲"),
        named("bureau", None, "业务科"),
    )
