"""A village in a town: an old woman alone, a family on 低保, and whoever goes to see them."""

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
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Enrolment, Household, Person
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.services import planning, reporting

FIRST = date(2026, 3, 2)
BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"
WELL = {"met": "本人", "health": "好", "living": ["都好"], "state": "平安"}
HOUSE = {"met": "申请人", "members": "2", "work": "母亲打零工, 每月约 800 元",
         "living": "平房两间", "changed": "没有变化"}  # fmt: skip
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\x00" * 64 + b"\xff\xd9"
)  # fmt: skip


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@dataclass
class World:
    town: Division
    village: Division
    other: Division
    old: Person
    mother: Person
    home: Household
    officer: User
    clerk: User
    colleague: User
    approver: User
    clients: dict[int, Client] = field(default_factory=dict)

    def plan(self, day: date = FIRST) -> int:
        return planning.plan_all(at(day))

    def visit(self, kind: str) -> Visit:
        return Visit.objects.filter(kind=kind).order_by("pk").last()

    def report(self, visit: Visit, user: User, day: date = FIRST, **more: Any) -> Record:
        """As a phone sends it; ``more``: other fields of the form."""
        known = {"uuid": uuid.uuid4(), "how": "done", "visited_on": day, "seen": visit.changes,
                 "values": WELL}  # fmt: skip
        told = reporting.Told(**(known | more))
        made = reporting.report(visit=visit.pk, told=told, user=user, at=at(day, 15))
        visit.refresh_from_db()
        return made

    def client(self, user: User) -> Client:
        if user.pk not in self.clients:
            self.clients[user.pk] = Client()
            self.clients[user.pk].force_login(user, backend=BACKEND)
        return self.clients[user.pk]


def named(role: str, over: Division, name: str) -> User:
    user = factories.user_with(role, over)
    user.name = name
    user.save()
    return user


@pytest.fixture
def world(db, settings, tmp_path, stop_clock) -> World:
    settings.MEDIA_ROOT = tmp_path
    stop_clock(at(FIRST))
    town = factories.town()
    village, other = factories.village(parent=town), factories.village("合中村", town)
    old = factories.person("王阿婆", date(1940, 5, 1), home=village, household="OLD")
    mother = factories.person("张秀英", date(1980, 2, 1), home=village, household="POOR")
    factories.person("张小明", date(2012, 5, 1), home=village, household="POOR")
    Enrolment.objects.create(roll="dibao", person=mother, valid_from=date(2025, 9, 10))
    return World(
        town,
        village,
        other,
        old,
        mother,
        Household.objects.get(number="POOR"),
        named("village", village, "村干部丁"),
        named("town", town, "乡镇甲"),
        named("town", town, "乡镇乙"),
        named("approver", town, "乡镇丙"),
    )
