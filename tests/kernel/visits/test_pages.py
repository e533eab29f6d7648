"""The pages of visits: each sees their own villages, and what a phone takes along and sends."""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.kernel.visits.conftest import FIRST, HOUSE, JPEG, WELL, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.visits.models import Photo, Record, Visit
from yingzhou.kernel.visits.services import assigning, closing


@pytest.fixture
def planned(world):
    world.plan()
    return world


def text(answer) -> str:
    return answer.content.decode()


def entry(visit: Visit, **more) -> dict:
    return {"uuid": str(uuid.uuid4()), "visit": visit.pk, "seen": visit.changes, "how": "done",
            "visited_on": FIRST.isoformat(), "values": WELL} | more  # fmt: skip


def sent(world, user, told: dict, *photos):
    entry = json.dumps({"user": user.pk} | told)
    return world.client(user).post(
        "/desk/visits/phone/send/", {"entry": entry, "photo": list(photos)}
    )


def test_a_village_officer_sees_their_own_village_and_no_other(planned):
    there = factories.user_with("village", planned.other)
    visit = planned.visit("alone")
    assert "王阿婆" in text(planned.client(planned.officer).get("/desk/visits/"))
    assert "王阿婆" not in text(planned.client(there).get("/desk/visits/"))
    assert planned.client(there).get(f"/desk/visits/{visit.pk}/").status_code == 404
    assert planned.client(there).post(f"/desk/visits/{visit.pk}/assign/").status_code == 404
    assert planned.client(planned.officer).get("/desk/visits/coverage/").status_code == 403


def test_a_village_officer_does_not_read_what_the_town_finds_at_a_poor_familys(planned):
    review = planned.visit("dibao_review")
    assert planned.client(planned.officer).get(f"/desk/visits/{review.pk}/").status_code == 404
    assert planned.client(planned.clerk).get(f"/desk/visits/{review.pk}/").status_code == 200


def test_a_relative_sees_nothing_of_it(planned):
    planned.officer.person = planned.old
    planned.officer.save()
    visit = planned.visit("alone")
    assert "王阿婆" not in text(planned.client(planned.officer).get("/desk/visits/"))
    assert planned.client(planned.officer).get(f"/desk/visits/{visit.pk}/").status_code == 404


def test_a_phone_takes_along_the_least_that_is_needed(planned):
    found = planned.client(planned.officer).get("/desk/visits/phone/data/").json()
    (visit,) = found["visits"]
    assert (visit["who"], visit["due"], visit["people"]) == ("王阿婆", "2026-03-31", 1)
    assert set(found["forms"]) == {"care@1"}
    assert found["colleagues"] == {}
    assert not {"id_number", "birth_date", "phone"} & set(visit)
    assert AuditEntry.objects.filter(action="visits.download").count() == 1
    other = planned.client(planned.clerk).get("/desk/visits/phone/data/").json()
    assert other["key"] != found["key"]


def test_what_a_phone_sends_is_kept_and_shown_with_its_photo(planned):
    visit = planned.visit("alone")
    told = entry(visit, offline=True, place={"consent": True, "latitude": 31.6, "longitude": 121.4,
                                             "accuracy": 20})  # fmt: skip
    answer = sent(planned, planned.officer, told, SimpleUploadedFile("p.jpg", JPEG))
    page = f"/desk/visits/{visit.pk}/"
    assert answer.json() == {"state": "kept", "words": "采用", "page": page, "opened": []}
    assert sent(planned, planned.officer, told).json()["state"] == "kept"  # sent again
    assert Record.objects.count() == 1
    page = text(planned.client(planned.clerk).get(f"/desk/visits/{visit.pk}/"))
    assert "没有网时填写" in page
    assert "误差约 20 米" in page
    photo = planned.client(planned.clerk).get(f"/desk/visits/{visit.pk}/photos/{_photo()}/")
    assert (photo.content, photo["Content-Type"]) == (JPEG, "image/jpeg")
    assert "no-store" in photo["Cache-Control"]
    assert AuditEntry.objects.filter(action="visits.view").count() == 1


def _photo() -> int:
    return Photo.objects.get().pk


def test_what_is_wrong_is_told_to_the_phone_which_keeps_it(planned):
    visit = planned.visit("alone")
    answer = sent(planned, planned.officer, entry(visit, values={}))
    assert answer.status_code == 422
    assert "请填写: 总的情况" in answer.json()["words"]
    stranger = factories.user_with("village", planned.other)
    assert sent(planned, stranger, entry(visit)).status_code == 403
    assert sent(planned, planned.officer, {"visit": 1}).status_code == 400
    assert sent(planned, planned.officer, entry(visit) | {"visit": 999}).status_code == 404
    assert not Record.objects.exists()


def test_what_one_wrote_is_not_taken_in_the_name_of_another_who_is_signed_in(planned):
    told = entry(planned.visit("alone"), user=planned.officer.pk)
    answer = sent(planned, planned.clerk, told)
    assert (answer.status_code, answer.json()["state"]) == (409, "other")
    assert not Record.objects.exists()


