"""The door: how often, how large, by which method; and what is said where something is wrong."""

from __future__ import annotations

from datetime import timedelta

import jsonschema
import pytest
from django.test import Client

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.support.parallel import at_once, on_disk
from tests.web.api.conftest import Caller
from tests.web.api.hospital import settled
from yingzhou.core.models import Tally
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.web.api import door, selectors
from yingzhou.web.api.problems import KINDS
from yingzhou.web.api.schema import document
from yingzhou.web.api.shapes import ProblemDetails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_district(db):
    factories.village()


def checked(answer, kind: str) -> dict:
    """A problem as RFC 9457 has it, of this kind."""
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, body["type"]) == (KINDS[kind][0], f"/api/docs#{kind}")
    assert body["status"] == answer.status_code
    jsonschema.validate(body, ProblemDetails.model_json_schema())
    return body


def test_whatever_is_asked_wrongly_is_answered_as_a_problem(anybody):
    checked(anybody.get("nowhere/at/all"), "not-found")
    checked(anybody.get("catalogue/items/no/thing"), "not-found")
    checked(anybody.get("letters/ABCD-EFGH-JKMN"), "not-found")
    checked(anybody.get("cases/"), "unauthorized")
    body = checked(anybody.get("catalogue/items", size="many"), "invalid")
    assert body["errors"] == [{"field": "size", "detail": "应为整数"}]
    shut = anybody.http.delete("/api/notices")
    checked(shut, "method-not-allowed")
    assert "GET" in shut["Allow"]
    checked(anybody.http.post("/api/nowhere", {}), "not-found")


def test_what_is_no_cursor_does_not_begin_again_at_the_first_page(world, caller):
    system = caller()
    settled(system, world)
    lists = [("catalogue/items", {}), ("notices", {}), ("cases/", {}),
             ("medical/settlements/", {"month": "2026-03"})]  # fmt: skip
    for path, query in lists:
        assert system.get(path, after="", **query).status_code == 200, "the first page"
        for after in ("zzz", "W10", "0"):
            body = checked(system.get(path, after=after, **query), "malformed")
            assert [one["field"] for one in body["errors"]] == ["after"], path
            assert "next" in body["detail"]


@pytest.mark.parametrize("body", [[], [{"item": "x"}], 5, None])
def test_a_body_that_is_no_object_is_told_that_one_is_wanted(caller, body):
    told = checked(caller().post("cases/", body), "invalid")["errors"]
    assert [one["field"] for one in told] == ["body"], "our own name for it tells nobody anything"
    assert "JSON 对象" in told[0]["detail"]


def test_a_write_is_read_strictly(caller):
    system = caller()
    checked(system.post("cases/", b"{not json"), "malformed")
    checked(system.post("cases/", {}, content_type="text/plain"), "unsupported-media-type")
    checked(system.post("cases/", b" " * 1_100_000), "too-large")
    missing = checked(system.post("cases/", {"colour": "red"}), "invalid")
    assert {one["field"] for one in missing["errors"]} == {"item", "applicant", "colour"}
    surrogate = b'{"item": "\\ud800", "applicant": {"id_number": "x", "name": "\\ud800"}}'
    checked(system.post("cases/", surrogate), "invalid")


def test_what_is_wrong_never_repeats_what_was_sent(caller):
    number = factories.id_number(MONDAY.replace(year=1950))
    sent = {"item": number, "applicant": {"id_number": number + "x" * 30, "name": ""}, number: 1}
    answer = caller().post("cases/", sent)
    checked(answer, "invalid")
    assert number not in answer.content.decode()


