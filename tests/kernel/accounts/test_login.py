"""Logging in as people do, by the real pages: right, wrong, too often wrong, closed, demo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories import PASSWORD, user, user_with
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def log_in(client: Client, username: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_login_page_is_chinese_and_names_the_demo_logins(client):
    page = client.get(LOGIN).content.decode()
    assert "登录名" in page
    assert "密码" in page
    assert "演示数据" in page
    assert DEMO_PASSWORD in page
    assert all(account.username in page for account in DEMO_ACCOUNTS)


def test_outside_the_demo_the_login_page_names_no_login(client, settings):
    settings.DEMO = False
    page = client.get(LOGIN).content.decode()
    assert DEMO_PASSWORD not in page


def test_right_name_and_password_lead_to_the_page_asked_for(client):
    town = user_with("town")
    asked = client.get("/accounts/2fa/")
    assert asked.url == f"{LOGIN}?next=/accounts/2fa/"
    answer = client.post(
        asked.url, {"login": town.username, "password": PASSWORD, "next": "/accounts/2fa/"}
    )
    assert answer.status_code == 302
    assert answer.url == "/accounts/2fa/"
    assert is_in(client)


def test_the_login_name_may_be_typed_with_capitals_and_blanks(client):
    account = user(username="li.ming")
    log_in(client, f" {account.username.upper()} ")
    assert is_in(client)


def test_nobody_is_sent_to_a_foreign_site_after_the_login(client):
    town = user_with("town")
    answer = client.post(
        LOGIN, {"login": town.username, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert "evil" not in answer.url


def test_a_wrong_password_says_what_to_do_and_lets_nobody_in(client):
    account = user()
    answer = log_in(client, account.username, "wrong")
    assert answer.status_code == 200
    assert "登录名或密码不对" in answer.content.decode()
    assert not is_in(client)


def test_unknown_and_closed_accounts_get_the_same_answer_as_a_wrong_password(client):
    closed = user()
    closed.is_active = False
    closed.save()
    for name in ("nobody.here", closed.username):
        page = log_in(client, name).content.decode()
        assert "登录名或密码不对" in page
    assert not is_in(client)


def test_five_wrong_passwords_lock_and_the_page_says_until_when(client):
    account = user()
    for _ in range(4):
        assert log_in(client, account.username, "wrong").status_code == 200
    locked = log_in(client, account.username, "wrong")
    assert locked.status_code == 429
    assert "登录已锁定" in locked.content.decode()
    assert "以后可以再试" in locked.content.decode()
    assert 0 < int(locked["Retry-After"]) <= 1200
    right = log_in(client, account.username)
    assert right.status_code == 429
    assert not is_in(client)


def test_trying_during_the_lock_does_not_move_the_promised_time(client):
    account = user()
    for _ in range(5):
        log_in(client, account.username, "wrong")
    promised = AccessAttempt.objects.get().attempt_time
    log_in(client, account.username, "wrong")
    assert AccessAttempt.objects.get().attempt_time == promised


def test_after_twenty_minutes_the_lock_opens_by_itself(client, settings):
    account = user()
    for _ in range(5):
        log_in(client, account.username, "wrong")
    attempt = AccessAttempt.objects.get()
    past = attempt.attempt_time - settings.AXES_COOLOFF_TIME - timedelta(seconds=5)
    AccessAttempt.objects.update(attempt_time=past)
    log_in(client, account.username)
    assert is_in(client)


def test_a_lock_concerns_one_name_at_one_address_only(client):
    victim, neighbour = user(), user()
    for _ in range(5):
        log_in(client, victim.username, "wrong", REMOTE_ADDR="10.9.9.9")
    log_in(client, victim.username, REMOTE_ADDR="10.1.1.1")
    assert is_in(client)
    other = Client()
    log_in(other, neighbour.username, REMOTE_ADDR="10.9.9.9")
    assert is_in(other)


@pytest.mark.parametrize(
    "number",
    [
        "310230195001010019",
        "310230 19500101 0019",
        "310230-19500101-0019",
        "id310230195001010019",
        "３１０２３０１９５００１０１００１９",
    ],
)
def test_an_identity_number_is_refused_as_login_name_and_kept_nowhere(client, number):
    answer = log_in(client, number, "whatever")
    assert "不要填身份证号" in answer.content.decode()
    assert not AccessAttempt.objects.exists()
    assert not AuditEntry.objects.exists()


def test_the_failure_log_holds_neither_password_nor_form(client):
    account = user()
    log_in(client, account.username, "secret-typed")
    attempt = AccessAttempt.objects.get()
    assert "secret-typed" not in attempt.post_data
    assert account.username not in attempt.post_data


def test_demo_accounts_open_in_the_demo_only(client, settings):
    account = user(username="demo.town")
    account.is_demo = True
    account.save()
    log_in(client, account.username)
    assert is_in(client)
    settings.DEMO = False
    assert client.get("/accounts/2fa/").status_code == 302
    assert not is_in(client)
    assert "登录名或密码不对" in log_in(client, account.username).content.decode()


def test_logging_out_takes_a_button_and_ends_the_session(client):
    client.force_login(user())
    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(client)
    assert client.post("/accounts/logout/").url == "/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "password/reset/",
        "password/set/",
        "login/code/confirm/",
        "2fa/webauthn/",
        "2fa/recovery-codes/download/",
        "social/signup/",
    ],
)
def test_nothing_else_of_the_library_can_be_reached(client, path):
    client.force_login(user())
    assert client.get(f"/accounts/{path}").status_code == 404


def test_sign_up_is_closed_twice(rf):
    from allauth.account.adapter import get_adapter

    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert not get_adapter().is_open_for_signup(rf.get("/"))


def test_logins_failures_and_the_end_are_audited_with_the_address(client):
    account = user()
    log_in(client, account.username, "wrong", REMOTE_ADDR="10.2.3.4")
    log_in(client, account.username, REMOTE_ADDR="10.2.3.4")
    client.post("/accounts/logout/")
    entries = list(AuditEntry.objects.order_by("seq"))
    assert [entry.action for entry in entries] == ["login.failed", "login.ok", "login.end"]
    assert entries[0].subject_id == account.pk
    assert entries[0].actor_name == "未登录"
    assert entries[1].detail == {"ip": "10.2.3.4"}


def test_an_unknown_name_is_audited_without_the_name(client):
    log_in(client, "MyPassword-typed-here")
    entry = AuditEntry.objects.get()
    assert entry.detail["unknown_name"] is True
    assert "typed" not in str(entry.detail)


def test_an_account_without_a_role_lands_somewhere_too(client):
    client.force_login(user())
    landed = client.get("/accounts/home/", follow=True)
    assert landed.status_code == 200
