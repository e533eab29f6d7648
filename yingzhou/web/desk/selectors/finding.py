"""Who stands at the counter: by the full number anywhere in the district, by name and full birth
date too; by name alone only among the clerk's own people. Organisations by code or name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.core import signing

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.organisations.selectors import matching
from yingzhou.kernel.people import identity, names
from yingzhou.kernel.people.models import Person, Residence
from yingzhou.kernel.people.query import parse
from yingzhou.kernel.people.selectors import age_on, search
from yingzhou.kernel.people.selectors.places import Home, Places

SALT = "desk.counter"
TOKEN_AGE = 24 * 3600
_BORN = re.compile(r"((?:19|20)\d{2})\D?(\d{1,2})\D(\d{1,2})|((?:19|20)\d{2})(\d{2})(\d{2})")
RECEIVE = "cases.receive"
VILLAGE, COUNTER = "village", "counter"
ELSEWHERE = "这个人不住在您的村居, 户口也不在。请他到就近的受理中心办, 那里全区的人都能办。"
UNIT = "unit"
"""In a token: the number is that of an organisation."""


def channel_of(user: User) -> str:
    """A village officer carries papers for people; everybody else sits at a counter."""
    held = [one for one in user.assignments_now() if RECEIVE in ROLES[one.role].permissions]
    return VILLAGE if {ROLES[one.role].level for one in held} == {"村"} else COUNTER


@dataclass(frozen=True)
class Found:
    """``problem``: why nothing was looked for, in words. ``masked``: what the audit keeps."""

    people: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""
    kind: str = "none"
    masked: str = ""
    units: list[dict[str, Any]] = field(default_factory=list)


def find(typed: str, user: User, today: date) -> Found:
    query = parse(typed)
    found = _units(typed, user, today) if query.kind != "number" else []
    if found:
        people = _people(typed, user, today) if query.kind == "name" else Found(masked=typed)
        return replace(people, units=found, problem="", kind="unit")
    return _people(typed, user, today)


def _units(typed: str, user: User, today: date) -> list[dict[str, Any]]:
    """Their register is public: anybody's clerk finds them all."""
    return [
        {
            "unit": row,
            "token": token_of_unit(user, row.pk),
            "home": name_of(row.division_id, today),
        }
        for row in matching(typed, today)
    ]


def _people(typed: str, user: User, today: date) -> Found:
    born = _BORN.search(typed)
    query = parse(typed)
    if query.kind == "number":
        found = list(Person.objects.filter(id_digest=identity.search_digest(query.text)))
        rows, problem = _own(found, user, today)
        if not found:
            problem = f"登记里没有号码为 {query.masked} 的人。请核对。"
        return Found(_shown(rows, user, today), problem, "number", query.masked)
    if born is not None:
        return _by_name_and_birth(typed, born, user, today)
    if query.kind == "none":
        return Found(problem=query.problem or "请输入身份证号, 或姓名加出生日期。")
    near = search(typed, scope_of(user, RECEIVE).ids, today)
    rows = [*near.page.rows, *near.similar][:20]
    problem = "" if rows else "您负责的区划内没有这个姓名。别处的人请用身份证号, 或姓名加出生日期。"
    return Found(_shown(rows, user, today), problem, query.kind, query.masked)


def _by_name_and_birth(typed: str, born: re.Match[str], user: User, today: date) -> Found:
    parts = [int(one) for one in born.groups() if one]
    try:
        day = date(*parts)
    except ValueError:
        return Found(problem="出生日期不对, 请写成 1950-05-01 的样子。")
    name = re.sub(r"[\s,，、生]+", "", typed.replace(born[0], ""))
    if len(name) < 2:
        return Found(problem="请在出生日期前写上姓名。")
    found = list(Person.objects.filter(name=name, birth_date=day).order_by("pk")[:20])
    rows, problem = _own(found, user, today)
    masked = f"{names.mask_name(name)} {day.year}"
    if not found:
        problem = "登记里没有这样的人。请核对姓名和出生日期, 或用身份证号。"
    return Found(_shown(rows, user, today), problem, "name", masked)


def may_come_to(user: User, people: list[int], today: date) -> set[int]:
    """Of these, whom ``user`` may take in: a counter everybody (全市通办), a village officer only
    who is registered or lives there."""
    ids = scope_of(user, RECEIVE).ids
    if ids is None or channel_of(user) == COUNTER:
        return set(people)
    here = Residence.objects.on(today).filter(person__in=people, division__in=list(ids))
    return set(here.values_list("person", flat=True))


def _own(rows: list[Person], user: User, today: date) -> tuple[list[Person], str]:
    """Those whom the officer may take in; why not, where there are others only."""
    allowed = may_come_to(user, [row.pk for row in rows], today)
    mine = [row for row in rows if row.pk in allowed]
    return mine, "" if mine or not rows else ELSEWHERE


def _shown(rows: list[Person], user: User, today: date) -> list[dict[str, Any]]:
    homes = Places(today).homes([row.pk for row in rows])
    return [
        {
            "person": row,
            "token": token(user, row.pk),
            "age": age_on(row, today),
            "number": identity.mask(str(row.id_number)),
            "home": homes.get(row.pk, Home()),
        }
        for row in rows
    ]


def token(user: User, person: int) -> str:
    """An address of a person for this clerk and a day: nobody walks through the register by
    counting up."""
    return signing.dumps([user.pk, person], salt=SALT)


def token_of_unit(user: User, organisation: int) -> str:
    return signing.dumps([user.pk, organisation, UNIT], salt=SALT)


def comer_of(found: str, user: User) -> Person | Organisation | None:
    """None where the token is another clerk's, too old, or made up."""
    try:
        who, pk, *kind = signing.loads(found, salt=SALT, max_age=TOKEN_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if who != user.pk:
        return None
    if kind == [UNIT]:
        return Organisation.objects.filter(pk=pk).first()
    allowed = may_come_to(user, [pk], clock.today())
    return Person.objects.filter(pk=pk).first() if pk in allowed else None
