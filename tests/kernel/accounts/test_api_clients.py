"""Systems of other offices: opened with a token shown once, closed at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.factories import user_with
from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.backend import StaffBackend
from yingzhou.kernel.accounts.models import ApiCall, ApiClient, User
from yingzhou.kernel.accounts.services.api_calls import KEPT, forget_calls

pytestmark = pytest.mark.django_db
LIST = "/accounts/api/"


def made(**wanted) -> services.NewClient:
    now = clock.now()
    asked = {
        "name": "随申办对接",
        "organisation": "市大数据中心",
        "scopes": ["cases.read"],
        "per_minute": 60,
        "valid_until": now + timedelta(days=30),
    }
    return services.create_client(**(asked | wanted), actor=SYSTEM, at=now)


def typed(**more) -> dict:
    asked = {
        "name": "随申办对接",
        "organisation": "市大数据中心",
        "scopes": ["cases.read", "cases.write"],
        "per_minute": "120",
        "valid_until": (clock.today() + timedelta(days=90)).isoformat(),
    }
    return asked | more


def test_an_administrator_opens_a_client_and_closes_it(client_as):
    admin = client_as("administrator")
    assert "还没有系统连进来" in admin.get(LIST).content.decode()
    page = admin.post(f"{LIST}new/", typed()).content.decode()
    token = re.search(r"<code>(yz_[^<]+)</code>", page)[1]
    assert services.client_of(token, clock.now()).scopes == ["cases.read", "cases.write"]
    listed = admin.get(LIST).content.decode()
    assert "随申办对接" in listed
    assert token not in listed, "it is shown once"
    row = ApiClient.objects.get()
    done = admin.post(f"{LIST}{row.pk}/revoke/", follow=True).content.decode()
    assert "已停用" in done
    assert services.client_of(token, clock.now()) is None
    assert "没有改动" in admin.post(f"{LIST}{row.pk}/revoke/", follow=True).content.decode()
    acts = AuditEntry.objects.filter(action__startswith="api_client").order_by("seq")
    assert [one.action for one in acts] == ["api_client.create", "api_client.revoke"]
    assert token not in str([one.detail for one in acts])


def test_the_token_is_kept_nowhere(client_as):
    new = made()
    kept = ApiClient.objects.values().get()
    assert new.token.encode() not in bytes(kept["digest"])
    assert new.token not in str(kept)


def test_a_client_that_could_do_nothing_or_for_ever_is_refused(client_as):
    admin = client_as("administrator")
    for wrong in (
        typed(scopes=[]),
        typed(scopes=["people.view"]),
        typed(valid_until=(clock.today() + timedelta(days=800)).isoformat()),
        typed(valid_until=(clock.today() - timedelta(days=1)).isoformat()),
        typed(per_minute="0"),
    ):
        assert "令牌</h" not in admin.post(f"{LIST}new/", wrong).content.decode()
    assert not ApiClient.objects.exists()
    for wrong in ({"scopes": []}, {"per_minute": 0}, {"scopes": ["x"]}):
        with pytest.raises(services.Refused):
            made(**wrong)


def test_a_token_ends_with_its_last_day(stop_clock):
    new = made()
    assert services.client_of(new.token, new.client.valid_until - timedelta(seconds=1))
    assert services.client_of(new.token, new.client.valid_until) is None
    assert services.client_of("yz_other", clock.now()) is None
    assert ApiClient.objects.get().used_on is not None


def test_nobody_logs_in_as_a_client_and_it_stands_in_no_list(client_as):
    new = made()
    account = User.objects.get(pk=new.client.user_id)
    assert StaffBackend().get_user(account.pk) is None
    assert StaffBackend().authenticate(None, account.username, new.token) is None
    assert not account.may("cases.receive")
    assert (
        account.username not in client_as("administrator").get("/accounts/manage/").content.decode()
    )


def test_what_was_done_under_a_key_is_answered_again_and_not_done_again():
    client, now, done = made().client, clock.now(), []

    def work() -> services.Answer:
        done.append(1)
        return services.Answer(201, {"number": len(done)})

    def ask(content: dict, at=now) -> services.Answer:
        return services.once(client=client, key="k1", content=content, work=work, at=at)

    first = ask({"a": 1})
    again = ask({"a": 1})
    assert (first.body, again.body, again.replayed) == ({"number": 1}, {"number": 1}, True)
    with pytest.raises(services.OtherContent):
        ask({"a": 2})
    later = ask({"a": 2}, now + KEPT)
    assert (later.body, later.replayed) == ({"number": 2}, False)
    forget_calls(now + KEPT + KEPT)
    assert not ApiCall.objects.exists()


def test_a_work_that_fails_leaves_its_key_free():
    client, now = made().client, clock.now()

    def broken() -> services.Answer:
        user_with("counter")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        services.once(client=client, key="k", content=1, work=broken, at=now)
    assert not ApiCall.objects.exists()
    fine = services.once(
        client=client, key="k", content=1, work=lambda: services.Answer(200, {}), at=now
    )
    assert not fine.replayed


def test_what_was_answered_is_sealed_in_the_database():
    services.once(
        client=made().client,
        key="k",
        content={"id": "310230195005011221"},
        work=lambda: services.Answer(201, {"words": "王秀英"}),
        at=clock.now(),
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT content, body FROM accounts_apicall")
        content, body = (bytes(one) for one in cursor.fetchone())
    assert "王秀英".encode() not in body
    assert b"310230195005011221" not in content


def test_a_new_token_takes_over_without_a_gap(client_as):
    admin, now = client_as("administrator"), clock.now()
    old = made(valid_until=now + timedelta(days=20))
    assert "快到期" in admin.get(LIST).content.decode()
    page = admin.post(f"{LIST}{old.client.pk}/renew/").content.decode()
    token = re.search(r"<code>(yz_[^<]+)</code>", page)[1]
    assert token != old.token
    for day, holds in ((0, True), (13, True), (15, False)):
        at = now + timedelta(days=day)
        assert (services.client_of(old.token, at) is not None) == holds, day
        assert services.client_of(token, at) == old.client
    assert services.client_of(token, now + timedelta(days=366)) is None
    assert AuditEntry.objects.filter(action="api_client.renew").count() == 1


def test_an_old_token_never_outlives_its_own_time_and_only_one_holds_on(client_as):
    now = clock.now()
    first = made(valid_until=now + timedelta(days=3))
    renewed = {"client": first.client.pk, "actor": SYSTEM}
    second = services.renew_token(**renewed, at=now)
    assert services.client_of(first.token, now + timedelta(days=4)) is None
    services.renew_token(**renewed, at=now)
    assert services.client_of(first.token, now) is None
    assert services.client_of(second.token, now) is not None


def test_a_closed_client_gets_no_token_and_both_of_its_own_are_shut(client_as):
    admin, now = client_as("administrator"), clock.now()
    old = made()
    new = services.renew_token(client=old.client.pk, actor=SYSTEM, at=now)
    admin.post(f"{LIST}{old.client.pk}/revoke/")
    assert services.client_of(old.token, now) is services.client_of(new.token, now) is None
    page = admin.post(f"{LIST}{old.client.pk}/renew/", follow=True).content.decode()
    assert "已经停用" in page
