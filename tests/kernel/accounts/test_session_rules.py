"""A running session: idle time, age of the password, one-time passwords, closed accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import user_with
from yingzhou.core import audit, clock
from yingzhou.kernel.accounts import services

pytestmark = pytest.mark.django_db
PAGE = "/accounts/2fa/"
MORNING = datetime(2025, 3, 3, 9, 0, tzinfo=clock.ZONE)


def after(minutes: float):
    return clock.stopped_at(MORNING + timedelta(minutes=minutes))


@pytest.fixture
def worker(client):
    with after(0):
        client.force_login(user_with("town"))
        assert client.get(PAGE).status_code == 200
    return client


def test_who_keeps_working_stays_logged_in_all_morning(worker):
    for minutes in range(20, 200, 20):
        with after(minutes):
            assert worker.get(PAGE).status_code == 200


def test_after_half_an_hour_without_a_click_the_session_ends_and_says_so(worker):
    with after(31):
        answer = worker.get(PAGE)
        assert answer.status_code == 302
        assert answer.url == f"/accounts/login/?next={PAGE}"
        page = worker.get(answer.url).content.decode()
    assert "30 分钟没有操作" in page
    assert "会回到刚才的页面" in page
    assert "_auth_user_id" not in worker.session


def test_a_form_sent_too_late_says_that_it_was_not_saved(worker):
    with after(31):
        answer = worker.post("/accounts/password/change/", {"oldpassword": "x"})
        page = worker.get(answer.url).content.decode()
    assert "刚才提交的内容没有保存" in page


def test_a_part_of_a_page_sends_the_whole_page_to_the_login(worker):
    here = "http://testserver/desk/people/?q=%E6%9D%8E"
    with after(31):
        answer = worker.get(PAGE, HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL=here)
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/accounts/login/?next=/desk/people/")


def test_a_public_page_is_still_shown_when_the_session_has_run_out(worker):
    with after(31):
        assert worker.get("/accounts/login/").status_code == 200
    assert "_auth_user_id" not in worker.session


def test_reading_pages_writes_the_session_at_most_once_a_minute(worker):
    def writes(minutes: float) -> int:
        with (
            after(minutes),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            worker.get(PAGE)
        return sum("UPDATE" in query["sql"] for query in queries)

    assert writes(0.5) == 0
    assert writes(1.5) == 1
    assert writes(2.0) == 0


def test_a_one_time_password_has_to_be_changed_before_anything_else(client):
    new = services.create_account(
        username="new.clerk", name="新人", actor=audit.SYSTEM, at=clock.now()
    )
    client.post("/accounts/login/", {"login": "new.clerk", "password": new.password})
    sent = client.get("/accounts/home/")
    assert sent.url == "/accounts/password/change/"
    assert "一次性密码" in client.get(sent.url).content.decode()
    fresh = {"oldpassword": new.password, "password1": "Dongtan-1998", "password2": "Dongtan-1998"}
    assert client.post(sent.url, fresh).url == "/accounts/home/"  # on to work
    assert client.get("/accounts/home/").url != "/accounts/password/change/"


def test_a_password_older_than_half_a_year_has_to_be_changed(client, stop_clock):
    account = user_with("town")
    account.password_changed_at = clock.now() - timedelta(days=181)
    account.save()
    client.force_login(account)
    assert client.get("/accounts/home/").url == "/accounts/password/change/"
    part = client.get("/accounts/home/", HTTP_HX_REQUEST="true")
    assert part["HX-Redirect"] == "/accounts/password/change/"


def test_the_shared_password_of_demo_accounts_does_not_age(client):
    account = user_with("town")
    account.password_changed_at = clock.now() - timedelta(days=400)
    account.is_demo = True
    account.save()
    client.force_login(account)
    assert client.get("/accounts/home/").url != "/accounts/password/change/"


def test_a_deactivated_account_is_out_with_its_next_click(client):
    account = user_with("town")
    client.force_login(account)
    assert client.get(PAGE).status_code == 200
    services.deactivate(user=account, actor=audit.SYSTEM, at=clock.now())
    answer = client.get(PAGE)
    assert answer.url.startswith("/accounts/login/")
    assert "账号已停用" in client.get(answer.url).content.decode()


def test_a_reset_password_ends_the_sessions_that_were_running(client):
    account = user_with("town")
    client.force_login(account)
    services.reset_password(user=account, actor=audit.SYSTEM, at=clock.now())
    assert client.get(PAGE).url.startswith("/accounts/login/")


def test_visitors_without_a_login_cost_no_query_and_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/accounts/login/")
    assert not Session.objects.exists()
