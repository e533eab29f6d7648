"""Whom of the register an officer means: read from what was typed, and shown again."""

from __future__ import annotations

import re
from datetime import date

from yingzhou.core import clock
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Person

HOW = "写 18 位身份证号, 或姓名加出生日期, 如“陈小明 2018-05-01”"
_DAY = re.compile(r"((?:19|20)\d{2})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?")
_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")
_BETWEEN = re.compile(r"[\s,，、()()]|生$")


def read(raw: str) -> int:
    """The one person meant; :class:`ValueError` in words where there is none, or several. A number
    that was typed is not kept: what is kept is the person."""
    if _NUMBER.fullmatch(identity.normalise(raw)):
        digest = identity.search_digest(identity.validate(raw))
        found = list(Person.objects.filter(id_digest=digest).values_list("pk", flat=True))
    else:
        name, born = _parts(raw)
        rows = Person.objects.filter(name=name, birth_date=born).order_by("pk")
        found = list(rows.values_list("pk", flat=True)[:2])
    if not found:
        raise ValueError("登记里没有这个人, 请核对姓名和出生日期, 或用身份证号")
    if len(found) > 1:
        raise ValueError("登记里有两个同名同生日的人, 请用身份证号")
    return found[0]


def _parts(raw: str) -> tuple[str, date]:
    day = _DAY.search(raw)
    if day is None:
        raise ValueError(HOW)
    try:
        born = date(*map(int, day.groups()))
    except ValueError:
        raise ValueError("出生日期不对, 请写成 2018-05-01 的样子") from None
    name = _BETWEEN.sub("", raw.replace(day[0], ""))
    if len(name) < 2:
        raise ValueError(HOW)
    return name, born


def typed(person: Person) -> str:
    """As somebody would type it."""
    return f"{person.name} {person.birth_date.isoformat()}"


def shown(pk: int) -> str:
    """As it is read later. One query."""
    found = Person.objects.filter(pk=pk).first()
    return f"{found.name}({found.birth_date:%Y-%m-%d} 生)" if found else "登记里没有了"


def is_minor(person: Person) -> bool:
    today = clock.today()
    born = person.birth_date
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day)) < 18
