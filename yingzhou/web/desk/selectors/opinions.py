"""What a department sees of a case it was asked about: who, what, the question, the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.core.periods import Unit, left
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.models import Case, Consultation
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.cases.whose import full_name
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people import identity


@dataclass(frozen=True)
class Shown:
    row: Consultation
    item: str
    who: str
    number: str
    home: str
    days_left: int | None
    is_late: bool


def is_theirs(user: User, row: Consultation) -> bool:
    return user.may(row.permission) and scope_of(user, row.permission).contains(row.desk_id)


def shown(row: Consultation, today: date) -> Shown:
    case = row.case
    due = row.due_on if row.answered_at is None else None
    return Shown(
        row=row,
        item=item_of_version(case.version).name,
        who=full_name(case),
        number=_number(case),
        home=name_of(case.home_id, today),
        days_left=left(today, due, Unit.WORKDAYS) if due else None,
        is_late=due is not None and due < today,
    )


def _number(case: Case) -> str:
    if case.applicant is not None:
        return identity.mask(str(case.applicant.id_number))
    return case.organisation.uscc if case.organisation is not None else ""
