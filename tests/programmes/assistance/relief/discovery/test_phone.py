"""Whoever went to a door can name the number of the matter that their visit opened: at once, and
on the phone later on."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest

from tests.programmes.assistance.relief.discovery.conftest import MONDAY, round_on
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.visits.models import Visit
from yingzhou.kernel.visits.selectors import phone
from yingzhou.programmes.assistance.relief.discovery.models import Finding
from yingzhou.programmes.assistance.relief.discovery.services import applying

pytestmark = pytest.mark.django_db(transaction=True)
DATA, SEND = "/desk/visits/phone/data/", "/desk/visits/phone/send/"


def sent(world, finding: Finding, wish: str) -> dict:
    visit = Visit.objects.get(pk=finding.visit_id)
    values = {"told": "1", "wish": wish} | ({} if wish == "愿意申请" else {"why": "怕麻烦"})
    entry = {
        "uuid": str(uuid.uuid4()), "visit": visit.pk, "user": world.officer.pk, "how": "done",
        "visited_on": MONDAY.isoformat(), "seen": visit.changes, "values": values,
    }  # fmt: skip
    return world.client(world.officer).post(SEND, {"entry": json.dumps(entry)}).json()


def test_the_number_is_told_when_the_form_is_sent_and_is_there_at_the_next_sync(world):
    round_on(MONDAY)
    told = sent(world, world.finding(), "愿意申请")
    opened = {"what": "最低生活保障", "number": Case.objects.get().number, "trouble": ""}
    assert told["opened"] == [opened]
    officer = world.client(world.officer)
    kind = "张秀英户 主动发现上门"
    assert officer.get(DATA).json()["opened"] == [{"who": kind, **opened}]
    assert opened["number"] in officer.get(told["page"]).content.decode()
    assert world.client(world.clerk).get(DATA).json()["opened"] == [], "who did not go"
    later = MONDAY + timedelta(days=15)
    assert phone.bundle(world.officer, later)["opened"] == [], "some days are enough"


def test_who_does_not_want_it_opens_nothing(world):
    round_on(MONDAY)
    assert sent(world, world.finding(), "不愿意")["opened"] == []
    assert world.client(world.officer).get(DATA).json()["opened"] == []


def test_what_could_not_be_opened_says_why(world, monkeypatch):
    round_on(MONDAY)
    monkeypatch.setattr(applying, "applicant_of", lambda *_: None)
    (told,) = sent(world, world.finding(), "愿意申请")["opened"]
    assert told["number"] == ""
    assert "没有能申请的人" in told["trouble"]
