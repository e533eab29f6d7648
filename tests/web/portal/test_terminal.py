"""Who applies at the machine of a hall is counted there (D11: 自助终端)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import HttpResponse

from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core import clock
from yingzhou.programmes.affairs.counters import devices
from yingzhou.web.residents import login

from .conftest import DIBAO, photo

RIGID = "/services/relief/rigid/"
"""An item that takes no applications from machines."""


@pytest.fixture
def machine(world, mother):
    """The browser in front of her is one that staff opened for the hall."""
    answer = HttpResponse()
    devices.open_for(answer, world.town.code)
    mother.client.cookies.update(answer.cookies)
    return mother


def test_an_application_begun_at_the_machine_of_a_hall_says_so(machine):
    assert machine.apply(DIBAO).channel == "terminal"


def test_one_that_is_finished_at_home_still_began_in_the_hall(machine):
    page = machine.fill(DIBAO)
    del machine.client.cookies[devices.COOKIE]
    assert machine.says(page, truth="1").context["case"].channel == "terminal"


def test_an_item_that_no_machine_takes_is_one_of_the_web(machine):
    page = machine.post(f"{RIGID}apply/")
    assert page.context["here"].draft.channel == "online"


def test_an_address_makes_no_machine_of_a_browser_at_home(world, mother):
    mother.get("/services/", channel="terminal")
    mother.client.cookies[devices.COOKIE] = "310151101000"
    assert mother.apply(DIBAO).channel == "online"


def test_every_page_on_a_machine_shows_the_way_out_and_ends_by_itself(world, machine):
    kiosk = f"/counter/{world.town.code}/kiosk/"
    for address in ("/", "/services/", "/my/", "/my/login/", "/services/relief/dibao/"):
        page = machine.get(address)
        text = page.content.decode()
        assert "用完请退出" in text, address
        assert f'href="{kiosk}" data-hall-seconds="300"' in text, address
        assert f'<noscript><meta http-equiv="refresh" content="300; url={kiosk}">' in text, address
        assert "no-store" in page["Cache-Control"], address


def test_a_browser_at_home_shows_none_of_it(mother):
    page = mother.get("/my/")
    assert "用完请退出" not in page.content.decode()
    assert "http-equiv" not in page.content.decode()


def test_the_next_person_finds_nobody_logged_in(world, machine):
    """She leaves a form half filled; who comes next touches 自己办."""
    machine.post(f"{DIBAO}apply/")
    assert machine.get("/my/").context["viewer"].name == world.mother.name
    machine.get(f"/counter/{world.town.code}/kiosk/")
    page = machine.get("/my/")
    assert page.request["PATH_INFO"] == "/my/login/"
    assert world.mother.name not in page.content.decode()


def test_a_session_that_was_left_behind_ends_though_the_page_never_went_back(machine):
    with clock.stopped_at(at(MONDAY)):
        assert machine.get("/my/").request["PATH_INFO"] == "/my/"
    with clock.stopped_at(at(MONDAY) + timedelta(minutes=7)):
        assert machine.get("/my/").request["PATH_INFO"] == "/my/login/"


def test_a_paper_opened_on_a_machine_goes_away_again(world, machine):
    case = machine.apply(DIBAO)
    machine.post(f"/my/cases/{case.number}/papers/", material="other", file=photo())
    kept = case.documents.get()
    answer = machine.get(f"/my/cases/{case.number}/papers/{kept.pk}/")
    assert answer["Refresh"] == f"300; url=/counter/{world.town.code}/kiosk/"


def test_the_city_asks_anew_who_it_is(world, machine, monkeypatch):
    """Its own session could still be that of the person before."""
    monkeypatch.setattr(login, "_has_service", lambda: True)
    machine.get(f"/counter/{world.town.code}/kiosk/")
    assert "auth_params=prompt%3Dlogin" in machine.get("/my/login/").content.decode()
