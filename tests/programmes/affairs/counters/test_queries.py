"""No page of the counters asks more than a dozen questions, however many records there are."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.programmes.affairs.counters.conftest import signed_in
from yingzhou.kernel.cases.models import Case, Rating
from yingzhou.kernel.cases.services import destruction, ratings
from yingzhou.programmes.affairs.counters.services import tickets

MOST = 12
LATER = date(2037, 1, 4)


def asked(client, address: str, status: int = 200) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == status, address
    return len([q for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]])


@pytest.fixture
def much(world, resident) -> list[Case]:
    """Ten cases with a bad rating each."""
    found = []
    for _ in range(10):
        case = world.apply()
        world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
        ratings.rate(
            case=case.pk, user=resident, stars=1, words="慢", channel="online", at=at(MONDAY)
        )
        found.append(case)
    return found


def test_assessment_ratings_and_windows(world, much):
    leader = signed_in(factories.user_with("leader"))
    code = world.town.code
    assert asked(leader, "/desk/assessment/") <= MOST
    for measure in ("promised", "stars", "rectified", "elsewhere", "waiting", "objections"):
        assert asked(leader, f"/desk/assessment/{code}/{measure}/") <= MOST, measure
    assert asked(leader, "/desk/ratings/") <= MOST
    assert asked(leader, f"/desk/ratings/{Rating.objects.first().pk}/exclude/") <= MOST
    for _ in range(10):
        ticket = tickets.take(place=world.town, kind="C", at=at(MONDAY))
    tickets.open_window(place=world.town, number=1, serves=(), user=world.counter, at=at(MONDAY))
    tickets.call_next(user=world.counter, at=at(MONDAY))
    assert asked(signed_in(world.counter), "/desk/tickets/") <= MOST
    assert asked(Client(), f"/counter/{code}/kiosk/", status=403) <= MOST
    machine = signed_in(world.counter)
    machine.post(f"/desk/tickets/device/{code}/open/")
    for page in ("kiosk", "board"):
        assert asked(machine, f"/counter/{code}/{page}/") <= MOST
    given = machine.post(f"/counter/{code}/kiosk/", {"kind": "C"})
    assert asked(machine, given.url) <= MOST
    assert ticket.number == 10


def test_archive(world, much):
    keeper = factories.user_with("bureau")
    Case.objects.update(is_open=False)  # the bad ratings were put right long ago
    made = destruction.draw_up(name="x", until=LATER, user=keeper, at=at(LATER))
    client = signed_in(keeper)
    assert asked(client, "/desk/archive/") <= MOST
    assert asked(client, f"/desk/archive/{made.pk}/") <= MOST
    line = made.lines.first()
    assert asked(client, f"/desk/archive/{made.pk}/line/{line.pk}/") <= MOST
