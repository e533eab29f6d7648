"""Where a login leads, and what people read when something goes wrong."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client, RequestFactory

from tests.factories import person, village
from tests.support.residents import signed_in
from yingzhou.web import errors

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "home"),
    [("leader", "/board/"), ("town", "/desk/"), ("village", "/desk/"), ("auditor", "/desk/")],
)
def test_a_login_leads_to_the_room_of_the_role(client_as, role, home):
    assert client_as(role).get("/accounts/home/")["Location"] == home


def test_the_workbench_greets_and_offers_what_the_role_may_do(client_as):
    page = client_as("town").get("/desk/").content.decode()
    assert "工作台" in page
    assert "人员查询" in page
    assert "审计日志" not in page


def test_the_workbench_sends_strangers_to_the_login_and_leaders_away(client, client_as):
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")
    answer = client_as("leader").get("/desk/")
    assert answer.status_code == 403
    assert "什么也没有改动" in answer.content.decode()


def test_a_lost_address_says_what_to_do(client):
    answer = client.get("/没有/")
    assert answer.status_code == 404
    assert "请核对地址" in answer.content.decode()


def test_a_form_from_nowhere_is_refused_with_a_way_on():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/elder/", {"on": "1"})
    assert answer.status_code == 403
    assert "重新打开这一页" in answer.content.decode()


def test_what_a_script_sends_without_a_token_takes_away_nobody_elses():
    """A phone that is back on the network tries at once, while its user is at the login."""
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/elder/", {"on": "1"}, headers={"Sec-Fetch-Dest": "empty"})
    assert answer.status_code == 403
    assert "csrftoken" not in answer.cookies
    assert strict.post("/elder/", {"on": "1"}).cookies  # a page brings one along


def test_a_fault_tells_what_was_kept_and_needs_neither_user_nor_database():
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "不会只记一半" in answer.content.decode()


def test_even_a_broken_template_leaves_a_readable_page(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr(errors, "render_to_string", broken)
    answer = errors.server_error(RequestFactory().get("/"))
    assert "已经保存的内容都还在" in answer.content.decode()


def test_a_resident_refused_at_the_desk_stays_in_their_own_room_in_large_type():
    client = signed_in(person("李秀珍", date(1946, 5, 1), 2, village()))
    client.cookies["elder"] = "1"
    page = client.get("/desk/")
    text = page.content.decode()
    assert page.status_code == 403
    assert '<html lang="zh-CN" class="elder">' in text
    assert 'class="shell-portal"' in text
    assert "回到我的办事" in text
