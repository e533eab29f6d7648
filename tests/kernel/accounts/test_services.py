"""Opening accounts and granting roles: what is done, what is refused, and that all is audited."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import district, town, user, user_with, village
from yingzhou.core import audit, clock
from yingzhou.core.models import AuditEntry
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts import services
from yingzhou.kernel.accounts.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.roles import LEVELS, ROLES
from yingzhou.kernel.accounts.services import Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 3, 9, 0, tzinfo=clock.ZONE)
TODAY = NOW.date()


@pytest.fixture
def admin():
    return audit.Actor.of(user_with("administrator"))


def grant(who: User, role: str, where, actor, **changes):
    period = {"valid_from": TODAY, "valid_to": FOREVER} | changes
    return services.assign(user=who, role=role, division=where, actor=actor, at=NOW, **period)


def test_a_new_account_gets_a_password_once_and_no_rights(admin):
    new = services.create_account(username=" Li.Ming ", name="李明", actor=admin, at=NOW)
    assert new.user.username == "li.ming"
    assert new.user.check_password(new.password)
    assert new.user.must_change_password
    assert new.user.assignments.count() == 0
    entry = AuditEntry.objects.get()
    assert entry.action == "account.create"
    assert new.password not in str(entry.detail)


@pytest.mark.parametrize("name", ["", "李明", "1abc", "ab", "310230195001010019", "a b c"])
def test_a_login_name_that_could_be_something_else_is_refused(admin, name):
    with pytest.raises(Refused, match="登录名"):
        services.create_account(username=name, name="李明", actor=admin, at=NOW)
    assert not AuditEntry.objects.exists()


def test_a_login_name_is_given_once(admin):
    user(username="li.ming")
    with pytest.raises(Refused, match="已有人使用"):
        services.create_account(username="LI.MING", name="李鸣", actor=admin, at=NOW)


def test_a_demo_password_exists_in_the_demo_only(admin, settings):
    made = services.create_account(
        username="demo", name="演示", actor=audit.SYSTEM, at=NOW, demo_password=DEMO_PASSWORD
    )
    assert made.user.is_demo
    assert not made.user.must_change_password
    settings.DEMO = False
    with pytest.raises(Refused, match="演示"):
        services.create_account(
            username="demo2", name="演示", actor=audit.SYSTEM, at=NOW, demo_password=DEMO_PASSWORD
        )


def test_a_role_is_granted_with_dates_and_ended_for_the_future_only(admin):
    clerk, miaozhen = user(), town()
    held = grant(clerk, "town", miaozhen, admin)
    services.end_assignment(assignment=held, on=date(2025, 6, 1), actor=admin, at=NOW)
    held.refresh_from_db()
    assert held.valid_to == date(2025, 6, 1)
    actions = AuditEntry.objects.order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["role.grant", "role.end"]
    with pytest.raises(Refused, match="不能早于今天"):
        services.end_assignment(assignment=held, on=date(2025, 3, 2), actor=admin, at=NOW)
    with pytest.raises(Refused, match="已结束"):
        services.end_assignment(assignment=held, on=date(2026, 1, 1), actor=admin, at=NOW)


def test_a_role_that_has_not_begun_is_withdrawn(admin):
    held = grant(user(), "town", town(), admin, valid_from=TODAY + timedelta(days=30))
    services.end_assignment(assignment=held, on=TODAY, actor=admin, at=NOW)
    assert not Assignment.objects.filter(pk=held.pk).exists()


def test_nobody_grants_roles_to_themselves(admin):
    holder = User.objects.get(pk=admin.id)
    with pytest.raises(Refused, match="自己"):
        grant(holder, "bureau", district(), admin)
    assert holder.assignments.count() == 1


def test_nobody_changes_their_own_account(admin):
    holder = User.objects.get(pk=admin.id)
    with pytest.raises(Refused, match="自己"):
        services.deactivate(user=holder, actor=admin, at=NOW)
    with pytest.raises(Refused, match="自己"):
        services.reset_second_factor(user=holder, actor=admin, at=NOW)
    with pytest.raises(Refused, match="自己"):
        services.reset_password(user=holder, actor=admin, at=NOW)
    with pytest.raises(Refused, match="自己"):
        services.end_assignment(assignment=holder.assignments.get(), on=TODAY, actor=admin, at=NOW)


@pytest.mark.parametrize(
    ("first", "second"), [("administrator", "auditor"), ("auditor", "administrator")]
)
def test_administrator_and_auditor_are_never_the_same_person_at_one_time(admin, first, second):
    somebody = user()
    held = grant(somebody, first, district(), admin, valid_to=date(2025, 6, 1))
    with pytest.raises(Refused, match="三员分立"):
        grant(somebody, second, district(), admin, valid_from=date(2025, 5, 31))
    grant(somebody, second, district(), admin, valid_from=held.valid_to)


def test_a_role_is_held_at_its_own_level(admin):
    miaozhen = town()
    for wrong, role in [(miaozhen, "bureau"), (district(), "town"), (miaozhen, "village")]:
        with pytest.raises(Refused, match="一级"):
            grant(user(), role, wrong, admin)
    grant(user(), "village", village(parent=miaozhen), admin)


def test_every_role_has_a_level_that_exists():
    assert {role.level for role in ROLES.values()} <= set(LEVELS)


def test_grants_that_make_no_sense_are_refused(admin):
    clerk, miaozhen = user(), town()
    with pytest.raises(Refused, match="不追溯"):
        grant(clerk, "town", miaozhen, admin, valid_from=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="晚于"):
        grant(clerk, "town", miaozhen, admin, valid_to=TODAY)
    with pytest.raises(Refused, match="没有“mayor”"):
        grant(clerk, "mayor", miaozhen, admin)
    miaozhen.valid_to = TODAY
    with pytest.raises(Refused, match="不存在"):
        grant(clerk, "town", miaozhen, admin)
    assert clerk.assignments.count() == 0


def test_the_same_grant_twice_is_one(admin):
    clerk, miaozhen = user(), town()
    grant(clerk, "town", miaozhen, admin)
    with pytest.raises(Refused, match="已有同样的授权"):
        grant(clerk, "town", miaozhen, admin, valid_from=TODAY + timedelta(days=5))


def test_a_grant_counts_at_once_for_the_account_in_hand(admin):
    clerk = user()
    assert not clerk.may("people.view")
    grant(clerk, "town", town(), admin, valid_from=TODAY)
    assert clerk.may("people.view")


def test_closing_and_opening_an_account_is_said_once(admin):
    clerk = user()
    services.deactivate(user=clerk, actor=admin, at=NOW)
    with pytest.raises(Refused, match="已经是"):
        services.deactivate(user=clerk, actor=admin, at=NOW)
    services.reactivate(user=clerk, actor=admin, at=NOW)
    clerk.refresh_from_db()
    assert clerk.is_active
    assert AuditEntry.objects.count() == 2


def test_a_refused_act_leaves_no_entry_and_no_change(admin):
    with pytest.raises(Refused):
        grant(user(), "bureau", town(), admin)
    assert not AuditEntry.objects.exists()


def test_the_demo_accounts_can_be_made_by_these_services():
    places = {
        1: district(),
        2: town("城桥镇"),
        3: village("城桥村"),
    }
    for wanted in DEMO_ACCOUNTS:
        made = services.create_account(
            username=wanted.username,
            name=wanted.name,
            actor=audit.SYSTEM,
            at=NOW,
            demo_password=DEMO_PASSWORD,
        )
        for role in wanted.roles:
            place = places[LEVELS[ROLES[role].level]]
            grant(made.user, role, place, audit.SYSTEM, unit=wanted.unit)
    assert {a.role for a in Assignment.objects.all()} == set(ROLES)


def test_the_first_administrator_comes_from_the_command_line_and_only_once(capsys):
    district()
    call_command("first_administrator", "admin.li", "李管理")
    shown = capsys.readouterr().out
    password = shown.split("一次性密码: ")[1].strip()
    made = User.objects.get(username="admin.li")
    assert made.check_password(password)
    assert made.must_change_password
    assert made.may("accounts.manage")
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("first_administrator", "admin.wang", "王管理")


def test_without_divisions_the_first_administrator_has_to_wait():
    with pytest.raises(CommandError, match="行政区划"):
        call_command("first_administrator", "admin.li", "李管理")
    assert not User.objects.exists()


def test_a_department_is_of_one_office_and_says_which():
    with pytest.raises(services.Refused, match="哪个部门"):
        grant(user(), "department", district(), audit.SYSTEM)
    held = grant(user(), "department", district(), audit.SYSTEM, unit=" 区教育局 ")
    assert held.unit == "区教育局"
    assert grant(user(), "leader", district(), audit.SYSTEM, unit="区教育局").unit == ""