def test_two_accounts_stand_side_by_side_until_somebody_chooses(planned):
    visit = planned.visit("alone")
    first = entry(visit)
    sent(planned, planned.clerk, entry(visit, values=WELL | {"health": "病重"}))
    assert sent(planned, planned.officer, first).json()["state"] == "conflict"
    page = text(planned.client(planned.officer).get(f"/desk/visits/{visit.pk}/"))
    assert "请选用哪一份" in page
    assert "病重" in page
    rival = Record.objects.get(state="beside")
    answer = planned.client(planned.officer).post(
        f"/desk/visits/{visit.pk}/choose/",
        {"record": rival.pk, "words": "我当天在场"},
        follow=True,
    )
    assert "已选定" in text(answer)


def test_the_second_visitor_finds_it_and_signs(planned):
    review = planned.visit("dibao_review")
    assigning.assign(visit=review.pk, goer=planned.clerk, second=None, user=planned.clerk)
    review.refresh_from_db()
    told = entry(review, values=HOUSE, second=planned.colleague.pk)
    assert sent(planned, planned.clerk, told).json()["words"] == "等另一人确认"
    assert "张秀英户" in text(planned.client(planned.colleague).get("/desk/visits/?tab=confirm"))
    page = f"/desk/visits/{review.pk}/"
    assert "确认, 是这样" in text(planned.client(planned.colleague).get(page))
    assert "确认, 是这样" not in text(planned.client(planned.clerk).get(page))
    signed = {"record": Record.objects.get().pk, "agrees": "1"}
    answer = planned.client(planned.colleague).post(f"{page}confirm/", signed, follow=True)
    assert "已确认" in text(answer)


def test_the_supervisor_sees_what_was_missed_and_answers(planned):
    visit = planned.visit("alone")
    closing.miss_overdue(at(date(2026, 4, 11)))
    page = text(planned.client(planned.clerk).get("/desk/visits/coverage/?month=2026-03"))
    assert "漏访" in page
    assert "民发〔2021〕57号" in page  # by which rules it is planned, and how sure they are
    assert "没有核实" in page
    assert "启瀛村" in page
    listed = "/desk/visits/coverage/list/?month=2026-03&what=missed"
    assert "王阿婆" in text(planned.client(planned.clerk).get(listed))
    assert "王阿婆" in text(planned.client(planned.clerk).get("/desk/visits/coverage/missed/"))
    said = {"words": "丁住院", "again_by": "2026-03-20"}
    planned.client(planned.clerk).post(f"/desk/visits/{visit.pk}/answer/", said)
    assert "王阿婆" not in text(planned.client(planned.clerk).get("/desk/visits/coverage/missed/"))
    assert Visit.objects.get(previous=visit).due_on == date(2026, 3, 20)


def test_whoever_looks_after_a_town_sends_somebody(planned):
    review = planned.visit("dibao_review")
    page = f"/desk/visits/{review.pk}/"
    said = {"user": planned.clerk.pk, "second": planned.colleague.pk, "seen": review.changes}
    answer = planned.client(planned.clerk).post(f"{page}assign/", said, follow=True)
    assert "已安排乡镇甲去" in text(answer)
    answer = planned.client(planned.colleague).post(f"{page}assign/", said, follow=True)
    assert "别人刚改过" in text(answer)
    taken = planned.client(planned.clerk).post("/desk/visits/take/", {}, follow=True)
    assert "请先勾选" in text(taken)


def test_the_worker_of_the_phone_holds_nothing_of_anybody_and_the_page_neither(planned):
    worker = planned.client(planned.officer).get("/desk/visits/phone/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    shell = text(planned.client(planned.officer).get("/desk/visits/phone/"))
    for one in (text(worker), shell):
        assert "王阿婆" not in one
        assert planned.officer.name not in one
    assert "visits/app" in text(worker)


def test_no_page_asks_more_than_a_dozen_questions(planned, django_assert_max_num_queries):
    for _ in range(12):
        factories.person("赵阿四", date(1938, 1, 1), home=planned.village)
    planned.plan()
    visit = planned.visit("alone")
    first = entry(visit)
    sent(planned, planned.clerk, entry(visit), SimpleUploadedFile("p.jpg", JPEG))
    sent(planned, planned.officer, first, SimpleUploadedFile("p.jpg", JPEG))
    pages = [f"/desk/visits/?tab={tab}" for tab in ("mine", "free", "confirm", "conflict", "done")]
    pages += ["/desk/visits/coverage/", "/desk/visits/coverage/list/", "/desk/visits/phone/data/",
              f"/desk/visits/{visit.pk}/", f"/desk/visits/{visit.pk}/photos/{_one()}/"]  # fmt: skip
    for page in pages:
        planned.client(planned.clerk).get(page)  # warm
        with django_assert_max_num_queries(12):
            assert planned.client(planned.clerk).get(page).status_code == 200, page


def _one() -> int:
    return Photo.objects.order_by("pk").values_list("pk", flat=True)[0]
