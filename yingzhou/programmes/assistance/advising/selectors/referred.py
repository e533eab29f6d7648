"""What was referred to an office: the family's head, where they live, what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.core.paging import Page, keyset
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.roles import ROLES
from yingzhou.kernel.assessments.selectors.lists import heads_of
from yingzhou.kernel.divisions.tree import name_on
from yingzhou.programmes.assistance.advising.models import Measure

from .rights import ANSWER

SIZE = 30


@dataclass(frozen=True)
class Row:
    measure: Measure
    who: str
    where: str
    left: int


def page(user: User, after: str, today: date) -> tuple[Page, list[Row]]:
    """The last first; of the office the login speaks for."""
    own = [held.unit for held in user.assignments_now() if ANSWER in ROLES[held.role].permissions]
    rows = Measure.objects.filter(unit__in=own, sent_at__isnull=False).exclude(unit="")
    found = keyset(rows.select_related("plan__adviser"), ["-sent_at", "-pk"], after, SIZE)
    heads = heads_of([one.plan.household_id for one in found.rows], today)
    return found, [
        Row(
            one,
            heads.get(one.plan.household_id, "这一户"),
            name_on(one.plan.division_id, today),
            ((one.answer_due_on or today) - today).days,
        )
        for one in found.rows
    ]
