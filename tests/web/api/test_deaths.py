"""Hospitals, police and the data platform report deaths with one call; nothing counts twice."""

from __future__ import annotations

from datetime import date

import pytest

from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.people.models import DeathReport, LifeEvent, Person
from yingzhou.programmes.assistance.relief.services import hospitals

PATH = "deaths/"


def a_death(world, **more) -> dict:
    mother = world.mother
    person = {"id_number": str(mother.id_number), "name": mother.name}
    return {"person": person, "on": "2026-03-01", "evidence": "居民死亡医学证明书"} | more


def died(world) -> date | None:
    return Person.objects.get(pk=world.mother.pk).death_date


@pytest.fixture
def system(caller):
    return caller("deaths.report")


def test_one_call_records_a_death_and_says_so(world, system):
    made = system.post(PATH, a_death(world))
    assert made.status_code == 201
    body = made.json()
    assert (body["state"], body["words"], body["settled_by"]) == ("recorded", "据此登记", None)
    assert died(world) == date(2026, 3, 1)
    row = DeathReport.objects.get()
    assert (row.origin, row.office) == ("data", "市大数据中心")
    assert system.get(f"{PATH}{body['receipt']}").json() == body
    assert system.get(PATH).json()["reports"] == [body]


def test_a_registered_hospital_is_one_whatever_it_is_called(world, system):
    hospitals.register(code="XH", name="市大数据中心", actor=SYSTEM, at=clock.now())
    system.post(PATH, a_death(world))
    assert DeathReport.objects.get().origin == "hospital"


def test_the_same_key_and_the_nightly_list_record_nothing_twice(world, system):
    first = system.post(PATH, a_death(world), key="n-1")
    replayed = system.post(PATH, a_death(world), key="n-1")
    nightly = system.post(PATH, a_death(world), key="n-2")
    assert (replayed["Idempotency-Replayed"], nightly.status_code) == ("true", 200)
    assert first.json() == replayed.json() == nightly.json()
    assert (DeathReport.objects.count(), LifeEvent.objects.filter(kind="death").count()) == (1, 1)
    assert system.post(PATH, a_death(world), key=None).status_code == 400


def test_another_day_waits_and_does_not_tell_what_the_register_says(world, system):
    system.post(PATH, a_death(world))
    other = system.post(PATH, a_death(world, on="2026-02-20"))
    assert (other.status_code, other.json()["state"]) == (201, "differs")
    assert "2026-03-01" not in other.content.decode()
    assert died(world) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": "2026-02-30"}, "on"),
        ({"on": "2030-01-01"}, "on"),
        ({"on": "1900-01-01"}, "on"),
        ({"evidence": "证号 310230194001010017"}, "evidence"),
        ({"person": {"id_number": "310230194001010017", "name": "某人"}}, "person"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_recorded(world, system, more, field):
    refused = system.post(PATH, a_death(world, **more))
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert refused.json()["errors"][0]["field"] == field
    assert died(world) is None
    assert "310230194001010017" not in refused.content.decode()


def test_a_word_taken_back_waits_for_the_town(world, system):
    receipt = system.post(PATH, a_death(world)).json()["receipt"]
    done = system.post(f"{PATH}{receipt}/withdraw", {"words": "同名同姓"})
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
    assert done.json()["settled_by"] is not None
    again = system.post(f"{PATH}{receipt}/withdraw", {"words": "同名同姓"})
    assert again.status_code == 409


def test_of_other_offices_reports_nothing_is_told(world, system):
    receipt = DeathReport.objects.create(
        person=world.mother, on=date(2026, 3, 1), origin="police", office="市公安局崇明分局",
        evidence="注销户口", reported_at=clock.now(), reporter="police", state="held",
    ).pk  # fmt: skip
    assert system.get(f"{PATH}{receipt}").status_code == 404
    assert system.get(f"{PATH}no-number").status_code == 404
    assert system.get(PATH).json()["reports"] == []


def test_without_the_scope_there_is_no_way_in(world, caller):
    other = caller("cases.read")
    assert other.post(PATH, a_death(world)).status_code == 403
    assert died(world) is None
