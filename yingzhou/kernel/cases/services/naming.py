"""Whoever applies names somebody otherwise than the register does under the same number: either the
register's name counts, or whoever keeps the register looks into it, as a case of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yingzhou.kernel.cases import newcomers
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, Party
from yingzhou.kernel.cases.verified import DECLARED, REGISTER, Place

from . import doubts

REGISTERED_IN = "户籍登记"


def settle(*, case: Case, place: Place, entry: dict[str, Any], at: datetime) -> None:
    """Part of the caller's transaction; ``entry`` is kept by it. Where the register counts, the
    member is the person whom it knows, and what it knows of them stands beside their answers from
    now on."""
    number = int(place.key[1:].partition("-")[0])
    if entry["by"] == REGISTER:
        _is(case, number)
    elif entry["by"] == DECLARED:
        entry[newcomers.CORRECTION] = _correction(case, number, at).number


def _is(case: Case, number: int) -> None:
    person = newcomers.otherwise_named(case.answers)[number]
    members = list(case.answers["members"])
    if any(one.get("person") == person.pk for n, one in enumerate(members) if n != number):
        raise CaseFault(f"登记里的{person.name}已经在这件事里, 一个人不能写两次: 请申请人重新填")
    members[number] = {**members[number], "person": person.pk}
    case.answers = {**case.answers, "members": members}
    if person.pk != case.applicant_id:
        Party.objects.get_or_create(case=case, person=person, role=Party.Role.MEMBER)
    case.__dict__.pop("_concerned", None)  # who may not handle it is asked anew


def _correction(case: Case, number: int, at: datetime) -> Case:
    """In the applicant's name, and in their own words: they are not told what the register says of
    somebody else. One that is open already is not opened twice."""
    member = case.answers["members"][number]
    what = f"{member['name']}({member['number']})的姓名"[:120]
    open_ = Case.objects.filter(previous=case, item=doubts.CORRECTION, is_open=True)
    there = [one for one in open_ if one.answers.get("values", {}).get("what") == what]
    if there:
        return there[0]
    doubt = doubts.Doubt(what, REGISTERED_IN, "", member["name"])
    made = None
    if case.applicant is not None:
        made = doubts.correction(
            person=case.applicant, doubt=doubt, previous=case, user=None, at=at, channel="counter"
        )
    if made is None:
        raise CaseFault("现在不能开更正件: 请本人到登记部门更正, 或以登记为准")
    return made