def test_a_fault_of_ours_shows_no_trace_and_goes_to_the_log(anybody, monkeypatch, caplog):
    def broken(*_: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("yingzhou.web.api.routes.public.disclosure.shown_notices", broken)
    answer = anybody.get("notices")
    checked(answer, "server-error")
    assert "secret" not in answer.content.decode()
    assert "secret of the house" in caplog.text


def test_without_a_token_an_address_has_so_many_a_minute(anybody, stop_clock):
    stop_clock(at(MONDAY))
    first = anybody.get("notices")
    assert first["RateLimit-Limit"] == str(door.OPEN_A_MINUTE)
    assert first["RateLimit-Remaining"] == str(door.OPEN_A_MINUTE - 1)
    assert first["RateLimit-Reset"] == "60"
    Tally.objects.update(count=door.OPEN_A_MINUTE)
    refused = anybody.get("notices")
    checked(refused, "too-many-requests")
    assert refused["Retry-After"] == "60"
    assert Tally.objects.get().count == door.OPEN_A_MINUTE, "a flood is not written"
    elsewhere = anybody.http.get("/api/notices", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200
    stop_clock(at(MONDAY) + timedelta(minutes=1))
    assert anybody.get("notices").status_code == 200


def test_a_system_has_what_was_agreed_wherever_it_calls_from(caller, stop_clock):
    stop_clock(at(MONDAY))
    system, other = caller(per_minute=2), caller(name="别家", per_minute=2)
    assert [system.get("cases/").status_code for _ in range(3)] == [200, 200, 429]
    assert other.get("cases/").status_code == 200


def test_wrong_tokens_count_against_the_address(stop_clock):
    stop_clock(at(MONDAY))
    guesser = Caller("yz_guess")
    guesser.get("cases/")
    Tally.objects.update(count=door.OPEN_A_MINUTE)
    assert Caller("yz_another-guess").get("cases/").status_code == 429


def test_the_count_holds_with_several_at_the_same_moment(
    transactional_db, caller, stop_clock, tmp_path
):
    stop_clock(at(MONDAY))
    token = caller(per_minute=5).token
    with on_disk(tmp_path):
        answers = at_once([lambda: Caller(token).get("cases/").status_code] * 8)
    assert sorted(answers) == [200] * 5 + [429] * 3


def test_head_is_get_without_a_body(anybody):
    answer = anybody.http.head("/api/catalogue/items")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_session_of_the_staff_opens_nothing_here(client_as):
    for role in ROLES:
        assert client_as(role).get("/api/cases/").status_code == 401


def test_the_document_is_openapi_3_1_and_names_every_route_once(anybody):
    told = anybody.get("openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told == document()
    names = [one["operationId"] for way in told["paths"].values() for one in way.values()]
    assert len(names) == len(set(names))
    secured = {
        path for path, ways in told["paths"].items() for w in ways.values() if "security" in w
    }
    known = ("/api/cases", "/api/deaths", "/api/ratings", "/api/medical")
    assert all(path.startswith(known) for path in secured)
    for ways in told["paths"].values():
        for one in ways.values():
            for status, said in one["responses"].items():
                assert said["description"]
                kind = "application/json" if int(status) < 400 else "application/problem+json"
                assert list(said["content"]) == [kind]


def test_the_page_for_people_names_every_route_and_problem_and_loads_nothing():
    page = Client().get("/api/docs").content.decode()
    for path in document()["paths"]:
        assert path in page
    for kind in KINDS:
        assert f'id="{kind}"' in page
    assert "https://" not in page
    assert Client().get("/api/").url == "/api/docs"


def test_few_ratings_tell_nothing_of_who_gave_them(caller, world):
    from yingzhou.kernel.cases.models import Case, Rating

    system = caller("rates.read")
    case = world.apply()
    rows = [case]
    for number in range(2, 7):
        row = Case.objects.get(pk=case.pk)
        row.pk, row.running, row.number = None, number, f"{case.number[:-1]}{number}"
        row.is_open = False
        row.save(force_insert=True)
        rows.append(row)
    for row in rows[:4]:
        Rating.objects.create(case=row, stars=4, channel="online", at=at(MONDAY))
    few = system.get("ratings").json()
    assert (few["count"], few["average"], few["items"][0]["stars"]) == (4, None, None)
    Rating.objects.create(case=rows[4], stars=5, channel="online", at=at(MONDAY))
    Rating.objects.create(case=rows[5], stars=1, channel="online", at=at(MONDAY), excluded="误评")
    enough = system.get("ratings").json()
    assert (enough["count"], enough["excluded"], enough["average"]) == (5, 1, 4.2)
    assert enough["items"][0]["stars"] == {"5": 1, "4": 4, "3": 0, "2": 0, "1": 0}
    assert enough["count"] >= selectors.FEW
    checked(system.get("ratings", since="2026-03-05", until="2026-03-01"), "invalid")
    checked(system.get("ratings", since="0001-01-01"), "invalid")
