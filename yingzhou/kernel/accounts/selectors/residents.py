"""What a clerk sees of a resident's access: codes, and who may act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import AccessCode, Mandate
from yingzhou.kernel.people.models import Person

SHOWN = 20
OPEN = "有效"
WRONG_TRIES = 5


@dataclass(frozen=True)
class GivenCode:
    """A code with its state in words."""

    row: AccessCode
    state: str

    @property
    def is_open(self) -> bool:
        return self.state == OPEN


@dataclass(frozen=True)
class GivenMandate:
    """A mandate with its state in words; one that begins later can be revoked already."""

    row: Mandate
    state: str

    @property
    def is_open(self) -> bool:
        return self.state in (OPEN, "未开始")


def codes_of(person: Person, at: datetime) -> list[GivenCode]:
    """The newest first; the codes themselves are kept nowhere."""
    rows = AccessCode.objects.filter(person=person).order_by("-pk")[:SHOWN]
    return [GivenCode(row, _code_state(row, at)) for row in rows]


def _code_state(row: AccessCode, at: datetime) -> str:
    if row.revoked_at is not None:
        return "已作废"
    if row.valid_until <= at:
        return "已过期"
    return "错试太多, 已锁" if row.wrong_tries >= WRONG_TRIES else OPEN


def granted_by(person: Person, at: datetime) -> list[GivenMandate]:
    """The mandates that ``person`` gave, the newest first."""
    today = at.astimezone(clock.ZONE).date()
    rows = Mandate.objects.filter(principal=person).select_related("agent").order_by("-pk")[:SHOWN]
    return [GivenMandate(row, _mandate_state(row, today)) for row in rows]


def _mandate_state(row: Mandate, today: date) -> str:
    if row.revoked_at is not None:
        return "已撤销"
    if row.valid_to <= today:
        return "已到期"
    return "未开始" if row.valid_from > today else OPEN
