"""A resident's way in by code, the pages behind it, and acting for a mother."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.factories import person, village
from tests.support.residents import signed_in
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.acting import ACTING_FOR, acting
from yingzhou.kernel.accounts.models import Mandate
from yingzhou.kernel.people.models import Kinship

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    """A daughter with her mother's mandate."""
    home = village()
    mother = person("李秀珍", date(1946, 5, 1), 2, home)
    daughter = person("王丽华", date(1975, 3, 3), 2, home)
    Kinship.objects.create(person=daughter, relative=mother, kind=Kinship.Kind.PARENT)
    services.record_mandate(
        principal=mother,
        agent=daughter,
        evidence="委托书",
        valid_from=clock.today(),
        actor=SYSTEM,
        at=clock.now(),
    )
    return mother, daughter


def code_of(somebody) -> str:
    return services.issue_code(person=somebody, actor=SYSTEM, at=clock.now())


def enter(client, name, code, following=""):
    return client.post("/my/login/code/", {"name": name, "code": code, "next": following})


def test_she_logs_in_by_the_slip_and_comes_back_to_the_page_she_wanted(client):
    granny = person("李秀珍")
    assert client.get("/my/").url == "/my/login/?next=/my/"
    answer = enter(client, "李秀珍", code_of(granny), "/my/?x=1")
    assert answer.url == "/my/?x=1"
    page = client.get("/my/").content.decode()
    assert "李秀珍, 您好" in page
    assert "修改密码" not in page, "she has none"
    assert client.get("/my/login/").url == "/my/"
    assert AuditEntry.objects.filter(action="login.ok").count() == 1


def test_no_other_site_is_a_page_to_come_back_to(client):
    code = code_of(person("李秀珍"))
    assert enter(client, "李秀珍", code, "https://elsewhere.example/").url == "/my/"


def test_wrong_name_and_wrong_code_are_answered_word_for_word_the_same(client):
    code = code_of(person("李秀珍"))
    pages = [
        enter(client, name, typed).content.decode()
        for name, typed in (("王建国", code), ("李秀珍", "22222-22222"), ("李秀珍", "nonsense"))
    ]
    told = [page[page.index("对不上") :][:120] for page in pages]
    assert len(set(told)) == 1
    assert "_auth_user_id" not in client.session


def test_after_ten_wrong_tries_the_page_says_when_to_try_again(client):
    for _ in range(10):
        enter(client, "李秀珍", "22222-22222")
    answer = enter(client, "李秀珍", "22222-22222")
    assert answer.status_code == 429
    assert "请过 15 分钟再试" in answer.content.decode()


def test_what_was_left_empty_is_named(client):
    page = enter(client, "", "").content.decode()
    assert "请填写姓名" in page
    assert "请填写登录码" in page


def test_after_half_an_hour_she_is_asked_to_log_in_on_her_own_page(stop_clock):
    now = clock.now()
    stop_clock(now)
    client = signed_in()
    client.get("/my/")
    stop_clock(now + timedelta(minutes=31))
    answer = client.get("/my/")
    assert answer.url == "/my/login/?next=/my/"
    assert "没有操作" in client.get(answer.url).content.decode()


def test_her_session_asks_for_no_password_of_ours_however_old_the_account(stop_clock):
    client = signed_in()
    stop_clock(clock.now() + timedelta(days=300))
    assert client.get("/my/").status_code == 200


def test_the_daughter_acts_for_her_mother_and_the_head_of_every_page_says_so(family):
    mother, daughter = family
    client = signed_in(daughter)
    home = client.get("/my/").content.decode()
    assert "您受托代办" in home
    assert "李秀珍" in home
    client.post("/my/acting/", {"for": mother.pk})
    for page in ("/my/", "/", "/services/what-can-i-get/"):
        shown = client.get(page).content.decode()
        assert "正在替 <strong>妈妈(李秀珍)</strong> 办" in shown, page
        assert "换回本人" in shown
    entry = AuditEntry.objects.get(action="acting.begin")
    assert (entry.subject_id, entry.detail["reason"]) == (mother.pk, "受托")
    client.post("/my/acting/")
    assert "正在替 <strong>" not in client.get("/my/").content.decode()


def test_the_day_the_mandate_is_revoked_the_daughter_is_herself_again(family):
    mother, daughter = family
    client = signed_in(daughter)
    client.post("/my/acting/", {"for": mother.pk})
    given = Mandate.objects.get(principal=mother)
    services.revoke_mandate(mandate=given, actor=SYSTEM, at=clock.now())
    assert "正在替 <strong>" not in client.get("/").content.decode()
    assert ACTING_FOR not in client.session


@pytest.mark.parametrize("wanted", ["0", "-1", "x", "9" * 40, "stranger"])
def test_nobody_acts_for_a_stranger(family, wanted):
    _, daughter = family
    stranger = person("王建国")
    client = signed_in(daughter)
    pk = stranger.pk if wanted == "stranger" else wanted
    client.post("/my/acting/", {"for": pk})
    assert "正在替 <strong>" not in client.get("/my/").content.decode()
    assert not AuditEntry.objects.filter(action="acting.begin").exists()


def test_other_parts_learn_whose_affairs_a_page_is_about(family, rf):
    mother, daughter = family
    request = rf.get("/my/")
    request.session = {}
    request.user = services.resident_account(person=daughter, actor=SYSTEM, at=clock.now())
    assert acting(request) == daughter
    request.session[ACTING_FOR] = mother.pk
    assert acting(request) == mother


def test_a_visitor_is_no_resident(client):
    assert Client().post("/my/acting/").url == "/my/login/?next=/my/"
    assert "居民登录" in client.get("/my/login/?why=failed").content.decode()


@pytest.mark.parametrize(
    ("address", "belongs_to"),
    [
        ("/my/login/code/", "/my/login/"),
        ("/my/login/city/", "/my/login/"),
        ("/my/acting/", "/my/"),
        ("/my/cases/2026-1-1/papers/", "/my/cases/2026-1-1/"),
        ("/my/cases/2026-1-1/papers/1/remove/", "/my/cases/2026-1-1/"),
    ],
)
def test_a_tab_that_a_phone_loads_anew_comes_to_the_page_it_belongs_to(family, address, belongs_to):
    _, daughter = family
    client = Client() if "login" in address else signed_in(daughter)
    answer = client.get(address)
    assert (answer.status_code, answer.get("Location")) == (302, belongs_to)
