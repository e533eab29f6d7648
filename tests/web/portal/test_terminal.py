"""Who applies at the machine of a hall is counted there (D11: 自助终端)."""

from __future__ import annotations

from .conftest import DIBAO

RIGID = "/services/relief/rigid/"
"""An item that takes no applications from machines."""


def test_an_application_begun_at_the_machine_of_a_hall_says_so(world, mother):
    mother.get("/services/", channel="terminal")
    assert mother.apply(DIBAO).channel == "terminal"


def test_one_that_is_finished_at_home_still_began_in_the_hall(world, mother):
    mother.get("/services/", channel="terminal")
    page = mother.fill(DIBAO)
    session = mother.client.session
    del session["channel"]
    session.save()
    assert mother.says(page, truth="1").context["case"].channel == "terminal"


def test_an_item_that_no_machine_takes_is_one_of_the_web(world, mother):
    mother.get("/services/", channel="terminal")
    page = mother.post(f"{RIGID}apply/")
    assert page.context["here"].draft.channel == "online"


def test_at_home_nothing_is_counted_for_a_hall(world, mother):
    mother.get("/services/", channel="anything")
    assert mother.apply(DIBAO).channel == "online"


def test_the_next_one_at_the_machine_begins_anew(world, mother):
    mother.get("/services/", channel="terminal")
    mother.client.logout()
    assert "channel" not in mother.client.session
