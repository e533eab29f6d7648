"""The adviser's list, the household's page, the letter, the office's answer, and what they read."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.support.residents import signed_in
from yingzhou.kernel.assessments.models import Assessment, Task
from yingzhou.kernel.cases.models import DataUse
from yingzhou.kernel.notices.models import Letter
from yingzhou.programmes.assistance.advising.models import Measure, Plan
from yingzhou.programmes.assistance.advising.services import measures

from .conftest import MONDAY, at

MOST = 12
pytestmark = pytest.mark.django_db(transaction=True)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def plan(world) -> Plan:
    world.plan()
    world.assess(food="很急", schooling="有困难")
    return Plan.objects.get()


def test_from_the_list_to_the_measures(world):
    adviser = world.client(world.adviser)
    page = text(adviser.get("/desk/advising/?tab=without"))
    assert "张秀英户" in page
    answer = adviser.post("/desk/advising/open/", {"household": world.home.pk}, follow=True)
    plan = Plan.objects.get()
    assert "下一步: 做需求评估" in text(answer)
    assert "张秀英户" in text(adviser.get("/desk/advising/"))
    assert "张秀英户" not in text(adviser.get("/desk/advising/?tab=without"))
    world.assess(food="很急")
    page = text(adviser.get(f"/desk/advising/{plan.pk}/"))
    assert "吃穿用 · 很急" in page
    assert "临时救助" in text(adviser.get(f"/desk/advising/{plan.pk}/offers/"))
    adviser.post(
        f"/desk/advising/{plan.pk}/propose/",
        {"need": "food", "item": "relief/temporary", "words": "救急", "due_on": "2026-03-20"},
    )
    made = Measure.objects.get()
    assert (made.item, made.state) == ("relief/temporary", "proposed")
    form = {"measure": made.pk, "agrees": "1", "words": "户主当面"}
    page = text(adviser.post(f"/desk/advising/{plan.pk}/answer/", form, follow=True))
    assert "家里同意了" in page
    assert "下一步: 临时救助: 去办" in page


def test_what_is_wrong_is_said_and_nothing_changes(world, plan):
    answer = world.client(world.adviser).post(
        f"/desk/advising/{plan.pk}/propose/", {"need": "food", "name": "电话"}, follow=True
    )
    assert "请选日期" in text(answer)
    assert not Measure.objects.exists()


def test_who_was_looked_up_can_read_it(world, plan):
    adviser = world.client(world.adviser)
    adviser.post(
        f"/desk/advising/{plan.pk}/consent/", {"person": world.mother.pk, "words": "当面签字"}
    )
    adviser.get(f"/desk/advising/{plan.pk}/offers/")
    used = DataUse.objects.filter(person=world.mother, purpose__startswith="救助顾问")
    assert used.get().user_name == "顾问甲"


def test_it_is_shut_to_others(world, plan):
    address = f"/desk/advising/{plan.pk}/"
    elsewhere = factories.user_with("adviser", factories.town("堡镇"))
    assert world.client(elsewhere).get(address).status_code == 404
    village = factories.user_with("village", world.village)
    assert world.client(village).get(address).status_code == 403
    assert world.client(world.clerk).get(address).status_code == 200


def test_the_letter_says_what_was_agreed(world, plan):
    world.agree(world.propose(plan, item="guides/student_aid", why="孩子接着上学"))
    adviser = world.client(world.adviser)
    for _ in range(2):
        adviser.post(f"/desk/advising/{plan.pk}/letter/")
    letter = Letter.objects.get(title="帮扶方案")  # unchanged, it is the same
    assert letter.person == world.mother
    assert "孩子接着上学" in letter.content
    assert letter.number in text(adviser.get(f"/desk/advising/{plan.pk}/beside/"))


def test_the_office_reads_what_is_asked_and_answers(world, plan):
    measure = world.agree(world.propose(plan, need="schooling", unit="区教育局", why="学费交不上"))
    office = world.client(world.office)
    assert "学费交不上" not in text(office.get("/desk/advising/referrals/"))
    measures.refer(measure=measure.pk, user=world.adviser, at=at(MONDAY, 14))
    page = text(office.get("/desk/advising/referrals/"))
    assert "学费交不上" in page
    assert "3月16日" in page
    office.post(f"/desk/advising/referrals/{measure.pk}/", {"helps": "1", "words": "已减免"})
    measure.refresh_from_db()
    assert (measure.state, measure.answer) == ("done", "已减免")


def test_the_family_reads_it_in_plain_words_and_says_yes(world, plan):
    measure = world.propose(plan, item="guides/student_aid", why="孩子接着上学")
    client = signed_in(world.mother)
    page = text(client.get("/my/help/"))
    assert "孩子接着上学" in page
    assert "顾问甲" in page
    client.post(f"/my/help/{measure.pk}/answer/", {"agrees": "1"})
    measure.refresh_from_db()
    assert measure.state == "agreed"
    assert "您家同意了, 顾问在办" in text(client.get("/my/help/"))


def test_the_family_says_that_it_is_not_so(world, plan):
    made = Assessment.objects.get()
    client = signed_in(world.mother)
    stranger = signed_in(factories.person("王五", date(1970, 1, 1), home=world.village))
    address = f"/my/assessments/{made.pk}/dispute/"
    assert stranger.post(address, {"words": "不对"}).status_code == 404
    client.post(address, {"words": "看病也有困难"})
    assert Task.objects.get(disputes=made).words == "看病也有困难"
    assert "您提过不同意" in text(client.get("/my/help/"))


def test_who_has_no_plan_reads_how_to_get_one(world):
    page = text(signed_in(world.mother).get("/my/help/"))
    assert "还没有帮扶方案" in page
    assert 'href="/services/advising/adviser/"' in page


def test_no_page_asks_too_often(world, plan):
    for number in range(6):
        world.propose(plan, name=f"第{number}件")
    world.agree(world.propose(plan, item="guides/student_aid"))
    client = world.client(world.adviser)
    pages = ("", "?tab=without", f"{plan.pk}/", f"{plan.pk}/beside/", f"{plan.pk}/offers/")
    for address in pages:
        client.get(f"/desk/advising/{address}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/desk/advising/{address}").status_code == 200
        reads = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
        shown = "\n".join(one[:160] for one in reads)
        assert len(reads) <= MOST, f"{address}: {len(reads)}\n{shown}"
