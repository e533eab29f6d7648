"""Who applies at the machine of a hall is counted there (D11: 自助终端)."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from yingzhou.programmes.affairs.counters import devices

from .conftest import DIBAO

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
