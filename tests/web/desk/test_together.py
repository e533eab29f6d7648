"""Opinions of departments, substitutes, and what a supervisor sees."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.models import Case, Consultation, Delegation, Rating
from yingzhou.kernel.cases.services.reopening import reopen


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def asked(world) -> Consultation:
    """The hospital is asked whether the illness is as declared."""
    case = world.apply()
    return Consultation.objects.create(
        case=case, kind="joint", unit="区医保局", desk=world.district,
        permission="cases.opinion", question="核对大病登记", asked_at=at(MONDAY),
        asked_by=world.clerk, due_on=date(2026, 3, 9),
    )  # fmt: skip


def test_a_department_finds_its_part_first_and_sees_no_more_than_it_needs(world, desk, asked):
    client = desk(factories.user_with("department"))
    assert "核对大病登记" in text(client.get("/desk/"))
    assert "核对大病登记" in text(client.get("/desk/opinions/"))
    page = text(client.get(f"/desk/opinions/{asked.pk}/"))
    assert "王秀英" in page
    assert "6222" not in page
    assert str(world.mother.id_number) not in page
    assert client.get(f"/desk/cases/{asked.case.number}/").status_code == 403


def test_an_empty_opinion_is_refused_and_a_full_one_goes_back(world, desk, asked):
    user = factories.user_with("department")
    client = desk(user)
    address = f"/desk/opinions/{asked.pk}/"
    refused = client.post(address, {"agrees": "1", "answer": " "})
    assert refused.status_code == 422
    assert "请写明意见" in text(refused)
    client.post(address, {"agrees": "0", "answer": "没有大病登记"})
    asked.refresh_from_db()
    assert (asked.agrees, asked.answered_by) == (False, user)
    assert "没有大病登记" in text(desk("clerk").get(f"/desk/cases/{asked.case.number}/side/"))


def test_no_opinion_on_a_relatives_case(world, desk, asked):
    user = factories.user_with("department")
    user.person = world.son
    user.save()
    assert desk(user).get(f"/desk/opinions/{asked.pk}/").status_code == 403
    assert AuditEntry.objects.get(action="case.refused").detail["why"] == "回避"


def away(absent, substitute, **more) -> dict:
    return {
        "absent": absent.pk, "substitute": substitute.pk, "since": "2026-03-02",
        "last": "2026-03-06", "reason": "年假",
    } | more  # fmt: skip


def test_a_substitute_sees_and_does_the_work_of_the_absent(world, desk):
    other = factories.user_with("counter", factories.town("堡镇"))
    case = world.apply()
    assert case.number not in text(desk(other).get("/desk/"))
    approver = desk("approver")
    Delegation.objects.create(
        absent=world.counter, substitute=other, reason="年假", valid_from=MONDAY,
        valid_to=date(2026, 3, 7), made_at=at(MONDAY), made_by="主管",
    )  # fmt: skip
    assert case.number in text(desk(other).get("/desk/"))
    address = f"/desk/cases/{case.number}/"
    assert "代 测试员" in text(desk(other).get(address))
    desk(other).post(f"{address}take/accept/", {"steps": 1})
    assert case.steps.get(seq=2).behalf == str(world.counter)
    assert "年假" in text(approver.get("/desk/substitutes/"))


def test_an_absence_is_registered_by_oneself_and_an_overlap_is_warned_of(world, desk):
    colleague = factories.user_with("town", world.town)
    client = desk("clerk")
    page = client.post("/desk/substitutes/", away(world.clerk, colleague), follow=True)
    assert "替班已登记" in text(page)
    assert "2026-03-02 至 2026-03-06" in text(page)
    again = client.post("/desk/substitutes/", away(world.clerk, colleague))
    assert "和已有的重叠, 还没有登记" in text(again)
    assert Delegation.objects.count() == 1
    client.post("/desk/substitutes/", away(world.clerk, colleague, anyway="1"))
    assert Delegation.objects.count() == 2


@pytest.mark.parametrize(
    ("since", "last", "told"),
    [
        ("2026-03-06", "2026-03-05", "最后一天不在不能早于开始的那天"),
        ("2026-02-02", "2026-03-01", "这几天已经过去了"),
    ],
)
def test_days_that_are_over_or_turned_round_are_refused_in_the_words_of_the_form(
    world, desk, since, last, told
):
    colleague = factories.user_with("town", world.town)
    form = away(world.clerk, colleague, since=since, last=last)
    page = desk("clerk").post("/desk/substitutes/", form)
    assert (page.status_code, told in text(page)) == (422, True)
    assert not Delegation.objects.exists()


def test_nobody_registers_for_others_but_a_supervisor(world, desk):
    colleague = factories.user_with("town", world.town)
    form = away(colleague, world.clerk)
    assert desk("clerk").post("/desk/substitutes/", form).status_code == 422
    assert not Delegation.objects.exists()
    desk("approver").post("/desk/substitutes/", form)
    row = Delegation.objects.get()
    assert desk("clerk").post(f"/desk/substitutes/{row.pk}/end/").status_code == 403
    desk(colleague).post(f"/desk/substitutes/{row.pk}/end/")
    assert not Delegation.objects.exists()  # it had not begun yet


def test_what_has_begun_ends_today(world, desk, stop_clock):
    colleague = factories.user_with("town", world.town)
    desk("clerk").post("/desk/substitutes/", away(world.clerk, colleague, last=""))
    stop_clock(at(MONDAY + timedelta(days=2)))
    row = Delegation.objects.get()
    desk("clerk").post(f"/desk/substitutes/{row.pk}/end/")
    row.refresh_from_db()
    assert row.valid_to == date(2026, 3, 4)
    assert AuditEntry.objects.filter(action="case.delegation_ended").count() == 1


def test_a_supervisor_sees_what_is_late_who_has_it_and_where_it_stands(world, desk, stop_clock):
    case = world.apply()
    stop_clock(at(date(2026, 3, 11)))
    page = text(desk("approver").get("/desk/load/"))
    assert "已经超期的" in page
    assert case.number in page
    assert "还没有人接手" in page
    assert "待受理" in page
    elsewhere = factories.user_with("approver", factories.town("堡镇"))
    assert case.number not in text(desk(elsewhere).get("/desk/load/"))


def test_a_supervisor_sees_what_will_be_late_and_what_came_back(world, desk):
    from tests.web.desk.test_case_page import confirming

    case = confirming(world)
    world.step(case, "back", world.approver, date(2026, 3, 18), "核对还不完整")
    Case.objects.filter(pk=case.pk).update(due_on=MONDAY)
    page = text(desk("approver").get("/desk/load/"))
    assert "快要到期的" in page
    assert f'{world.clerk} <span class="tabular">1 件</span>' in page


def test_what_was_opened_again_is_rework_of_whoever_ended_it(world, desk):
    case = world.apply()
    why = "户口不在本市, 也不住在这里"
    world.step(case, "not_accept", world.counter, MONDAY, why)
    reopen(case=case.pk, user=world.approver, stage="received", words="看漏了", at=at(MONDAY, 16))
    page = text(desk("approver").get("/desk/load/"))
    assert f'{world.counter} <span class="tabular">1 件</span>' in page


def test_bad_ratings_stand_there_with_their_rectification(world, desk):
    case = world.apply()
    Rating.objects.create(case=case, stars=1, words="等了太久", channel="online", at=at(MONDAY))
    page = text(desk("approver").get("/desk/load/"))
    assert "等了太久" in page
    assert "没有立案" in page


def test_the_load_asks_at_most_twelve_questions(world, desk):
    world.apply()
    client = desk("approver")
    client.get("/desk/load/")
    with CaptureQueriesContext(connection) as questions:
        client.get("/desk/load/")
    assert len(questions) <= 12, "\n".join(query["sql"][:120] for query in questions)


def test_what_a_leader_counts_and_may_not_read_is_not_called_nothing(world, desk, stop_clock):
    world.apply()
    stop_clock(at(date(2026, 3, 11)))
    page = text(desk(factories.user_with("leader")).get("/desk/load/"))
    assert "没有超期的办件" not in page
    assert "1 件" in page
    assert "您的角色只看件数" in page
