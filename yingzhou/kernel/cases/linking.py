"""Whom a matter is about, where that is not the applicant: the child whom somebody reported, as the
register knows them. What is decided about them finds them only by that.
"""

from __future__ import annotations

from yingzhou.kernel.cases.models import Case, Party
from yingzhou.kernel.catalogue.items import Transition
from yingzhou.kernel.people.models import Person

KIND = "person"
"""The kind of a step's question that names somebody of the register."""
UNLINKED = "unlinked"
"""The question of a step why nobody of the register can be named."""


def subject_of(case: Case) -> Person | None:
    """One query."""
    row = case.parties.filter(role=Party.Role.SUBJECT).select_related("person").first()
    return row.person if row is not None else None


def asked_in(way: Transition) -> str:
    """The question of a step that names them; empty where it asks none."""
    return next((one.key for one in way.asks if one.kind == KIND), "")


def link(case: Case, person: int) -> None:
    """It is about this person, and nobody else who was taken for them before."""
    case.parties.filter(role=Party.Role.SUBJECT).exclude(person=person).delete()
    Party.objects.get_or_create(case=case, person_id=person, role=Party.Role.SUBJECT)
    case.__dict__.pop("_concerned", None)  # who may not handle it is asked anew
