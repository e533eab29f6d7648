"""What a password must be, with the reason in Chinese, and changing one's own."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories import PASSWORD, user
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts.passwords import one_time_password


@pytest.mark.parametrize(
    "password", ["Dongtan-1998", "dongtan-1998", "DONGTAN1998x", "瀛洲Dongtan1998"]
)
def test_three_kinds_of_characters_are_enough(password):
    validate_password(password)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("dongtanwetland", "三类"),
        ("dongtan19981998", "三类"),
        ("Dong-1998", "10"),
        ("1234567890", "三类"),
        ("瀛洲瀛洲瀛洲瀛洲瀛洲", "三类"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, reason):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert reason in "".join(refused.value.messages)


@pytest.mark.django_db
def test_a_password_like_the_login_name_is_refused():
    with pytest.raises(ValidationError):
        validate_password("Zhangweimin-1", user(username="zhangweimin"))


def test_one_time_passwords_obey_the_rules_and_differ():
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password)
        assert not set(password) & set("0O1lI")


def change(client, old: str, new: str, again: str = ""):
    data = {"oldpassword": old, "password1": new, "password2": again or new}
    return client.post("/accounts/password/change/", data)


@pytest.mark.django_db
def test_changing_ones_password_keeps_the_session_and_is_audited(client):
    account = user()
    client.force_login(account)
    assert change(client, PASSWORD, "Dongtan-1998").status_code == 302
    assert client.get("/accounts/2fa/").status_code == 200
    account.refresh_from_db()
    assert account.check_password("Dongtan-1998")
    assert AuditEntry.objects.filter(action="password.change", subject_id=account.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "again", "reason"),
    [
        ("wrong", "Dongtan-1998", "", "当前密码不对"),
        (PASSWORD, PASSWORD, "", "不能与现在的密码相同"),
        (PASSWORD, "dongtanwetland", "", "至少要有三类"),
        (PASSWORD, "Dongtan-1998", "Dongtan-1999", "密码"),
    ],
)
def test_a_change_that_breaks_a_rule_changes_nothing(client, old, new, again, reason):
    account = user()
    client.force_login(account)
    answer = change(client, old, new, again)
    assert answer.status_code == 200
    assert reason in answer.content.decode()
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
