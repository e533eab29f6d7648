"""At the counter: a slip with a code, a mandate by full number, both within the clerk's town."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import SESSION_KEY

from tests.factories import kin, person, town, village
from yingzhou.core import clock
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.models import AccessCode, Mandate, User
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Kinship

pytestmark = pytest.mark.django_db


@pytest.fixture
def miaozhen():
    return town("庙镇")


@pytest.fixture
def granny(miaozhen):
    return person("李秀珍", date(1946, 5, 1), home=village("启瀛村", miaozhen))


@pytest.fixture
def clerk(client_as, miaozhen):
    return client_as("counter", miaozhen)


def at(somebody, what: str = "") -> str:
    return f"/desk/people/{somebody.pk}/access/{what}"


def mandate(clerk, granny, agent, **more):
    fields = {
        "number": str(agent.id_number),
        "evidence": "委托书原件已核对",
        "valid_from": clock.today().isoformat(),
    }
    return clerk.post(at(granny, "mandate/"), fields | more)


def test_the_clerk_prints_a_slip_that_lets_her_in_and_is_shown_once(clerk, granny):
    assert f'href="{at(granny)}"' in clerk.get(f"/desk/people/{granny.pk}/").content.decode()
    answer = clerk.post(at(granny, "code/"))
    page = answer.content.decode()
    code = re.search(r"<code>([2-9A-Z]{5}-[2-9A-Z]{5})</code>", page).group(1)
    assert "no-store" in answer["Cache-Control"]
    user = services.log_in_by_code(name="李秀珍", code=code, client="x", at=clock.now())
    assert user.person == granny
    listed = clerk.get(at(granny)).content.decode()
    assert code not in listed
    assert "有效" in listed


def test_nobody_gives_themselves_the_key_to_a_relatives_matters(clerk, granny):
    """The clerk's mother-in-law: a colleague prints her slip and records whom she sends."""
    wife = person("陈小妹", date(1975, 5, 1))
    me = person("陆建国", date(1974, 5, 1), 1)
    kin(wife, granny)
    kin(me, wife, Kinship.Kind.SPOUSE)
    User.objects.filter(pk=clerk.session[SESSION_KEY]).update(person=me)
    answers = [clerk.get(at(granny)), clerk.post(at(granny, "code/")), mandate(clerk, granny, me)]
    assert [one.status_code for one in answers] == [403, 403, 403]
    assert "回避" in answers[0].content.decode()


def test_a_lost_slip_is_ended_at_the_counter(clerk, granny):
    clerk.post(at(granny, "code/"))
    row = AccessCode.objects.get()
    answer = clerk.post(at(granny, "code/end/"), {"row": row.pk}, follow=True)
    assert "登录码已作废" in answer.content.decode()
    answer = clerk.post(at(granny, "code/end/"), {"row": row.pk}, follow=True)
    assert "早已作废" in answer.content.decode()
    assert clerk.post(at(granny, "code/end/"), {"row": "x"}).status_code == 404


def test_a_mandate_is_recorded_by_the_agents_full_number(clerk, granny):
    daughter = person("王丽华", date(1975, 3, 3))
    answer = mandate(clerk, granny, daughter, items="最低生活保障, relief/medical")
    assert answer.status_code == 302
    given = Mandate.objects.get(principal=granny)
    assert (given.principal, given.agent) == (granny, daughter)
    assert given.items == ["relief/dibao", "relief/medical"]
    page = clerk.get(at(granny)).content.decode()
    assert "王*华" in page
    assert f"最低生活保障、{items()['relief/medical'].name}" in page
    clerk.post(at(granny, "mandate/end/"), {"row": given.pk})
    given.refresh_from_db()
    assert given.revoked_at is not None


def test_the_day_that_the_paper_names_is_the_last_on_which_it_holds(clerk, granny):
    daughter = person("王丽华", date(1975, 3, 3))
    last = clock.today() + timedelta(days=30)
    mandate(clerk, granny, daughter, valid_to=last.isoformat())
    given = Mandate.objects.get(principal=granny)
    assert given.holds_on(last)
    assert not given.holds_on(last + timedelta(days=1))
    assert f"至 {last.isoformat()}" in clerk.get(at(granny)).content.decode()


@pytest.mark.parametrize(
    ("wrote", "means"),
    [
        ("低保", ["relief/dibao"]),
        ("地名命名、更名审批", ["boundaries/naming"]),
        ("低保、地名命名、更名审批", None),
        ("吃低保\uff1b最低生活保障\uff0c低保", ["relief/dibao"]),
    ],
)
def test_services_are_written_as_people_call_them(clerk, granny, wrote, means):
    page = mandate(clerk, granny, person("王丽华", date(1975, 3, 3)), items=wrote)
    assert (page.status_code == 302) == (means is not None)
    assert list(Mandate.objects.values_list("items", flat=True)) == ([means] if means else [])


