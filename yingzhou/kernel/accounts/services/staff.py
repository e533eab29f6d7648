"""Opening, changing and closing accounts; granting and ending roles. Every act is audited.

Two rules hold whoever calls: nobody changes their own rights, and 三员分立 (``roles.SEPARATED``).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from yingzhou.core import clock
from yingzhou.core.audit import Actor, Fault, record, verify
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.accounts import lockout
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.accounts.passwords import one_time_password
from yingzhou.kernel.accounts.roles import LEVELS, ROLES, SEPARATED
from yingzhou.kernel.divisions.models import Division

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")


class Refused(ValueError):
    """A rule forbids the act; the message (Chinese) is for who tried. Nothing was changed."""


class NewAccount(NamedTuple):
    """``password`` is shown once and kept nowhere."""

    user: User
    password: str


def _not_oneself(actor: Actor, user: User, what: str) -> None:
    if actor.id is not None and actor.id == user.pk:
        raise Refused(f"不能{what}自己的账号, 请由另一位系统管理员办理。没有任何改动。")


@transaction.atomic
def create_account(
    *, username: str, name: str, actor: Actor, at: datetime, demo_password: str = ""
) -> NewAccount:
    """Open an account with a one-time password that has to be changed at the first login.

    ``demo_password`` makes it a demo account with that password instead; only in the demo.
    """
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise Refused("登录名须以小写字母开头, 只含小写字母、数字和 . _ -, 3 至 60 位。没有开户。")
    if User.objects.filter(username=username).exists():
        raise Refused(f"登录名“{username}”已有人使用, 请换一个。没有开户。")
    if demo_password and not settings.DEMO:
        raise Refused("演示账号只能在演示环境中开设。")
    user = User(username=username, name=name.strip(), date_joined=at, is_demo=bool(demo_password))
    password = demo_password or one_time_password()
    if demo_password:
        user.password = _demo_hash(demo_password)
    else:
        user.set_password(password)
    user.must_change_password = not demo_password
    user.save()
    record(actor, "account.create", user, {"username": username, "demo": user.is_demo})
    return NewAccount(user, password)


@cache
def _demo_hash(password: str) -> str:
    """The demo's accounts share a known password; hashing it once a build is enough."""
    return make_password(password)


@transaction.atomic
def change_own_password(*, user: User, password: str, actor: Actor, at: datetime) -> None:
    """The holder's new password; the form has checked it against the rules."""
    user.set_password(password)
    user.password_changed_at = at
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    record(actor, "password.change", user)


@transaction.atomic
def reset_password(*, user: User, actor: Actor, at: datetime) -> str:
    """A one-time password for somebody who forgot theirs; running sessions end."""
    _not_oneself(actor, user, "重置")
    password = one_time_password()
    user.set_password(password)
    user.password_changed_at = at
    user.must_change_password = True
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    record(actor, "password.reset", user)
    return password


@transaction.atomic
def assign(
    *,
    user: User,
    role: str,
    division: Division,
    valid_from: date,
    actor: Actor,
    at: datetime,
    valid_to: date = FOREVER,
    unit: str = "",
) -> Assignment:
    """Grant ``role`` over ``division`` from ``valid_from`` up to, not including, ``valid_to``;
    ``unit``: for which office, where the role belongs to one."""
    _not_oneself(actor, user, "授权给")
    _check_period(role, division, valid_from, valid_to, at)
    unit = _office(role, unit.strip())
    User.objects.select_for_update().get(pk=user.pk)  # two grants at once must see each other
    _check_against_held(user, role, division, valid_from, valid_to)
    assignment = Assignment.objects.create(
        user=user,
        role=role,
        division=division,
        valid_from=valid_from,
        valid_to=valid_to,
        unit=unit,
    )
    user.forget_assignments()
    record(actor, "role.grant", user, _described(assignment))
    return assignment


def _office(role: str, unit: str) -> str:
    if not ROLES[role].of_unit:
        return ""
    if not unit:
        raise Refused(f"“{ROLES[role].name}”要写明是哪个部门, 他只看得到问这个部门的事。没有授权。")
    return unit


