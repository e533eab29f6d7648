"""Opening a case is written down: who looked, and who was turned away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.cases.models.records import LOOK
from yingzhou.kernel.cases.whose import is_secret
from yingzhou.kernel.catalogue.items import Item


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


def note_persons(*, case: Case, item: Item, shown: Shown, user: User, at: datetime) -> None:
    """Whose data was shown can read who looked and why: once a day and part. Whom the matter is not
    about learns no number and no name of it; of what concerns one person alone nothing at all, for
    they must not find out that somebody asked for help."""
    if item.apply is None or is_secret(case):
        return
    is_told = item.apply.subject == "household" or item.apply.data == "personal"
    about = set(shown.persons) & set(shown.about)
    others = set(shown.persons) - about if is_told else set()
    _note(about, case, f"{LOOK}办件 {case.number} {item.name}", shown, user, at)
    _note(others, None, f"{LOOK}家里人或亲属的办件", shown, user, at)


def _note(
    persons: Collection[int],
    case: Case | None,
    purpose: str,
    shown: Shown,
    user: User,
    at: datetime,
) -> None:
    if not persons:
        return
    today = at.astimezone(clock.ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    before = DataUse.objects.filter(
        person__in=persons, fact=shown.fact, purpose=purpose, user_name=str(user), at__gte=today
    )
    known.note_uses(
        case=case,
        known={shown.fact: shown.source},
        labels={},
        persons=sorted(set(persons) - set(before.values_list("person", flat=True))),
        user_name=str(user),
        at=at,
        purpose=purpose,
    )


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
