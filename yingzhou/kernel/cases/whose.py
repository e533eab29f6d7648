"""Whose matter a case is: a person, an organisation, or nobody's in particular."""

from __future__ import annotations

from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.names import mask_name

NOBODY = "没有申请人"


def full_name(case: Case) -> str:
    """On a page about this one case."""
    if case.applicant is not None:
        return case.applicant.name
    return case.organisation.name if case.organisation is not None else NOBODY


def short_name(case: Case) -> str:
    """In a list: no more of a person than is needed to find a row."""
    return mask_name(case.applicant.name) if case.applicant is not None else full_name(case)