def _check_period(
    role: str, division: Division, valid_from: date, valid_to: date, at: datetime
) -> None:
    if role not in ROLES:
        raise Refused(f"没有“{role}”这个角色。没有授权。")
    level = ROLES[role].level
    if division.level != LEVELS[level]:
        raise Refused(f"“{ROLES[role].name}”要授在{level}一级, 所选区划不是这一级。没有授权。")
    if valid_to <= valid_from:
        raise Refused("终止日期必须晚于起始日期。没有授权。")
    if valid_from < at.astimezone(clock.ZONE).date():
        raise Refused("起始日期不能早于今天: 授权不追溯。没有授权。")
    if not division.valid_from <= valid_from < division.valid_to:
        raise Refused("所选区划在起始日期那天不存在(已撤并或尚未设立)。没有授权。")


def _check_against_held(
    user: User, role: str, division: Division, valid_from: date, valid_to: date
) -> None:
    overlapping = user.assignments.filter(valid_from__lt=valid_to, valid_to__gt=valid_from)
    if overlapping.filter(role=role, division=division).exists():
        raise Refused("这段时间内已有同样的授权, 不必重复。没有改动。")
    others = SEPARATED - {role}
    if role in SEPARATED and overlapping.filter(role__in=others).exists():
        raise Refused("三员分立: 系统管理员与安全审计员不能是同一人。没有授权。")


@transaction.atomic
def end_assignment(*, assignment: Assignment, on: date, actor: Actor, at: datetime) -> None:
    """The role is no longer held from ``on``; one that has not begun yet is withdrawn."""
    _not_oneself(actor, assignment.user, "变更")
    if on < at.astimezone(clock.ZONE).date():
        raise Refused("终止日期不能早于今天: 已经做过的事要能说清当时有权。没有改动。")
    if assignment.valid_to <= on:
        raise Refused("这项授权在那之前就已结束。没有改动。")
    detail = _described(assignment) | {"on": on.isoformat()}
    if on <= assignment.valid_from:
        assignment.delete()
    else:
        assignment.valid_to = on
        assignment.save(update_fields=["valid_to"])
    assignment.user.forget_assignments()
    record(actor, "role.end", assignment.user, detail)


def _described(assignment: Assignment) -> dict[str, str]:
    return {
        "role": assignment.role,
        "division": assignment.division.code,
        "unit": assignment.unit,
        "from": assignment.valid_from.isoformat(),
        "to": "" if assignment.is_open else assignment.valid_to.isoformat(),
    }


@transaction.atomic
def deactivate(*, user: User, actor: Actor, at: datetime) -> None:
    """Close the account; its sessions end with their next request. The record stays."""
    _not_oneself(actor, user, "停用")
    _set_active(user, False)
    record(actor, "account.deactivate", user, {"at": at.isoformat()})


@transaction.atomic
def reactivate(*, user: User, actor: Actor, at: datetime) -> None:
    _not_oneself(actor, user, "启用")
    _set_active(user, True)
    record(actor, "account.reactivate", user, {"at": at.isoformat()})


def _set_active(user: User, active: bool) -> None:
    if user.is_active == active:
        raise Refused("账号已经是这个状态。没有改动。")
    user.is_active = active
    user.save(update_fields=["is_active"])


@transaction.atomic
def reset_second_factor(*, user: User, actor: Actor, at: datetime) -> None:
    """For somebody who lost the phone: the next login asks to set up the second step again."""
    _not_oneself(actor, user, "重置")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    record(actor, "second_factor.reset", user, {"removed": removed, "at": at.isoformat()})


@transaction.atomic
def unlock(*, user: User, actor: Actor, at: datetime) -> None:
    """Let somebody try again at once who got the password wrong too often."""
    removed = lockout.unlock(user.username)
    record(actor, "login.unlock", user, {"removed": removed, "at": at.isoformat()})


def verify_audit(*, actor: Actor, at: datetime) -> tuple[int, list[Fault]]:
    """Recompute the chain; that it was done, and what was found, is an entry of its own."""
    count, faults = verify()
    detail = {"entries": count, "faults": len(faults), "at": at.isoformat()}
    record(actor, "audit.verify", detail=detail)
    return count, faults
