"""A hospital settles 医疗救助 with one call: what it is answered, refused and allowed."""

from __future__ import annotations

import logging

import pytest

from tests.web.api.hospital import a_bill, settled
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.models import ApiCall
from yingzhou.programmes.assistance.relief.models import Refusal, Settlement
from yingzhou.programmes.assistance.relief.services import hospitals

PATH = "medical/settlements/"


@pytest.fixture
def hospital(world, caller):
    system = caller("medical.settle")
    system.receipt = settled(system, world)
    return system


def test_one_call_says_what_is_paid_why_and_what_is_left(hospital):
    found = hospital.get(f"{PATH}{hospital.receipt}").json()
    assert (found["assistance"], found["left_to_pay"], found["cap_left"]) == (
        "9000.00", "1500.00", "121000.00",
    )  # fmt: skip
    assert found["category"] == "低保"
    assert any("90%" in one for step in found["why"] for one in step["sentences"])
    assert any("社会救助条例" in step["article"] for step in found["why"])


def test_sent_again_the_answer_is_the_same(hospital, world):
    again = hospital.post(PATH, a_bill(world), key=None)
    assert (again.status_code, again["Idempotency-Replayed"]) == (200, "true")
    assert again.json()["receipt"] == hospital.receipt
    other = hospital.post(PATH, a_bill(world, own="9999"), key=None)
    assert (other.status_code, other.json()["type"]) == (409, "/api/docs#bill-differs")
    assert "已经结算过" in other.json()["detail"]
    assert Settlement.objects.count() == 1


def test_a_bill_is_taken_back_once(hospital):
    path = f"{PATH}{hospital.receipt}/reverse"
    first = hospital.post(path, {"words": "开错了"}, key=None)
    again = hospital.post(path, {"words": "开错了"}, key=None)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["assistance"] == "-9000.00"
    assert first.json()["reverses"] == hospital.receipt
    page = hospital.get(PATH, month="2026-03").json()["settlements"]
    assert [one["reversed_by"] is None for one in page] == [False, True]
    month = hospital.get("medical/statements/2026-03").json()
    assert (month["settled"], month["reversed"], month["total"]) == (1, 1, "0.00")


def test_a_no_says_why_and_is_kept_for_the_officer(hospital, world):
    stranger = {"id_number": str(world.son.id_number), "name": world.son.name}
    answer = hospital.post(PATH, a_bill(world, number="Z-2", patient=stranger), key=None)
    assert (answer.status_code, answer.json()["type"]) == (422, "/api/docs#not-settled")
    assert "不是特困、低保" in answer.json()["detail"]
    unknown = {"id_number": str(world.mother.id_number), "name": "别人"}
    answer = hospital.post(PATH, a_bill(world, number="Z-3", patient=unknown), key=None)
    assert "没有这个身份证号和姓名" in answer.json()["detail"]
    wrong = hospital.post(PATH, a_bill(world, number="Z-4", until="2026-02-30"), key=None)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "until")
    codes = list(Refusal.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["not-entitled", "unknown-patient"]


def test_no_identity_number_is_kept_or_written_to_a_log(hospital, world, caplog):
    caplog.set_level(logging.DEBUG)
    number = str(world.mother.id_number)
    hospital.post(PATH, a_bill(world, number="Z-9", until="2026-02-21"), key=None)
    hospital.post(PATH, a_bill(world, number=number), key=None)
    assert number not in caplog.text
    rows = [str(list(model.objects.values())) for model in (Settlement, Refusal, ApiCall)]
    assert number not in "".join(rows)
    assert not Settlement.objects.filter(number=number).exists()


def test_a_token_opens_only_its_own_hospital(hospital, world, caller):
    other = caller("medical.settle")
    other.row.organisation = "崇明第二医院"
    other.row.save()
    assert other.post(PATH, a_bill(world), key=None).status_code == 403
    hospitals.register(code="EY", name="崇明第二医院", actor=SYSTEM, at=clock.now())
    assert other.get(f"{PATH}{hospital.receipt}").status_code == 404
    path = f"{PATH}{hospital.receipt}/reverse"
    assert other.post(path, {"words": "不是本院的"}, key=None).status_code == 404
    assert caller("cases.read").post(PATH, a_bill(world), key=None).status_code == 403


def test_a_hospital_that_was_shut_settles_no_more(hospital, world):
    row = Settlement.objects.get().hospital
    hospitals.turn(hospital=row.pk, is_open=False, actor=SYSTEM, at=clock.now())
    answer = hospital.post(PATH, a_bill(world, number="Z-5"), key=None)
    assert "停止结算" in answer.json()["detail"]
    assert hospital.get(f"{PATH}{hospital.receipt}").status_code == 200


def test_a_call_asks_few_questions(hospital, world, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        asked = a_bill(world, number="Z-6", since="2026-02-21", until="2026-02-25")
        assert hospital.post(PATH, asked, key=None).status_code == 201
    with django_assert_max_num_queries(14):
        hospital.get(f"{PATH}{hospital.receipt}")
    with django_assert_max_num_queries(14):
        hospital.get(PATH, month="2026-03")
