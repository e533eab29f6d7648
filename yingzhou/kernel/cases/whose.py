"""Whose matter a case is: a person, an organisation, or nobody's in particular. Who reported
something in confidence is named on no page; whoever must call them back asks, and it is noted."""

from __future__ import annotations

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.names import mask_name

NOBODY = "没有申请人"
HIDDEN = "报告人(保密)"
DESTROYED = "档案已销毁"


def is_secret(case: Case) -> bool:
    """Whether who asked is told to nobody without need. ``version`` is at hand."""
    apply = item_of_version(case.version).apply
    return apply is not None and apply.secret


def full_name(case: Case) -> str:
    """On a page about this one case."""
    return HIDDEN if is_secret(case) else _named(case)


def short_name(case: Case) -> str:
    """In a list: no more of a person than is needed to find a row."""
    if case.applicant is None or is_secret(case):
        return full_name(case)
    return mask_name(case.applicant.name)


def _named(case: Case) -> str:
    if case.applicant is not None:
        return case.applicant.name
    if case.organisation is not None:
        return case.organisation.name
    return DESTROYED if case.destroyed_at else NOBODY
