"""Opening a case is written down: who looked, and who was turned away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.cases.models.records import LOOK
from yingzhou.kernel.cases.whose import is_secret
from yingzhou.kernel.catalogue.items import Item

FAMILY = f"{LOOK}家里人或亲属的办件"


def note_view(*, case: Case, user: User) -> None:
    audit.record(audit.Actor.of(user), "case.view", case, {"number": case.number})


@dataclass(frozen=True)
class Shown:
    """A part of a case's page: what it shows of whom, and from where. ``about``: of these persons,
    those whom the matter is about."""

    fact: str
    source: str
    persons: Collection[int]
    about: Collection[int]


def note_persons(
    *, case: Case, item: Item, parts: Sequence[Shown], user: User, at: datetime
) -> None:
    """Whose data was shown can read who looked and why: once a day and part. Whom the matter is not
    about learns no number and no name of it; of what concerns one person alone nothing at all, for
    they must not find out that somebody asked for help."""
    if item.apply is None or is_secret(case):
        return
    is_told = item.apply.subject == "household" or item.apply.data == "personal"
    rows: list[DataUse] = []
    for part in parts:
        about = set(part.persons) & set(part.about)
        others = set(part.persons) - about if is_told else set()
        why = f"{LOOK}办件 {case.number} {item.name}"
        for whom, of, purpose in ((about, case, why), (others, None, FAMILY)):
            rows += [
                known.use_of(one, of, part.fact, part.source, purpose, user_name=str(user), at=at)
                for one in sorted(whom)
            ]
    _keep(rows, user, at)


def _keep(rows: Sequence[DataUse], user: User, at: datetime) -> None:
    """What was not noted today. Two queries."""
    if not rows:
        return
    today = at.astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    noted = DataUse.objects.filter(
        person__in={one.person_id for one in rows}, user_name=str(user), at__gte=today
    )
    before = set(noted.values_list("person", "fact", "purpose"))
    new = [one for one in rows if (one.person_id, one.fact, one.purpose) not in before]
    if new:
        DataUse.objects.bulk_create(new)


def note_reporter(*, case: Case, user: User, reason: str) -> None:
    """Somebody asked who had reported in confidence."""
    audit.record(
        audit.Actor.of(user), "case.reporter", case, {"number": case.number, "reason": reason}
    )


def note_refusal(*, case: Case, user: User, why: str) -> None:
    """``why``: 回避, or outside the divisions of the role."""
    audit.record(audit.Actor.of(user), "case.refused", case, {"number": case.number, "why": why})


def note_search(*, user: User, kind: str, text: str, found: int) -> None:
    """``text`` is already masked where it held a number or a name."""
    detail = {"kind": kind, "text": text, "found": found}
    audit.record(audit.Actor.of(user), "case.search", None, detail)
