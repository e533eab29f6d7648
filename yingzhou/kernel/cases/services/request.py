"""What somebody asks for, before it is a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.alongside import ALONGSIDE
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.catalogue.items import Item
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.organisations.models import Organisation
from yingzhou.kernel.people.models import Person

DOUBTED = "资料异议"
"""The reason of a correction that an applicant opens by saying that a register is wrong."""


@dataclass(frozen=True)
class Request:
    """``place``: the counter (online: the applicant's own town); ``keeps_apart``: it came up in an
    earlier case that must not be told with a name, so it is not written down which."""

    item: Item
    applicant: Person | None
    channel: str
    answers: Mapping[str, Any] = field(default_factory=forms.empty)
    organisation: Organisation | None = None
    agent: Person | None = None
    place: Division | None = None
    home: Division | None = None
    previous: Case | None = None
    reason: str = ""
    keeps_apart: bool = False

    @property
    def only_one(self) -> bool:
        """Whether the applicant may have no other open case of this item. What belongs to an
        earlier case (an appeal, a correction, a rectification) stands beside others."""
        apply = self.item.apply
        return self.reason in ("", ALONGSIDE) and not (apply is not None and apply.many)
