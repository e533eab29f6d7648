"""What was typed for one step of a process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.acting import INSTEAD
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.catalogue.items import Transition
from yingzhou.web.desk.selectors import fields

from .common import whole_number


@dataclass(frozen=True)
class Typed:
    """``lines``: what a clerk adds to a list of what is missing; ``seen``: how many steps the page
    showed."""

    way: Transition
    data: dict[str, Any]
    lines: str
    words: str
    seen: int | None

    @classmethod
    def of(cls, request: HttpRequest, way: Transition) -> Typed:
        data: dict[str, Any] = fields.taken(way.asks, fields.STEP, request.POST)
        instead = request.POST.get("instead", "").strip()[:500]
        return cls(
            way,
            data | ({INSTEAD: instead} if instead else {}),
            request.POST.get("lines", "").strip()[:2000],
            request.POST.get("words", "").strip()[:500],
            whole_number(request.POST.get("steps", "")),
        )

    def asked(self, user: User) -> dict[str, Any]:
        """For the service that takes the step."""
        return {
            "transition": self.way.key,
            "user": user,
            "at": clock.now(),
            "data": self.data | ({"lines": self.lines} if self.lines else {}),
            "words": self.words,
            "seen": self.seen,
        }

    def again(self, fault: CaseFault) -> dict[str, Any]:
        """To be shown once more, with what is wrong."""
        _, errors = fields.read(self.way.asks, fields.STEP, self.data)
        return {
            "transition": self.way.key, "data": self.data, "words": self.words,
            "faults": fault.lines, "errors": errors,
        }  # fmt: skip
