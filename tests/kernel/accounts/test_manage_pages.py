"""Administering accounts and reading the audit chain by the real pages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client

from tests.factories import PASSWORD, district, town, user, user_with
from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts.models import User

pytestmark = pytest.mark.django_db
LIST = "/accounts/manage/"


@pytest.fixture
def admin(client_as):
    return client_as("administrator")


@pytest.fixture
def auditor(client_as):
    return client_as("auditor")


def test_a_new_clerk_from_nothing_to_the_first_login(admin):
    miaozhen = town()
    made = admin.post(f"{LIST}new/", {"username": "li.ming", "name": "李明"})
    password = re.search(r"<code>([^<]+)</code>", made.content.decode())[1]
    clerk = User.objects.get(username="li.ming")
    wanted = {"role": "town", "division": miaozhen.pk, "valid_from": clock.today(), "valid_to": ""}
    done = admin.post(f"{LIST}{clerk.pk}/assign/", wanted, follow=True)
    assert "角色已授予" in done.content.decode()
    assert "庙镇" in done.content.decode()
    there = Client()
    there.post("/accounts/login/", {"login": "li.ming", "password": password})
    assert there.get("/accounts/home/").url == "/accounts/password/change/"


def test_what_was_typed_stays_when_an_account_is_refused(admin):
    page = admin.post(f"{LIST}new/", {"username": "李明", "name": "李明"}).content.decode()
    assert "没有开户" in page
    assert 'value="李明"' in page


def test_a_grant_at_the_wrong_level_says_so_on_the_page(admin):
    clerk = user()
    wanted = {"role": "bureau", "division": town().pk, "valid_from": clock.today()}
    page = admin.post(f"{LIST}{clerk.pk}/assign/", wanted).content.decode()
    assert "要授在区一级" in page
    assert not clerk.assignments.exists()


def test_an_impossible_date_or_division_is_an_error_of_the_field(admin):
    clerk = user()
    wanted = {"role": "bureau", "division": 999999, "valid_from": "2025-02-30"}
    assert admin.post(f"{LIST}{clerk.pk}/assign/", wanted).status_code == 200
    assert not clerk.assignments.exists()


def test_a_role_is_ended_from_the_page(admin):
    clerk = user_with("town", town())
    held = clerk.assignments.get()
    data = {"assignment": held.pk, "on": clock.today()}
    page = admin.post(f"{LIST}{clerk.pk}/end-role/", data, follow=True).content.decode()
    assert "已结束" in page
    wrong = admin.post(
        f"{LIST}{clerk.pk}/end-role/", {"assignment": held.pk, "on": "x"}, follow=True
    )
    assert "没有改动" in wrong.content.decode()


def test_nobody_ends_a_role_through_another_ones_page(admin):
    clerk, other = user_with("town", town("庙镇")), user()
    data = {"assignment": clerk.assignments.get().pk, "on": clock.today()}
    admin.post(f"{LIST}{other.pk}/end-role/", data)
    assert clerk.assignments.get().is_open


def test_closing_opening_resetting_and_unlocking(admin):
    clerk = user_with("town", town())
    for act, word in [
        ("deactivate", "已停用"),
        ("reactivate", "已启用"),
        ("reset-second-factor", "已重置"),
        ("unlock", "已解除"),
    ]:
        page = admin.post(f"{LIST}{clerk.pk}/{act}/", follow=True)
        assert word in page.content.decode()
    shown = admin.post(f"{LIST}{clerk.pk}/reset-password/").content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(re.search(r"<code>([^<]+)</code>", shown)[1])


def test_an_unlocked_clerk_can_log_in_at_once(admin, client):
    clerk = user()
    wrong = {"login": clerk.username, "password": "wrong"}
    for _ in range(5):
        client.post("/accounts/login/", wrong)
    assert "立即解锁" in admin.get(f"{LIST}{clerk.pk}/").content.decode()
    admin.post(f"{LIST}{clerk.pk}/unlock/")
    assert not AccessAttempt.objects.exists()
    client.post("/accounts/login/", {"login": clerk.username, "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_ones_own_page_offers_no_change_and_takes_none(admin):
    me = User.objects.get(pk=admin.session["_auth_user_id"])
    page = admin.get(f"{LIST}{me.pk}/").content.decode()
    assert "这是您自己的账号" in page
    assert "授予角色</h" not in page
    wanted = {"role": "auditor", "division": district().pk, "valid_from": clock.today()}
    assert "自己的账号" in admin.post(f"{LIST}{me.pk}/assign/", wanted).content.decode()
    refused = admin.post(f"{LIST}{me.pk}/deactivate/", follow=True)
    assert "不能停用自己" in refused.content.decode()


def test_acts_cannot_be_done_by_following_a_link(admin):
    clerk = user()
    for act in ("deactivate", "reset-password", "unlock", "assign", "end-role"):
        assert admin.get(f"{LIST}{clerk.pk}/{act}/").status_code == 405


def test_the_list_finds_pages_and_stays_within_its_queries(admin, django_assert_max_num_queries):
    for number in range(60):
        user(username=f"clerk{number:02d}", name="王小明")
    with django_assert_max_num_queries(12):
        first = admin.get(LIST).content.decode()
    assert "clerk00" in first
    assert "clerk59" not in first
    after = re.search(r'href="\?([^"]*after=[^"]+)"', first)[1].replace("&amp;", "&")
    assert "clerk59" in admin.get(f"{LIST}?{after}").content.decode()
    assert "clerk59" in admin.get(f"{LIST}?q=clerk59").content.decode()
    assert "没有找到" in admin.get(f"{LIST}?q=nobody-at-all").content.decode()


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "W3sieCI6MX1d", "W251bGxd", "%00"])
def test_a_broken_cursor_gives_the_first_page(admin, auditor, cursor):
    assert admin.get(f"{LIST}?after={cursor}").status_code == 200
    assert auditor.get(f"/accounts/audit/?after={cursor}").status_code == 200


def make_entries() -> None:
    clerk = user(username="li.ming")
    for day, actor, action in [
        (date(2025, 1, 1), audit.Actor.of(clerk), "people.reveal"),
        (date(2025, 1, 2), audit.SYSTEM, "role.grant"),
        (date(2025, 1, 3), audit.Actor.of(clerk), "role.end"),
    ]:
        with clock.stopped_at(day):
            audit.record(actor, action, clerk, {"why": f"{day:%d}号"})


def rows(page: str) -> list[str]:
    return re.findall(r"为什么: (\d\d)号", page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["03", "02", "01"]),
        ("actor=li.ming", ["03", "01"]),
        ("actor=系统", ["02"]),
        ("actor=nobody", []),
        ("action=role.end", ["03"]),
        ("action=授予角色", ["02"]),
        ("since=2025-01-02", ["03", "02"]),
        ("until=2025-01-02", ["02", "01"]),
        ("since=2025-01-02&until=2025-01-02", ["02"]),
        ("since=nonsense", ["03", "02", "01"]),
        ("actor=li.ming&action=people.reveal&since=2025-01-01", ["01"]),
    ],
)
def test_the_auditor_reads_the_newest_first_and_filters(auditor, query, found):
    make_entries()
    assert rows(auditor.get(f"/accounts/audit/?{query}").content.decode()) == found


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-30"])
def test_the_ends_of_the_calendar_are_days_like_others(auditor, day):
    assert auditor.get(f"/accounts/audit/?since={day}&until={day}").status_code == 200


def test_the_audit_list_pages_backwards_in_time(auditor):
    for number in range(60):
        audit.record(audit.SYSTEM, "role.grant", detail={"why": f"{number:02d}号"})
    first = auditor.get("/accounts/audit/").content.decode()
    assert rows(first)[0] == "59"
    after = re.search(r'href="\?([^"]*after=[^"]+)"', first)[1].replace("&amp;", "&")
    assert rows(auditor.get(f"/accounts/audit/?{after}").content.decode())[-1] == "00"


def test_the_auditor_has_the_chain_verified_and_that_is_an_entry(auditor):
    make_entries()
    page = auditor.post("/accounts/audit/verify/", follow=True).content.decode()
    assert "全部相符" in page
    assert AuditEntry.objects.filter(action="audit.verify").exists()


def test_a_tampered_chain_is_shown_to_the_auditor(auditor):
    make_entries()
    with connection.cursor() as cursor:
        trigger = (
            "audit_no_change ON core_auditentry"
            if connection.vendor == "postgresql"
            else "audit_no_update"
        )
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("UPDATE core_auditentry SET actor_name = 'x' WHERE action = 'role.grant'")
    page = auditor.post("/accounts/audit/verify/", follow=True).content.decode()
    assert "被改动" in page
    assert "立即报告" in page


def test_who_administers_does_not_audit_and_the_other_way_round(admin, auditor):
    assert admin.get("/accounts/audit/").status_code == 403
    assert auditor.get(LIST).status_code == 403


def test_both_pages_stand_in_the_menu_of_those_who_may(admin, auditor):
    assert f'href="{LIST}"' in admin.get(LIST).content.decode()
    assert 'href="/accounts/audit/"' in auditor.get("/accounts/audit/").content.decode()


def test_an_entry_reads_as_plain_words(admin, auditor):
    clerk, miaozhen = user(), town()
    wanted = {"role": "town", "division": miaozhen.pk, "valid_from": clock.today()}
    admin.post(f"{LIST}{clerk.pk}/assign/", wanted)
    page = auditor.get("/accounts/audit/").content.decode()
    assert "授予角色" in page
    assert f"账号 {clerk.pk}" in page
    assert "角色: 乡镇经办" in page
    assert f"区划: {miaozhen.code}" in page
