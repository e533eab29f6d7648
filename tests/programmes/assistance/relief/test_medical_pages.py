"""What the district's officer sees of hospitals' bills, and the two who clear a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests import factories
from tests.programmes.assistance.relief.conftest import FRIDAY, at, bill
from yingzhou.core.models import AuditEntry
from yingzhou.programmes.assistance.relief.faults import NotSettled
from yingzhou.programmes.assistance.relief.models import Hospital, Settlement, Statement
from yingzhou.programmes.assistance.relief.services import reversing, settling

BACKEND = "yingzhou.kernel.accounts.backend.StaffBackend"


@pytest.fixture
def office(world):
    made: dict[str, Client] = {}

    def client(role: str) -> Client:
        if role not in made:
            made[role] = Client()
            user = factories.user_with(role, factories.district())
            made[role].force_login(user, backend=BACKEND)
        return made[role]

    return client


@pytest.fixture
def bills(world):
    for n in range(3):
        world.settle(bill(f"Z{n}", since=FRIDAY - timedelta(days=n + 1)))
    return world


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_today_is_on_the_first_page_and_the_charts_with_it(office, bills):
    page = text(office("bureau").get("/desk/medical/"))
    assert "27,000.00" in page
    assert "近十二个月医疗救助当场结算" in page
    assert "陆*宝" in page
    assert "陆阿宝" not in page


def test_a_bill_is_found_by_receipt_number_name_hospital_and_day(office, bills):
    row = Settlement.objects.get(number="Z1")
    for query in (f"q={row.receipt}", "q=Z1", "q=陆阿宝", "hospital=XH", "day=2026-11-20"):
        page = text(office("bureau").get(f"/desk/medical/?{query}"))
        assert row.receipt in page, query
    for query in ("q=Z77", "q=陆", "hospital=NO", "day=2026-11-19"):
        assert "没有查到" in text(office("bureau").get(f"/desk/medical/?{query}")), query
    assert AuditEntry.objects.filter(action="medical.search").count() == 5


def test_the_page_of_a_bill_names_another_stay_on_the_same_days(office, world):
    """A transfer on the last day is none; what was taken back is none."""
    week = FRIDAY - timedelta(days=7)
    one = world.settle(bill("Z1", since=week, until=FRIDAY - timedelta(days=2))).row
    two = world.settle(bill("Z2", since=FRIDAY - timedelta(days=2))).row
    page = office("bureau")
    assert "日期和这一次重叠" not in text(page.get(f"/desk/medical/{one.pk}/"))
    three = world.settle(bill("Z3", since=FRIDAY - timedelta(days=3))).row
    told = text(page.get(f"/desk/medical/{three.pk}/"))
    assert "日期和这一次重叠" in told
    assert all(other.receipt in told for other in (one, two))
    reversing.reverse(settlement=three, words="重复录入", client=None, at=at(FRIDAY))
    assert "日期和这一次重叠" not in text(page.get(f"/desk/medical/{one.pk}/"))


def test_the_page_of_a_bill_says_how_it_came_about_and_who_looked(office, bills):
    row = Settlement.objects.get(number="Z1")
    page = text(office("bureau").get(f"/desk/medical/{row.pk}/"))
    assert "怎样算出来的" in page
    assert "90%" in page
    assert "社会救助条例" in page
    assert "未核实" in page
    assert AuditEntry.objects.filter(action="medical.view", subject_id=row.pk).exists()


def test_why_a_hospital_was_refused_is_read_here(office, world):
    with pytest.raises(NotSettled) as refused:
        world.settle(bill(), world.neighbour)
    settling.note_refusal(hospital=world.hospital, number="Z1", fault=refused.value, at=at(FRIDAY))
    assert "不是特困、低保" in text(office("bureau").get("/desk/medical/"))


def test_a_month_goes_through_two_hands(office, bills, stop_clock):
    stop_clock(at(date(2026, 12, 2)))
    page = text(office("finance").get("/desk/medical/months/"))
    assert "等经办出清算单" in page
    asked = {"hospital": bills.hospital.pk, "month": "2026-11"}
    answer = office("finance").post("/desk/medical/months/draw-up/", asked, follow=True)
    assert "27,000.00" in text(answer)
    row = Statement.objects.get()
    path = f"/desk/medical/months/{row.pk}/"
    assert "同意付款" not in text(office("finance").get(path))
    wrong = office("treasurer").post(f"{path}close/", {"total": "1"}, follow=True)
    assert "请经办重出" in text(wrong)
    done = office("treasurer").post(f"{path}close/", {"total": row.total}, follow=True)
    assert "已复核" in text(done)
    assert "已复核" in text(office("bureau").get("/desk/medical/months/"))


def test_each_does_only_their_part(office, bills):
    months = "/desk/medical/months/"
    assert office("treasurer").post(f"{months}draw-up/").status_code == 403
    assert office("finance").post(f"{months}1/close/").status_code == 403
    assert office("finance").get("/desk/medical/hospitals/").status_code == 403
    assert office("town").get("/desk/medical/").status_code == 403
    broken = office("finance").post(f"{months}draw-up/", {"hospital": "x"}, follow=True)
    assert "没有改动" in text(broken)


def test_a_hospital_is_registered_and_stopped(office):
    path = "/desk/medical/hospitals/"
    answer = office("bureau").post(path, {"code": "ey", "name": "崇明第二医院"}, follow=True)
    assert "已登记 崇明第二医院" in text(answer)
    again = office("bureau").post(path, {"code": "EY", "name": "别家"})
    assert "已经登记过" in text(again)
    row = Hospital.objects.get(code="EY")
    office("bureau").post(f"{path}{row.pk}/", {"open": "0"})
    row.refresh_from_db()
    assert not row.is_open


def test_no_page_asks_more_than_a_dozen_questions(office, bills, django_assert_max_num_queries):
    bills.reverse(Settlement.objects.get(number="Z1"))
    row = Statement.objects.create(
        hospital=bills.hospital, month=date(2026, 11, 1), count=3, reversed_count=1,
        total=0, made_at=at(FRIDAY), made_by="x",
    )  # fmt: skip
    one = Settlement.objects.get(number="Z2")
    pages = ("", "?q=Z2", f"{one.pk}/", "months/", f"months/{row.pk}/", "hospitals/")
    for page in pages:
        office("bureau").get(f"/desk/medical/{page}")
        with django_assert_max_num_queries(12):
            assert office("bureau").get(f"/desk/medical/{page}").status_code == 200, page
