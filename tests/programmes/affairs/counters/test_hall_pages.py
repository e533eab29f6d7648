"""The hall without a login, and a window's desk."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.kernel.cases.conftest import MONDAY
from yingzhou.programmes.affairs.counters.models import CounterWindow, Ticket
from yingzhou.programmes.affairs.counters.views.hall import TAKING

pytestmark = pytest.mark.django_db


@pytest.fixture
def kiosk(world) -> str:
    return f"/counter/{world.town.code}/kiosk/"


def test_one_touch_gives_a_number_and_says_honestly_that_nothing_is_known(world, kiosk):
    client = Client()
    page = client.get(kiosk).content.decode()
    assert "庙镇" in page
    assert "channel=terminal" in page
    answer = client.post(kiosk, {"kind": "C"}, follow=True)
    text = answer.content.decode()
    assert "C001" in text
    assert "说不准" in text
    assert Ticket.objects.get().person is None


def test_the_screen_shows_whom_a_window_calls_and_nothing_personal(world, desk, kiosk):
    Client().post(kiosk, {"kind": "C"})
    clerk = desk("counter")
    assert "开窗口" in clerk.get("/desk/tickets/").content.decode()
    clerk.post("/desk/tickets/open/", {"place": world.town.code, "number": "2"})
    clerk.post("/desk/tickets/next/")
    board = Client().get(f"/counter/{world.town.code}/board/")
    assert "C001" in board.content.decode()
    assert board["Refresh"] == "8"  # without a script
    page = clerk.get("/desk/tickets/").content.decode()
    assert "人到了" in page
    clerk.post("/desk/tickets/start/")
    page = clerk.get("/desk/tickets/").content.decode()
    assert "/desk/counter/" in page  # 受理
    case = world.apply()
    clerk.post("/desk/tickets/finish/", {"case": case.number})
    assert Ticket.objects.get().case == case
    clerk.post("/desk/tickets/close/")
    assert CounterWindow.objects.get().clerk is None


def test_what_is_wrong_is_said_and_nothing_changes(world, desk, kiosk):
    clerk = desk("counter")
    for act in ("next", "start", "finish", "close"):
        answer = clerk.post(f"/desk/tickets/{act}/", follow=True)
        assert "请先开一个窗口" in answer.content.decode(), act
    answer = clerk.post("/desk/tickets/open/", {"place": "x", "number": "y"}, follow=True)
    assert "请选受理中心" in answer.content.decode()
    assert clerk.post("/desk/tickets/dance/").status_code == 404
    assert Client().post(kiosk, {"kind": "?"}).status_code == 422
    assert Client().get("/counter/999/kiosk/").status_code == 404
    assert Client().get(kiosk + "made-up/").status_code == 404
    assert Client().get(f"/counter/{world.village.code}/kiosk/").status_code == 404


def test_a_device_that_gives_out_too_many_is_stopped_for_some_minutes(world, kiosk):
    client = Client()
    for _ in range(TAKING.most):
        assert client.post(kiosk, {"kind": "A"}).status_code == 302
    answer = client.post(kiosk, {"kind": "A"})
    assert answer.status_code == 422
    assert "请等几分钟" in answer.content.decode()
    assert Ticket.objects.filter(day=MONDAY).count() == TAKING.most


def test_the_windows_are_the_counters(world, desk):
    assert desk("clerk").get("/desk/tickets/").status_code == 403
    assert Client().get("/desk/tickets/").status_code == 302
