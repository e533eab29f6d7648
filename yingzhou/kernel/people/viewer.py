"""What the pages need to know of whoever looks; accounts are a floor above and implement it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, cast

from django.http import HttpRequest

from yingzhou.core.audit import Actor


class Scope(Protocol):
    """Divisions that a permission reaches: ``ids`` is None for the whole district."""

    @property
    def ids(self) -> set[int] | None: ...

    def contains(self, division_id: int) -> bool: ...

    def meets(self, division_ids: Collection[int]) -> bool: ...


class Viewer(Protocol):
    @property
    def person_id(self) -> int | None:
        """Who they are in the register, where that is known."""
        ...

    @property
    def duty(self) -> str:
        """What they do today, in words."""
        ...

    def held_with(
        self, permission: str, division_ids: Collection[int] = ()
    ) -> tuple[str, str, int] | None:
        """The first role held today that carries it and reaches one of these divisions: its key,
        its office, its own division."""
        ...

    def may(self, permission: str) -> bool: ...

    def scope(self, permission: str) -> Scope: ...

    def data_classes(self, division_ids: Collection[int], permission: str) -> set[str]:
        """What roles with ``permission`` open of a record that stands in these divisions."""
        ...


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in account; the access declaration of the view has let nobody else in."""
    return cast(Viewer, request.user)


def actor_of(request: HttpRequest) -> Actor:
    return Actor.of(request.user)
