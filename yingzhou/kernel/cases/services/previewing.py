"""The letter of a step before it is taken: the step is taken as it would be, with all that it asks
and checks, the letter is kept in hand, and everything is undone. Nothing is issued, numbered, sent
or written down; what stands in the way is told as it would be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.notices.models import Letter

from .advance import advance

NUMBER = "预览, 还没有发出"
CODE = "X" * 12
"""No letter has it: whoever looks it up is told so."""


class _UndoneError(Exception):
    """Carries the letter out of what is rolled back."""

    def __init__(self, letter: Letter | None) -> None:
        super().__init__()
        self.letter = letter


def preview(
    *,
    case: int,
    transition: str,
    user: User,
    at: datetime,
    data: Mapping[str, Any],
    words: str,
    seen: int | None,
) -> Letter:
    """As :func:`advance` would issue it, not kept. Raises what that raises, and :class:`CaseFault`
    where the step sends no letter."""
    try:
        with transaction.atomic():
            step = advance(
                case=case, transition=transition, user=user, at=at, data=data, words=words,
                seen=seen,
            )  # fmt: skip
            raise _UndoneError(Letter.objects.filter(key=f"case:{case}:{step.seq}").first())
    except _UndoneError as undone:
        letter = undone.letter
    if letter is None:
        raise CaseFault("这一步不发信")
    letter.pk, letter.number, letter.code = None, NUMBER, CODE
    return letter
