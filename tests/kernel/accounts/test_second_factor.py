"""The second step: set up with a phone, asked for at login, required of some roles, sealed."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from tests.factories import PASSWORD, user_with
from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts import services

pytestmark = pytest.mark.django_db
ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"


def code_of(secret: str, steps: int = 0) -> str:
    """What the phone shows now, or ``steps`` half-minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_phone(role: str = "bureau"):
    account = user_with(role)
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    return account, secret


def first_step(client: Client, account) -> None:
    answer = client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    assert answer.url == AUTHENTICATE


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_clerk_sets_up_the_phone_and_gets_recovery_codes_once(
    client, django_capture_on_commit_callbacks
):
    account = user_with("bureau")
    client.force_login(account)
    again = client.get(ACTIVATE)
    assert again.url.startswith("/accounts/reauthenticate/")
    client.post(again.url, {"password": PASSWORD})
    page = client.get(ACTIVATE).content.decode()
    assert "<svg" in page
    assert "<?xml" not in page
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)[1]
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(ACTIVATE, {"code": code_of(secret)})
    assert done.url == "/accounts/2fa/recovery-codes/"
    codes = client.get(done.url).content.decode()
    assert len(re.findall(r"<li><code>\d{8}</code>", codes)) == 10
    assert "<li><code>" not in client.get(done.url).content.decode()
    assert AuditEntry.objects.filter(action="second_factor.on", subject_id=account.pk).exists()


def test_the_secret_lies_sealed_in_the_database():
    _, secret = with_phone()
    stored = Authenticator.objects.get().data["secret"]
    assert secret not in stored
    assert Authenticator.objects.get().wrap().validate_code(code_of(secret))


def test_the_login_asks_for_the_code_and_takes_it_once(client):
    account, secret = with_phone()
    first_step(client, account)
    assert not is_in(client)
    assert "6 位数字" in client.get(AUTHENTICATE).content.decode()
    code = code_of(secret)
    client.post(AUTHENTICATE, {"code": code})
    assert is_in(client)
    other = Client()
    first_step(other, account)
    assert "已用过" in other.post(AUTHENTICATE, {"code": code}).content.decode()
    assert not is_in(other)


def test_a_recovery_code_opens_once_when_the_phone_is_lost(client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    account, _ = with_phone()
    code = RecoveryCodes.activate(account).get_unused_codes()[0]
    first_step(client, account)
    client.post(AUTHENTICATE, {"code": code})
    assert is_in(client)
    other = Client()
    first_step(other, account)
    other.post(AUTHENTICATE, {"code": code})
    assert not is_in(other)


def test_wrong_codes_lock_like_wrong_passwords(client):
    account, secret = with_phone()
    first_step(client, account)
    answers = [client.post(AUTHENTICATE, {"code": "000000"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    right = client.post(AUTHENTICATE, {"code": code_of(secret)})
    assert right.status_code == 429
    assert "以后可以再试" in right.content.decode()
    assert not is_in(client)
    fresh = Client().post("/accounts/login/", {"login": account.username, "password": PASSWORD})
    assert fresh.status_code == 429


def test_without_the_first_step_there_is_no_second(client):
    assert client.get(AUTHENTICATE).url == "/accounts/login/"


@pytest.mark.parametrize("role", ["bureau", "administrator", "auditor"])
def test_outside_the_demo_these_roles_must_set_it_up_before_anything_else(client, settings, role):
    settings.DEMO = False
    client.force_login(user_with(role))
    assert client.get("/accounts/home/").url == ACTIVATE


def test_outside_the_demo_a_village_officer_needs_no_phone(client, settings):
    settings.DEMO = False
    client.force_login(user_with("village"))
    assert client.get("/accounts/home/").url != ACTIVATE


def test_who_has_set_it_up_is_not_asked_to_again(client, settings):
    settings.DEMO = False
    account, _ = with_phone("auditor")
    client.force_login(account)
    assert client.get("/accounts/audit/").status_code == 200


def test_who_must_have_it_cannot_switch_it_off(client, settings):
    settings.DEMO = False
    account, _ = with_phone("auditor")
    client.force_login(account)
    off = client.get("/accounts/2fa/totp/deactivate/")
    client.post(off.url, {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/deactivate/").content.decode()
    assert "不能关闭" in page
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=account).exists()


def test_a_reset_by_the_administrator_asks_for_the_set_up_again(client, settings):
    settings.DEMO = False
    account, _ = with_phone("auditor")
    client.force_login(account)
    services.reset_second_factor(user=account, actor=audit.SYSTEM, at=clock.now())
    assert client.get("/accounts/home/").url == ACTIVATE
