"""The hall without a login, and a window's desk."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from yingzhou.core import clock
from yingzhou.core.models import AuditEntry
from yingzhou.programmes.affairs.counters.devices import COOKIE
from yingzhou.programmes.affairs.counters.models import CounterWindow, Ticket
from yingzhou.programmes.affairs.counters.views.hall import TAKING

pytestmark = pytest.mark.django_db
STAFF = "yingzhou.kernel.accounts.backend.StaffBackend"


@pytest.fixture
def kiosk(world) -> str:
    return f"/counter/{world.town.code}/kiosk/"


@pytest.fixture
def machine(world, desk) -> Client:
    """The hall's own: a clerk has opened it, and is signed out."""
    made = desk("counter")
    made.post(f"/desk/tickets/device/{world.town.code}/open/")
    return made


def test_a_machine_gives_numbers_after_staff_of_the_hall_opened_it(world, desk, kiosk):
    stranger = Client()
    answer = stranger.get(kiosk)
    assert (answer.status_code, "还没有开通" in answer.content.decode()) == (403, True)
    assert stranger.post(kiosk, {"kind": "C"}).status_code == 403
    stranger.cookies[COOKIE] = world.town.code  # not signed
    assert stranger.post(kiosk, {"kind": "C"}).status_code == 403
    assert not Ticket.objects.exists()
    machine = desk("counter")
    assert "开通成取号机" in machine.get(kiosk).content.decode()
    answer = machine.post(f"/desk/tickets/device/{world.town.code}/open/")
    assert answer.url == kiosk
    assert "取号" in machine.get(kiosk).content.decode()
    assert machine.get("/desk/tickets/").status_code == 302  # nobody is signed in on it
    actions = AuditEntry.objects.filter(action="counter.device")
    assert actions.count() == 1


def test_a_machine_shows_its_own_hall_only(world, machine, kiosk):
    other = factories.town("堡镇")
    answer = machine.get(f"/counter/{other.code}/kiosk/")
    assert answer.url == kiosk
    assert machine.post(f"/counter/{other.code}/kiosk/", {"kind": "C"}).url == kiosk
    assert not Ticket.objects.exists()


def test_nobody_opens_a_machine_of_another_hall_and_it_can_be_closed(world, desk, kiosk):
    other = factories.town("堡镇")
    clerk = desk("counter")
    assert clerk.post(f"/desk/tickets/device/{other.code}/open/").status_code == 403
    assert clerk.post("/desk/tickets/device/999/open/").status_code == 404
    assert desk("clerk").post(f"/desk/tickets/device/{world.town.code}/open/").status_code == 403
    clerk.post(f"/desk/tickets/device/{world.town.code}/open/")
    clerk.force_login(world.counter, backend=STAFF)
    assert "不再做庙镇的取号机" in clerk.get("/desk/tickets/").content.decode()
    clerk.post(f"/desk/tickets/device/{world.town.code}/close/")
    assert clerk.post(kiosk, {"kind": "C"}).status_code == 403


def test_one_touch_gives_a_number_and_says_honestly_that_nothing_is_known(machine, kiosk):
    client = machine
    page = client.get(kiosk).content.decode()
    assert "庙镇" in page
    assert "channel=terminal" in page
    answer = client.post(kiosk, {"kind": "C"}, follow=True)
    text = answer.content.decode()
    assert "C001" in text
    assert "说不准" in text
    assert Ticket.objects.get().person is None


def test_the_screen_shows_whom_a_window_calls_and_nothing_personal(world, desk, machine, kiosk):
    machine.post(kiosk, {"kind": "C"})
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
    assert "<option" not in page  # nothing was taken in yet
    case = world.apply(clock.today())
    page = clerk.get("/desk/tickets/").content.decode()
    assert f'<option value="{case.number}">' in page  # nobody types what was just taken in
    clerk.post("/desk/tickets/finish/", {"case": case.number})
    assert Ticket.objects.get().case == case
    clerk.post("/desk/tickets/close/")
    assert CounterWindow.objects.get().clerk is None


def test_before_a_window_opens_nobody_is_told_that_they_are_next(machine, kiosk):
    assert "现在窗口都没有开" in machine.get(kiosk).content.decode()
    page = machine.post(kiosk, {"kind": "C"}, follow=True).content.decode()
    assert "窗口一开, 先叫您" in page
    assert "下一位就是您" not in page


def test_what_is_wrong_is_said_and_nothing_changes(world, desk, machine, kiosk):
    clerk = desk("counter")
    for act in ("next", "start", "finish", "close"):
        answer = clerk.post(f"/desk/tickets/{act}/", follow=True)
        assert "请先开一个窗口" in answer.content.decode(), act
    answer = clerk.post("/desk/tickets/open/", {"place": "x", "number": "y"}, follow=True)
    assert "请选受理中心" in answer.content.decode()
    assert clerk.post("/desk/tickets/dance/").status_code == 404
    assert machine.post(kiosk, {"kind": "?"}).status_code == 422
    assert Client().get("/counter/999/kiosk/").status_code == 404
    assert Client().get(kiosk + "made-up/").status_code == 404
    assert Client().get(f"/counter/{world.village.code}/kiosk/").status_code == 404


def test_a_device_that_gives_out_too_many_is_stopped_for_some_minutes(machine, kiosk):
    client = machine
    for _ in range(TAKING.most):
        assert client.post(kiosk, {"kind": "A"}).status_code == 302
    answer = client.post(kiosk, {"kind": "A"})
    assert answer.status_code == 422
    assert "请等几分钟" in answer.content.decode()
    assert Ticket.objects.filter(day=MONDAY).count() == TAKING.most


def test_the_windows_are_the_counters(world, desk):
    assert desk("clerk").get("/desk/tickets/").status_code == 403
    assert Client().get("/desk/tickets/").status_code == 302
