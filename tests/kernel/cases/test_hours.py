"""Twelve hours are twelve hours: a body is fetched by night too (上海市殡葬管理条例 第二十一条)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.support.residents import signed_in
from yingzhou.core import clock
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, Clock
from yingzhou.kernel.cases.selectors import queue
from yingzhou.kernel.cases.services import tend
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

TUESDAY = date(2026, 3, 3)
EVENING = datetime(2026, 3, 2, 20, 30, tzinfo=clock.ZONE)


@pytest.fixture
def called(world) -> Case:
    item = items()["funerals/body_transport"]
    request = Request(item, world.son, "counter", forms.empty(), place=world.town)
    return intake(request=request, user=world.counter, at=EVENING)


def _goes(case, key, user, moment, **data) -> None:
    advance(case=case.pk, transition=key, user=user, at=moment, data=data)


def _fetched(case, moment) -> Clock:
    bureau = factories.user_with("bureau")
    _goes(case, "send", bureau, EVENING, called_at="20:30", car="沪A1")
    _goes(case, "fetched", bureau, moment, fetched_at="早上", within="是")
    return Clock.objects.get(case=case)


def test_the_clock_ends_in_the_morning_and_so_the_case_is_due_that_day(called):
    row = Clock.objects.get(case=called)
    assert row.due_at == EVENING + timedelta(hours=12)
    assert (row.due_on, called.due_on, called.promised_on) == (TUESDAY, TUESDAY, TUESDAY)


def test_eleven_hours_later_is_in_time(called):
    assert _fetched(called, EVENING + timedelta(hours=11)).ended_how == "met"


def test_thirteen_hours_later_is_late_though_it_is_the_same_day(called):
    assert _fetched(called, EVENING + timedelta(hours=13)).ended_how == "late"


def test_the_queue_says_at_what_hour(called, stop_clock):
    bureau = factories.user_with("bureau")
    stop_clock(at(TUESDAY, 8))
    assert _line(bureau).why.endswith("今天 08:30 到期")
    stop_clock(at(TUESDAY, 9))
    assert _line(bureau).is_late
    assert _line(bureau).why.endswith("已超期")


def test_the_family_reads_at_what_hour(called, world):
    for address in ("", "received/"):
        page = signed_in(world.son).get(f"/my/cases/{called.number}/{address}").content.decode()
        assert "<strong>3月3日 08:30</strong>" in page


def test_a_new_calendar_does_not_move_it(called):
    assert tend.recompute() == 0


def _line(user) -> queue.Row:
    _, rows = queue.page(queue.todo(user), user, clock.today())
    return rows[0]


def test_urgent_help_is_given_within_twenty_four_hours(world):
    request = Request(items()["relief/temporary"], world.mother, "counter", forms.empty(),
                      place=world.town)  # fmt: skip
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    _goes_urgent(world, case)
    assert Clock.objects.get(case=case, key="urgent").due_at == at(MONDAY, 15) + timedelta(days=1)


def _goes_urgent(world, case) -> None:
    world.step(case, "urgent", world.clerk, MONDAY, "房子烧了")
