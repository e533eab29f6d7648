"""The simulators as a partner of the bureau meets them: over HTTP, well and unwell."""

from __future__ import annotations

import http.client
import urllib.error

import pytest

from tests.support.simulators import running
from yingzhou.demo.simulators.faults import read

OLD_WOMAN = {"number": "310151194503046624", "name": "陆阿婆"}


@pytest.fixture(scope="module")
def service():
    with running() as service:
        yield service


def ask(service, name="social_insurance", key="k", who=OLD_WOMAN):
    return service.call(name, "/query", who, key)


def test_the_same_person_gets_the_same_answer_and_the_same_request_the_same_receipt(service):
    first, again, other = ask(service), ask(service), ask(service, key="other")
    assert first == again
    assert first["answers"] == other["answers"]
    assert first["receipt"] != other["receipt"]
    assert first["answers"]["pension"] > 0
    assert first["answers"]["employed"] is False


def test_who_does_not_show_the_token_is_told_nothing(service):
    service_of_a_stranger = type(service)(int(service.url.rpartition(":")[2]))
    service_of_a_stranger.token = "guessed"
    with pytest.raises(urllib.error.HTTPError, match="401"):
        ask(service_of_a_stranger)


@pytest.mark.parametrize(
    ("kind", "seen"),
    [("busy", urllib.error.HTTPError), ("closed", http.client.RemoteDisconnected),
     ("malformed", ValueError)],
)  # fmt: skip
def test_a_fault_strikes_as_often_as_it_was_told_to(service, kind, seen):
    service.faults("tax", {"kind": kind, "times": 1})
    with pytest.raises(seen):
        ask(service, "tax")
    assert ask(service, "tax")["answers"].keys() == {"wage", "other_income"}


def test_an_answer_can_be_about_somebody_else_or_out_of_all_bounds(service):
    service.faults("banks", {"kind": "other_person", "times": 1})
    assert ask(service, "banks")["about"] != OLD_WOMAN["number"]
    service.faults("banks", {"kind": "out_of_range", "times": 1})
    assert ask(service, "banks")["answers"] == {"money": -1}
    assert ask(service, "banks")["answers"]["money"] >= 0


def test_a_duplicate_is_the_answer_to_the_request_before(service):
    before = ask(service, "vehicles", "first")
    service.faults("vehicles", {"kind": "duplicate", "times": 1})
    assert ask(service, "vehicles", "second") == before


def test_what_was_asked_can_be_counted_by_key(service):
    ask(service, "housing", "one"), ask(service, "housing", "one"), ask(service, "housing", "two")
    assert service.asked("housing") == {"one": 2, "two": 1}


def test_a_fault_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="no fault"):
        read("banks", {"kind": "catches a cold"})
