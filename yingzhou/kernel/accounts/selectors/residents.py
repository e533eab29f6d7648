"""What a clerk sees of a resident's access: codes, and who may act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import AccessCode, Mandate
from yingzhou.kernel.people.models import Person

SHOWN = 20
WRONG_TRIES = 5


@dataclass(frozen=True)
class Granted:
    """A code or a mandate with its state in words."""

    row: AccessCode | Mandate
    state: str
    is_open: bool


def codes_of(person: Person, at: datetime) -> list[Granted]:
    """The newest first; the codes themselves are kept nowhere."""
    rows = AccessCode.objects.filter(person=person).order_by("-pk")[:SHOWN]
    return [Granted(row, _code_state(row, at), _code_state(row, at) == "有效") for row in rows]


def _code_state(row: AccessCode, at: datetime) -> str:
    if row.revoked_at is not None:
        return "已作废"
    if row.valid_until <= at:
        return "已过期"
    return "错试太多, 已锁" if row.wrong_tries >= WRONG_TRIES else "有效"


def granted_by(person: Person, at: datetime) -> list[Granted]:
    """The mandates that ``person`` gave, the newest first."""
    today = at.astimezone(clock.ZONE).date()
    rows = Mandate.objects.filter(principal=person).select_related("agent").order_by("-pk")[:SHOWN]
    return [_granted(row, today) for row in rows]


def _granted(row: Mandate, today) -> Granted:
    if row.revoked_at is not None:
        return Granted(row, "已撤销", False)
    if row.valid_to <= today:
        return Granted(row, "已到期", False)
    return Granted(row, "未开始" if row.valid_from > today else "有效", True)
