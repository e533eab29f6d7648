"""Why something was not done. The words are for people: what happened and how to go on."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied


class CaseFault(ValueError):
    """The step cannot be taken as asked; nothing was changed. ``lines``: one reason each."""

    def __init__(self, *lines: str) -> None:
        self.lines: Sequence[str] = lines
        super().__init__("; ".join(lines))


class Moved(CaseFault):
    """Somebody else was faster: the case is no longer where the actor saw it."""


class Duplicate(CaseFault):
    """The same matter of the same applicant is open already; ``number`` names it."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(f"这件事已经在办, 编号 {number}。请在原来的办件上继续, 不用重新申请。")


class NotYours(PermissionDenied):
    """The actor may not do this; the text says why."""
