"""A level of care that a decision ended in and the register refused: whoever opens the case reads
why, and where it is put right."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.people.models import CareLevel
from yingzhou.programmes.welfare.eldercare.models import LevelEntered
from yingzhou.programmes.welfare.eldercare.services.levels import ITEM, LEVELS

from .opening import Opened


@dataclass(frozen=True)
class NotEntered:
    """``stands``: what the register says of the first day, in words; ``is_right``: that is what
    was decided (somebody has entered it since, or it stood there before)."""

    entered: LevelEntered
    stands: str
    is_right: bool
    may_correct: bool

    @property
    def decided(self) -> str:
        return LEVELS[self.entered.level]


def refused(opened: Opened, user: User) -> NotEntered | None:
    """None where the register took it, or the matter is of another kind."""
    if opened.case.item != ITEM or opened.case.is_open:
        return None
    rows = LevelEntered.objects.filter(case=opened.case, taken_back_at=None)
    made = rows.order_by("step").last()
    if made is None or not made.fault:
        return None
    there = CareLevel.objects.filter(
        person=made.person_id, valid_from__lte=made.since, valid_to__gt=made.since
    ).first()
    level = there.level if there else 0
    return NotEntered(made, LEVELS[level], level == made.level, user.may("people.change"))
