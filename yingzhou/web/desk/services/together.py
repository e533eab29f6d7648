"""One step of many cases: each in its own transaction, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import stood_in_for
from yingzhou.kernel.cases.services.advance import advance

MOST = 50


@dataclass(frozen=True)
class Outcome:
    case: Case
    is_done: bool
    why: str = ""


def take(
    *,
    cases: Sequence[Case],
    seen: Mapping[int, int],
    transition: str,
    data: Mapping[str, Any],
    words: str,
    user: User,
    at: datetime,
) -> list[Outcome]:
    """``seen``: by key, how many steps the actor saw. At most :data:`MOST`; one that cannot be
    done stops no other. Whoever may not even see one must not hand it in."""
    if len(cases) > MOST:
        raise CaseFault(f"一次最多 {MOST} 件, 您选了 {len(cases)} 件")
    return [_one(case, seen.get(case.pk), transition, data, words, user, at) for case in cases]


def _one(
    case: Case,
    seen: int | None,
    transition: str,
    data: Mapping[str, Any],
    words: str,
    user: User,
    at: datetime,
) -> Outcome:
    if case.handler_id is not None and case.handler not in stood_in_for(user):
        return Outcome(case, False, f"{case.handler}正在办这件事, 没有一起办")
    try:
        advance(
            case=case.pk, transition=transition, user=user, at=at, data=data, words=words, seen=seen
        )
    except CaseFault as fault:
        return Outcome(case, False, "; ".join(fault.lines))
    except NotYours as fault:
        return Outcome(case, False, str(fault))
    return Outcome(case, True)
