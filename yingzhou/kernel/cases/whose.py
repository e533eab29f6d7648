"""Whose matter a case is: a person, an organisation, or nobody's in particular. Who reported
something in confidence is named on no page; whoever must call them back asks, and it is noted."""

from __future__ import annotations

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.names import mask_name

NOBODY = "没有申请人"
HIDDEN = "报告人(保密)"
UNNAMED = "不愿公开姓名"
IN_A_LIST = "姓名不列出"
DESTROYED = "档案已销毁"


def is_secret(case: Case) -> bool:
    """Whether who asked is told to nobody without need. ``version`` is at hand."""
    apply = item_of_version(case.version).apply
    return apply is not None and apply.secret


def is_unnamed(case: Case) -> bool:
    """Whether who asked did not say that their name may be told (``confidential_unless``)."""
    if case.applicant_id is None:
        return False
    question = _asks_for_the_name(case)
    return bool(question) and case.answers.get("values", {}).get(question) is not True


def _asks_for_the_name(case: Case) -> str:
    apply = item_of_version(case.version).apply
    return apply.confidential_unless if apply is not None else ""


def full_name(case: Case) -> str:
    """On a page about this one case, for whoever reads it."""
    if is_secret(case):
        return HIDDEN
    return UNNAMED if is_unnamed(case) else own_name(case)


def short_name(case: Case) -> str:
    """In a list: no more of a person than is needed to find a row."""
    if case.applicant is None or is_secret(case):
        return full_name(case)
    if _asks_for_the_name(case):  # lists do not read what was answered
        return IN_A_LIST
    return mask_name(case.applicant.name)


def own_name(case: Case) -> str:
    if case.applicant is not None:
        return case.applicant.name
    if case.organisation is not None:
        return case.organisation.name
    return DESTROYED if case.destroyed_at else NOBODY
