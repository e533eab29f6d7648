"""One visit as its page shows it: what was found, the photos, what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.visits import casework
from yingzhou.kernel.visits.files import Form
from yingzhou.kernel.visits.models import Record, Refusal, Visit
from yingzhou.kernel.visits.opened import Opened, by_visits

from . import rights
from .lists import Row, rows_of, shown


@dataclass(frozen=True)
class Seen:
    """``records``: all but those that wait beside (``rivals``) for somebody to choose."""

    row: Row
    form: Form
    records: list[Record]
    rivals: list[Record]
    waiting: Record | None
    colleagues: list[User]
    following: list[Visit]
    refusal: Refusal | None
    case: Case | None
    opened: list[Opened]
    may_go: bool
    may_oversee: bool


def seen(user: User, pk: int, today: date) -> Seen | None:
    """None where it is not there, or not for this viewer."""
    visit = shown(Visit.objects.filter(pk=pk)).select_related("previous", "refusal").first()
    if visit is None or not rights.may_see(user, visit):
        return None
    records = list(
        visit.records.select_related("user", "second").prefetch_related("photos").order_by("pk")
    )
    rivals = [one for one in records if one.state == Record.State.BESIDE]
    may_go = rights.may_go(user, visit)
    may_oversee = rights.may_oversee(user, visit)
    asks = visit.state in (Visit.State.PLANNED, Visit.State.ASSIGNED)
    return Seen(
        row=rows_of([visit], today)[0],
        form=casework.form_of(visit),
        records=[one for one in records if one.state != Record.State.BESIDE],
        rivals=rivals,
        waiting=next((one for one in records if one.state == Record.State.WAITING), None),
        colleagues=rights.colleagues(visit, today) if asks and (may_go or may_oversee) else [],
        following=list(visit.following.order_by("pk")),
        refusal=getattr(visit, "refusal", None),
        case=casework.case_of(visit),
        opened=by_visits([visit]) if visit.state == Visit.State.DONE else [],
        may_go=may_go,
        may_oversee=may_oversee,
    )
