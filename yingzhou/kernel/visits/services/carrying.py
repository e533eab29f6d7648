"""The case's step that its household visit is for: taken by the one door of all steps, with what
both visitors signed. Where something else is still lacking, the record waits and says what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yingzhou.core.money import format_fen
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.faults import NotYours as NotTheirs
from yingzhou.kernel.cases.guards import WENT
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import may_take
from yingzhou.kernel.cases.services.advance import advance
from yingzhou.kernel.catalogue.items import Transition
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.faults import NotYours, VisitFault
from yingzhou.kernel.visits.models import Record, Visit
from yingzhou.kernel.visits.selectors import rights

from .assigning import locked


def carry(row: Visit, record: Record, at: datetime) -> None:
    """Into the case; ``row.carry`` says what stands in the way, empty once it is there."""
    case, way = casework.case_of(row), casework.way_of(row)
    if case is None or way is None:
        return
    try:
        with transaction.atomic():
            _advance(case, way, record, at)
    except (CaseFault, NotTheirs) as fault:
        row.carry = str(fault)[:500] or "现在不能登记到办件"
    else:
        row.carry = ""
    row.save(update_fields=["carry"])


def _advance(case: Case, way: Transition, record: Record, at: datetime) -> None:
    visitors = [one for one in (record.user, record.second) if one is not None]
    data = _typed(way, record.content["values"]) | {
        casework.WHEN: record.visited_on.isoformat(),
        casework.WHO: "、".join(str(one) for one in visitors),
        WENT: [one.pk for one in visitors],
    }
    advance(case=case.pk, transition=way.key, user=_by(visitors, case, way), at=at, data=data)


def _by(visitors: list[User], case: Case, way: Transition) -> User:
    """Whoever of the two may take the step."""
    return next((one for one in visitors if may_take(one, case, way)), visitors[0])


def _typed(way: Transition, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a form gives them: whole fen are yuan there."""
    money = {field.key for field in way.asks if field.kind == "money"}
    return {
        key: format_fen(value) if key in money else value
        for key, value in values.items()
        if value is not None
    }


@transaction.atomic
def carry_again(*, visit: int, user: User, at: datetime) -> Visit:
    """After what was lacking in the case is there."""
    row = locked(visit)
    if not rights.may_go(user, row):
        raise NotYours("这次走访不由您去")
    record = row.records.filter(state=Record.State.TAKEN).first()
    if not row.carry or record is None:
        raise VisitFault("这次走访已经登记到办件了")
    carry(row, record, at)
    if row.carry:
        raise VisitFault(row.carry)
    return row
