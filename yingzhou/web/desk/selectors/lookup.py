"""Cases by number, by the applicant's number, by name, by item; only those the viewer may see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.queue import SIZE
from yingzhou.kernel.cases.selectors.queue import page as rows_of
from yingzhou.kernel.cases.selectors.rights import not_of_theirs, not_shut
from yingzhou.kernel.cases.selectors.sight import condition, keeps_names
from yingzhou.kernel.cases.whose import short_name
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.search import search as find_items
from yingzhou.kernel.organisations.selectors import matching
from yingzhou.kernel.people import identity
from yingzhou.kernel.people.models import Person
from yingzhou.kernel.people.query import parse
from yingzhou.kernel.people.selectors.search import starts

_NUMBER = re.compile(r"\d{4}-[\d-]{1,30}")
_SURE = 60
MOST_PEOPLE = 200
NOTHING = Page(rows=[], after="", is_first=True)


@dataclass(frozen=True)
class Found:
    """``kind``: number, person, name, item or none; ``masked`` is what the audit keeps."""

    kind: str
    page: Page = NOTHING
    rows: list[dict[str, Any]] = field(default_factory=list)
    masked: str = ""
    said: str = ""


def is_case_number(typed: str) -> bool:
    """Or the beginning of one."""
    return _NUMBER.fullmatch(typed) is not None


def visible(user: User) -> QuerySet[Case]:
    """What the viewer's roles open, or where they work on it themselves; no relative's,
    and no bad rating of what they did themselves."""
    rows = Case.objects.filter(not_of_theirs(user))
    where = condition(user)
    if where:
        rows = rows.filter(where | Q(owner=user) | Q(handler=user))
    return rows.filter(not_shut(user))


def _open(user: User) -> QuerySet[Case]:
    """Without what was reported in confidence: nobody finds out by a name who reported it."""
    return visible(user).exclude(item__in=[code for code in items() if keeps_names(code)])


def find(typed: str, user: User, today: date, cursor: str = "") -> Found:
    typed = typed.strip()
    if is_case_number(typed):
        rows = visible(user).filter(number__startswith=typed)
        return _found("number", rows, user, today, cursor, typed, "编号")
    query = parse(typed)
    if query.kind == "number":
        person = Person.objects.filter(id_digest=identity.search_digest(query.text)).first()
        rows = _open(user).filter(applicant=person) if person else Case.objects.none()
        return _found("person", rows, user, today, cursor, query.masked, "身份号码")
    units = [one.pk for one in matching(typed, today)]
    if query.kind == "none" and units:
        rows = visible(user).filter(organisation__in=units)
        return _found("name", rows, user, today, cursor, typed, "单位")
    if query.kind == "none":
        return Found("none", said=query.problem or "请输入编号、姓名或事项。")
    hits = find_items(typed, limit=3)
    if hits and hits[0].score >= _SURE:
        codes = [hit.item.code for hit in hits if hit.score >= _SURE]
        rows = visible(user).filter(item__in=codes)
        return _found("item", rows, user, today, cursor, typed, f"事项: {hits[0].item.name}")
    rows = _open(user).filter(_named(query.kind, query.text) | Q(organisation__in=units))
    return _found("name", rows, user, today, cursor, query.masked, "姓名或单位")


def _named(kind: str, text: str) -> Q:
    """Whose applicant's name begins so."""
    column = "name" if kind == "name" else "pinyin"
    people = Person.objects.filter(starts(column, text)).order_by(column, "pk")
    return Q(applicant__in=list(people.values_list("pk", flat=True)[: MOST_PEOPLE * 10]))


def _found(
    kind: str,
    rows: QuerySet[Case],
    user: User,
    today: date,
    cursor: str,
    masked: str,
    said: str,
) -> Found:
    """The newest first."""
    page = keyset(rows.only("pk"), ["-id"], cursor, SIZE)
    wanted = Case.objects.filter(pk__in=[row.pk for row in page.rows])
    _, found = rows_of(wanted, user, today)
    found.sort(key=lambda row: -row.case.pk)
    shown = [{"row": row, "case": row.case, "who": short_name(row.case)} for row in found]
    return Found(kind, page, shown, masked, said)
