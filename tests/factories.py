"""Small makers of records for tests: plain functions with defaults, one line a record.

Add what you need; keep what others added. Programmes bring their own file beside their tests.
"""

from __future__ import annotations

from datetime import date
from itertools import count

from stdnum.cn import ric

from yingzhou.core import clock
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.models import Assignment, User
from yingzhou.kernel.divisions.models import Division, DivisionName
from yingzhou.kernel.organisations import uscc
from yingzhou.kernel.organisations.models import Facility, Organisation
from yingzhou.kernel.people import services as people
from yingzhou.kernel.people.models import Assets, Household, Income, Kinship, Membership, Person

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


def user_with(
    role: str, over: Division | None = None, since: date = FOUNDED, unit: str = ""
) -> User:
    """An account that holds ``role`` over a division (the whole district if none is named); a
    department's is of 区医保局 if none is named."""
    account = user()
    if role == "department":
        unit = unit or "区医保局"
    Assignment.objects.create(
        user=account, role=role, division=over or district(), valid_from=since, unit=unit
    )
    return account


def id_number(born: date, sex: int = 2) -> str:
    """A valid identity number that belongs to nobody."""
    sequence = next(_numbers) % 499 * 2 + (1 if sex == 1 else 0)
    body = f"310230{born:%Y%m%d}{sequence:03d}"
    return body + ric.calc_check_digit(body + "0")


def person(
    name: str = "李秀珍",
    born: date = date(1950, 5, 1),
    sex: int = 2,
    home: Division | None = None,
    household: str = "",
    relation: int = Membership.Relation.OTHER,
    since: date | None = None,
) -> Person:
    """Registered and living in ``home``, in a household of their own if none is named."""
    home = home or village()
    return people.register_person(
        name=name,
        id_number=id_number(born, sex),
        household_number=household or f"T{next(_numbers)}",
        relation=relation,
        registered_division=home,
        resident_division=home,
        address="新河路1号",
        since=since or max(born, home.valid_from),
        actor=SYSTEM,
        at=clock.now(),
    )


def kin(person: Person, relative: Person, kind: int = Kinship.Kind.PARENT) -> Kinship:
    """``relative`` is the parent (or spouse, guardian) of ``person``."""
    return Kinship.objects.create(person=person, relative=relative, kind=kind)


def income(person: Person, since: date = date(2024, 7, 1), **fen: int) -> Income:
    """Checked and found to earn nothing, but for what is named (fen a month)."""
    nothing = dict.fromkeys(("wage", "pension", "other", "medical", "education"), 0)
    return Income.objects.create(
        person=person,
        **(nothing | fen),
        employed="wage" in fen,
        source="经济状况核对",
        valid_from=since,
    )


def assets(household: Household, since: date = date(2024, 7, 1), money: int = 0, **more) -> Assets:
    """Checked and found to own one home, but for what is named (money in fen)."""
    found = {"vehicle": False, "premises": False, "homes": 1, "floor_area": 60} | more
    return Assets.objects.create(
        household=household, money=money, **found, source="经济状况核对", valid_from=since
    )


def facility(
    name: str = "瀛东养老院",
    kind: str = Facility.Kind.ELDER_HOME,
    home: Division | None = None,
    since: date = date(2018, 1, 1),
) -> Facility:
    return Facility.objects.create(
        code=f"F{next(_numbers)}",
        name=name,
        kind=kind,
        division=home or village(),
        valid_from=since,
    )


def organisation(
    name: str = "瀛洲社工服务中心",
    kind: str = Organisation.Kind.SERVICE,
    home: Division | None = None,
    since: date = date(2015, 1, 1),
) -> Organisation:
    return Organisation.objects.create(
        uscc=uscc.make("52310151", next(_numbers)),
        name=name,
        kind=kind,
        division=home or village(),
        valid_from=since,
    )
