"""Opening a case is written down: who looked, and who was turned away."""

from __future__ import annotations

from yingzhou.core import audit
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Case


def note_view(*, case: Case, user: User) -> None:
    audit.record(audit.Actor.of(user), "case.view", case, {"number": case.number})


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