def test_a_service_that_nobody_can_apply_for_is_no_limit(clerk, granny):
    daughter = person("王丽华", date(1975, 3, 3))
    page = mandate(clerk, granny, daughter, items="dibao").content.decode()
    assert "没有“dibao”这个能申请的事项" in page
    assert not Mandate.objects.exists()


def test_a_number_that_was_typed_is_never_shown_again(clerk, granny):
    daughter = person("王丽华", date(1975, 3, 3))
    number = str(daughter.id_number)
    page = mandate(clerk, granny, daughter, evidence="").content.decode()
    assert "请写明看了什么凭据" in page
    assert number not in page
    page = mandate(clerk, granny, daughter, evidence=f"见 {number}").content.decode()
    assert "不要填写身份证号码" in page
    assert not Mandate.objects.filter(principal=granny).exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [("11010519491231002X", "登记册里没有这个号码的人"), ("123", "应为18位"), ("", "请填写代办人")],
)
def test_an_agent_who_cannot_be_found_is_said_plainly(clerk, granny, number, said):
    page = mandate(clerk, granny, granny, number=number).content.decode()
    assert said in page
    assert "11010519491231002X" not in page


def test_a_refusal_of_the_law_stands_at_the_form(clerk, granny):
    assert "代办人就是本人" in mandate(clerk, granny, granny).content.decode()


def test_a_clerk_of_another_town_may_not(client_as, granny):
    other = client_as("counter", town("堡镇"))
    for what in ("", "code/", "mandate/", "code/end/", "mandate/end/"):
        answer = other.get(at(granny)) if not what else other.post(at(granny, what))
        assert answer.status_code == 403, what
    assert not AccessCode.objects.exists()


def test_whoever_comes_with_their_number_is_served_at_any_counter(client_as, granny):
    other = client_as("counter", town("堡镇"))
    arrived = other.post("/desk/counter/", {"q": str(granny.id_number)})
    assert at(granny) in other.get(arrived["Location"]).content.decode()
    assert other.get(at(granny)).status_code == 200
    assert other.post(at(granny, "code/")).status_code == 200
    assert AccessCode.objects.filter(person=granny).exists()


def test_who_does_not_receive_cases_sees_no_such_page(client_as, miaozhen, granny):
    approver = client_as("approver", miaozhen)
    assert approver.get(at(granny)).status_code == 403
    assert at(granny) not in approver.get(f"/desk/people/{granny.pk}/").content.decode()


def test_children_get_no_codes(clerk, miaozhen):
    boy = person("陈小宝", date(2016, 9, 1), 1, village("新村", miaozhen))
    answer = clerk.get(at(boy))
    assert answer.url == f"/desk/people/{boy.pk}/"
    assert clerk.post(at(boy, "code/")).status_code == 403
    assert not AccessCode.objects.exists()


def test_the_administrator_says_who_a_clerk_is_by_full_number(client_as):
    admin = client_as("administrator")
    clerk = User(username="wanglihua", name="王丽华")
    clerk.save()
    own = person("王丽华", date(1975, 3, 3))
    page = f"/accounts/manage/{clerk.pk}/"
    number = str(own.id_number)
    assert (
        "没有这个号码"
        in admin.post(f"{page}person/", {"number": "11010519491231002X"}).content.decode()
    )
    admin.post(f"{page}person/", {"number": number})
    clerk.refresh_from_db()
    assert clerk.person == own
    shown = admin.get(page).content.decode()
    assert "王*华" in shown
    assert number not in shown
    assert (
        AuditEntry.objects.filter(action="account.link_person").latest("pk").detail["person"]
        == own.pk
    )
    second = User(username="second", name="王丽华")
    second.save()
    answer = admin.post(f"/accounts/manage/{second.pk}/person/", {"number": number}, follow=True)
    assert "已对应另一个工作账号" in answer.content.decode()
    admin.post(f"{page}person/end/")
    clerk.refresh_from_db()
    assert clerk.person is None


def test_nobody_says_who_they_are_themselves_and_residents_are_not_managed_here(client_as):
    admin = client_as("administrator")
    own = person("王丽华", date(1975, 3, 3))
    me = User.objects.get(pk=admin.session[SESSION_KEY])
    answer = admin.post(
        f"/accounts/manage/{me.pk}/person/", {"number": str(own.id_number)}, follow=True
    )
    assert "不能变更自己的账号" in answer.content.decode()
    resident = services.resident_account(
        person=own, actor=services.staff.Actor(None, "x"), at=clock.now()
    )
    assert admin.get(f"/accounts/manage/{resident.pk}/").status_code == 404
    assert f">{resident.username}<" not in admin.get("/accounts/manage/").content.decode()
