"""An old woman and her son who agree to be asked about; the simulators in their own process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from tests import factories
from tests.support.simulators import Running, running
from yingzhou.core import audit, clock
from yingzhou.kernel.exchange.models import Inquiry, Request
from yingzhou.kernel.exchange.providers import providers
from yingzhou.kernel.exchange.services import asking
from yingzhou.kernel.exchange.services.asking import Matter
from yingzhou.kernel.exchange.services.sending import send_due
from yingzhou.kernel.people.models import Person

CLERK = audit.Actor(1, "经办甲")
MATTER = Matter("庙镇2026-0007", "最低生活保障核对")
NOON = datetime(2026, 3, 2, 12, tzinfo=clock.ZONE)


@pytest.fixture(scope="session")
def process():
    with running() as service:
        yield service


@pytest.fixture
def outside(process, settings) -> Running:
    """All eight are well."""
    for code in providers():
        process.faults(code)
    settings.EXCHANGE = {
        code: {"url": f"{process.url}/{code}", "token": process.token} for code in providers()
    }
    return process


@dataclass
class Home:
    mother: Person
    son: Person

    @property
    def people(self) -> list[int]:
        return [self.mother.pk, self.son.pk]


@pytest.fixture
def home(db) -> Home:
    place = factories.village()
    mother = factories.person("陆阿婆", date(1945, 3, 4), home=place, household="H1")
    son = factories.person("陆建国", date(1972, 5, 6), sex=1, home=place, household="H1")
    return Home(mother, son)


def agree(*persons: Person, matter: Matter = MATTER, at: datetime = NOON) -> None:
    for one in persons:
        asking.note_consent(matter=matter, person=one.pk, how="signed", actor=CLERK, at=at)


def ask(home: Home, *codes: str, matter: Matter = MATTER, at: datetime = NOON) -> Inquiry:
    agree(home.mother, home.son, matter=matter, at=at)
    of = {code: home.people for code in codes or providers()}
    return asking.ask(matter=matter, of=of, actor=CLERK, at=at)


def tick(stop_clock, at: datetime) -> int:
    """A round of the worker at that moment."""
    stop_clock(at)
    return send_due(at=at)


def later(**more: float) -> datetime:
    return NOON + timedelta(**more)


def states(code: str = "") -> list[str]:
    rows = Request.objects.order_by("pk")
    return list((rows.filter(provider=code) if code else rows).values_list("state", flat=True))
