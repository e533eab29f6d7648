"""Small makers of records for tests: plain functions with defaults, one line a record.

Add what you need; keep what others added. Programmes bring their own file beside their tests.
"""

from __future__ import annotations

from datetime import date
from itertools import count

from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.divisions.models import Division, DivisionName

FOUNDED = date(2010, 1, 1)
PASSWORD = "Chongming-2025"
_numbers = count(1)


def division(
    name: str = "测试村",
    kind: str = Division.Kind.VILLAGE,
    parent: Division | None = None,
    code: str = "",
    since: date = FOUNDED,
) -> Division:
    """A unit with its name; the level follows from the kind."""
    level = {
        Division.Kind.DISTRICT: Division.Level.DISTRICT,
        Division.Kind.TOWN: Division.Level.TOWN,
        Division.Kind.TOWNSHIP: Division.Level.TOWN,
        Division.Kind.STATISTICAL: Division.Level.TOWN,
    }.get(Division.Kind(kind), Division.Level.VILLAGE)
    code = code or f"999{next(_numbers):09d}"
    unit = Division.objects.create(code=code, kind=kind, level=level, valid_from=since)
    DivisionName.objects.create(division=unit, name=name, parent=parent, valid_from=since)
    return unit


def district() -> Division:
    """崇明区, made once per test."""
    found = Division.objects.filter(level=Division.Level.DISTRICT).order_by("id").first()
    return found or division("崇明区", Division.Kind.DISTRICT, code="310151000000")


def town(name: str = "庙镇") -> Division:
    return division(name, Division.Kind.TOWN, district())


def village(name: str = "启瀛村", parent: Division | None = None) -> Division:
    return division(name, Division.Kind.VILLAGE, parent or town())


def user(username: str = "", name: str = "测试员") -> User:
    account = User(username=username or f"tester{next(_numbers)}", name=name)
    account.set_password(PASSWORD)
    account.save()
    return account


def user_with(role: str, over: Division | None = None, since: date = FOUNDED) -> User:
    """An account that holds ``role`` over a division (the whole district if none is named)."""
    account = user()
    Assignment.objects.create(
        user=account, role=role, division=over or district(), valid_from=since
    )
    return account
