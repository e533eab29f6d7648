"""A write under a key is done once, whoever asks how often, and how many at the same moment."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from django.db import connection

from tests.support.parallel import at_once, on_disk
from tests.web.api.conftest import Caller, application, photo
from yingzhou.kernel.accounts.models import ApiCall
from yingzhou.kernel.cases.models import Case, Document, NumberSeries

TOGETHER = 8


def test_the_same_key_gets_the_same_answer_and_nothing_is_done_again(world, caller):
    system = caller()
    first = system.post("cases/", application(world), key="a")
    again = system.post("cases/", application(world), key="a")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1
    number = first.json()["number"]
    assert system.post(f"cases/{number}/withdraw", {}, key="b").status_code == 200
    replayed = system.post(f"cases/{number}/withdraw", {}, key="b")
    assert (replayed.status_code, replayed.json()["outcome"]) == (200, "申请人撤回")
    assert Case.objects.get().steps.count() == 2


def test_the_same_file_under_the_same_key_is_one_document(world, caller):
    """However the form is packed: its boundary differs with every try."""
    system = caller()
    number = system.post("cases/", application(world)).json()["number"]
    path = f"cases/{number}/documents"
    for _ in range(2):
        assert system.send(path, key="f", material="other", file=photo()).status_code == 201
    assert Document.objects.count() == 1
    other = system.send(path, key="f", material="other", file=photo(content=photo().read() + b"x"))
    assert (other.status_code, other.json()["type"]) == (422, "/api/docs#key-reused")


def test_the_same_key_for_something_else_is_refused(world, caller):
    system = caller()
    system.post("cases/", application(world), key="a")
    asked = application(world)
    asked["values"]["phone"] = "13911112222"
    other = system.post("cases/", asked, key="a")
    assert (other.status_code, other.json()["type"]) == (422, "/api/docs#key-reused")
    number = Case.objects.get().number
    elsewhere = system.post(f"cases/{number}/withdraw", {}, key="a")
    assert elsewhere.status_code == 422
    assert Case.objects.get().is_open


def test_keys_of_two_systems_are_not_the_same_key(world, caller):
    assert caller().post("cases/", application(world), key="a").status_code == 201
    assert caller(name="别家").post("cases/", application(world), key="a").status_code == 409


def test_a_refusal_is_an_answer_too_and_stays_what_it_was(world, caller):
    system = caller()
    wrong = application(world, item="nowhere/x")
    first = system.post("cases/", wrong, key="a")
    again = system.post("cases/", wrong, key="a")
    assert (first.status_code, again.status_code) == (422, 422)
    assert again["Content-Type"] == "application/problem+json"
    assert first.json() == again.json()


@pytest.mark.parametrize("key", [None, " ", "钥匙", "a b", "x" * 101])
def test_without_a_key_nothing_is_done(world, caller, key):
    system = caller()
    answer = system.post("cases/", application(world), key=key)
    assert (answer.status_code, answer.json()["type"]) == (400, "/api/docs#key-missing")
    assert not Case.objects.exists()


def test_a_crash_in_the_middle_leaves_nothing_and_the_key_free(world, caller, monkeypatch):
    """The answer is kept with the work or not at all."""
    system = caller()

    def died(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as during:
        during.setattr(ApiCall.objects, "create", died)
        broken = system.post("cases/", application(world), key="a")
    assert (broken.status_code, broken.json()["type"]) == (500, "/api/docs#server-error")
    assert "power" not in broken.content.decode()
    assert not Case.objects.exists()
    assert not NumberSeries.objects.filter(last__gt=0).exists(), "no number is lost"
    assert system.post("cases/", application(world), key="a").status_code == 201


def test_eight_at_the_same_moment_make_one_case(transactional_db, world, caller, tmp_path):
    token, asked = caller().token, application(world)

    def post() -> tuple[int, str]:
        answer = Caller(token).post("cases/", asked, key="once")
        return answer.status_code, answer.json().get("number", answer.json().get("type"))

    with on_disk(tmp_path):
        answers = at_once([post] * TOGETHER)
        made = {number for status, number in answers if status == 201}
        others = {said for status, said in answers if status != 201}
        assert len(made) == 1, answers
        assert others <= {"/api/docs#in-progress"}, "SQLite lets them wait, PostgreSQL tells them"
        last = at_once([post])[0]
        assert last == (201, made.pop())
        counted = at_once([lambda: (Case.objects.count(), ApiCall.objects.count())])
    assert counted == [(1, 1)]


def test_who_asks_while_it_is_being_done_is_told_so(transactional_db, world, caller, monkeypatch):
    """On PostgreSQL, where two can write at the same time."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: the second waits, and is answered as the first")
    from yingzhou.web.api import services

    system, asked = caller(), application(world)
    there, go_on = threading.Event(), threading.Event()
    real = services.open_case

    def slow(**wanted):
        there.set()
        go_on.wait(30)
        return real(**wanted)

    def second() -> int:
        there.wait(30)
        with suppress(AttributeError):
            monkeypatch.setattr(services, "open_case", real)
        try:
            return Caller(system.token).post("cases/", asked, key="once").status_code
        finally:
            go_on.set()

    monkeypatch.setattr(services, "open_case", slow)
    first = lambda: Caller(system.token).post("cases/", asked, key="once").status_code  # noqa: E731
    assert at_once([first, second]) == [201, 409]
