"""A code from the counter: shown once, good for one name, gone after five wrong tries."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.factories import person
from yingzhou.core import clock
from yingzhou.core.audit import Actor, verify
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.accounts import selectors, services
from yingzhou.kernel.accounts.models import AccessCode, User
from yingzhou.kernel.accounts.services.codes import LETTERS, TRIES_A_CLIENT

pytestmark = pytest.mark.django_db
CLERK = Actor(7, "counter")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=clock.ZONE)


@pytest.fixture(autouse=True)
def _noon(stop_clock):
    stop_clock(NOON)


@pytest.fixture
def granny():
    return person("李秀珍")


def issue(somebody, at=NOON) -> str:
    return services.issue_code(person=somebody, actor=CLERK, at=at)


def enter(code: str, name: str = "李秀珍", client: str = "10.0.0.9", at=NOON) -> User | None:
    return services.log_in_by_code(name=name, code=code, client=client, at=at)


def wrong(code: str) -> str:
    """The same code with another last letter."""
    return code[:-1] + ("3" if code[-1] != "3" else "4")


def test_she_comes_in_with_her_name_and_the_slip_however_she_types_it(granny):
    code = issue(granny)
    assert len(code.replace("-", "")) == 10
    assert set(code.replace("-", "")) <= set(LETTERS)
    assert not set("0O1IL") & set(LETTERS)
    user = enter(code)
    assert (user.kind, user.person, user.username) == ("resident", granny, f"r{granny.pk}")
    assert not user.has_usable_password()
    assert enter(f" {code.lower().replace('-', ' ')} ", name="李 秀珍") == user
    assert AccessCode.objects.get().used_at == NOON


def test_the_code_is_kept_nowhere(granny):
    plain = issue(granny).replace("-", "")
    row = AccessCode.objects.get()
    told = AuditEntry.objects.get(action="access_code.issue")
    assert plain[5:] not in f"{bytes(row.digest)!r} {told.detail}"
    assert (row.made_by, told.subject_id) == ("counter", granny.pk)
    assert verify()[1] == []


@pytest.mark.parametrize("later", [timedelta(days=90), timedelta(days=400)])
def test_after_ninety_days_it_opens_nothing(granny, later):
    code = issue(granny)
    assert enter(code, at=NOON + timedelta(days=89)) is not None
    assert enter(code, at=NOON + later) is None
    assert selectors.codes_of(granny, NOON + later)[0].state == "已过期"


def test_five_wrong_tries_end_it_and_a_right_one_starts_the_count_again(granny):
    code = issue(granny)
    for _ in range(4):
        assert enter(wrong(code)) is None
    assert enter(code) is not None
    for client in range(5):
        assert enter(wrong(code), client=f"10.0.1.{client}") is None
    assert enter(code, client="10.0.2.1") is None
    assert selectors.codes_of(granny, NOON)[0].state == "错试太多, 已锁"


def test_a_namesake_who_mistypes_does_not_use_up_her_tries(granny):
    hers, others = issue(granny), issue(person("李秀珍"))
    for client in range(6):
        enter(wrong(others), client=f"10.0.1.{client}")
    assert enter(hers).person == granny


def test_another_name_with_her_code_is_a_wrong_try_of_her_code(granny):
    code = issue(granny)
    assert enter(code, name="王建国") is None
    assert AccessCode.objects.get().wrong_tries == 1


@pytest.mark.parametrize("typed", ["", "ABC", "00000-00000", "ABCDE-FGHJKMN", "李秀珍的登录码"])
def test_what_is_no_code_at_all_answers_the_same_nothing(granny, typed):
    issue(granny)
    assert enter(typed) is None


def test_one_client_may_not_go_on_guessing(granny):
    code = issue(granny)
    for n in range(TRIES_A_CLIENT):
        enter("22222-22222", name=f"猜{n}")
    with pytest.raises(services.TooManyTries, match="15 分钟"):
        enter(code)
    entries = AuditEntry.objects.filter(action="login.code_wrong").count()
    assert entries == TRIES_A_CLIENT, "refusals are not written down, or they would flood the chain"
    assert enter(code, client="10.0.0.10") is not None, "others are not kept out"
    assert enter(code, at=NOON + timedelta(minutes=15)) is not None


def test_a_new_code_ends_the_old_one_and_a_revoked_one_is_gone(granny):
    old, new = issue(granny), issue(granny)
    assert enter(old) is None
    assert enter(new) is not None
    row = AccessCode.objects.latest("pk")
    services.revoke_code(code=row, actor=CLERK, at=NOON)
    assert enter(new) is None
    with pytest.raises(services.Refused, match="早已作废"):
        services.revoke_code(code=row, actor=CLERK, at=NOON)
    assert [each.state for each in selectors.codes_of(granny, NOON)] == ["已作废", "已作废"]


def test_death_closes_the_way_in(granny):
    code = issue(granny)
    granny.death_date = NOON.date()
    granny.save()
    assert enter(code) is None
    with pytest.raises(services.Refused, match="去世"):
        issue(granny)


def test_a_closed_account_stays_closed(granny):
    code = issue(granny)
    user = enter(code)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert enter(code) is None


def test_every_row_has_a_first_half_of_its_own():
    from yingzhou.kernel.accounts.services.codes import _row_of, _written

    halves = {_written(pk) for pk in range(1, 3000)}
    assert len(halves) == 2999
    assert all(len(half) == 5 for half in halves)
    assert _row_of(f"{_written(999)}22222") is None
