"""An old man alone in a village, the two who come to see what he can do himself, and others."""

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
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.assessments.services import ask_for_assessment, assessing
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.people.models import Person

MONDAY = date(2026, 3, 2)
BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"
ALL_ALONE = dict.fromkeys(("eats", "dresses", "rises", "toilet", "walks", "bathes"), "能")


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.ZONE)


@dataclass
class World:
    town: Division
    village: Division
    old: Person
    first: User
    second: User
    third: User
    fourth: User
    village_officer: User
    clients: dict[int, Client] = field(default_factory=dict)

    def ask(self, day: date = MONDAY, **more: Any) -> Task:
        known = {"kind": "self_care", "subject": self.old, "asked_by": "test", "reason": "看看"}
        return ask_for_assessment(**(known | more), at=at(day))

    def assess(
        self,
        task: Task,
        user: User | None = None,
        second: User | None = None,
        day: date = MONDAY,
        **not_alone: str,
    ) -> Assessment:
        """By the first with the second; ``not_alone``: what is not as for somebody well."""
        sheet = assessing.Sheet(
            uuid=uuid.uuid4(),
            assessed_on=day,
            values=ALL_ALONE | not_alone,
            place="家里",
            second=second or self.second,
        )
        return assessing.assess(task=task.pk, sheet=sheet, user=user or self.first, at=at(day, 15))

    def sign(self, made: Assessment, user: User | None = None, day: date = MONDAY) -> Assessment:
        return assessing.confirm(
            assessment=made.pk, user=user or self.second, agrees=True, words="", at=at(day, 16)
        )

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
def world(db, stop_clock) -> World:
    stop_clock(at(MONDAY))
    town = factories.town()
    village = factories.village(parent=town)
    return World(
        town,
        village,
        factories.person("陈阿根", date(1940, 5, 1), 1, home=village),
        named("town", town, "甲"),
        named("town", town, "乙"),
        named("town", town, "丙"),
        named("adviser", town, "丁"),
        named("village", village, "戊"),
    )
