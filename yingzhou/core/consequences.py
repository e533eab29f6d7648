"""What an event set going, told part by part: whoever does something because of a life event says
here what it did, so that one page shows all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingzhou.core.registry import Registry


@dataclass(frozen=True)
class Event:
    """A life event: ``pk``, of which ``kind`` (of ``LifeEvent.Kind``), whom and when it struck,
    whether it was taken back, and what it changed (as :mod:`yingzhou.core.timeline` writes it; None
    where that was not kept). Who acts on some kinds alone asks the database for those alone."""

    pk: int
    kind: str
    person: int
    on: date
    is_undone: bool
    effects: Sequence[Sequence[Any]] | None


@dataclass(frozen=True)
class Consequence:
    """``what`` was done; ``undone``: given back because the event was taken back; ``url``: where
    it is seen (empty: nowhere else); ``permission``: who may open that."""

    what: str
    undone: bool = False
    url: str = ""
    permission: str = ""


Tell = Callable[[Event], Iterable[Consequence]]
CONSEQUENCES: Registry[Tell] = Registry("事件的影响")


def tells(name: str) -> Callable[[Tell], Tell]:
    """Decorator: ``name`` is the heading; called with the event."""
    return lambda tell: CONSEQUENCES.add(name, tell)


def of_event(event: Event) -> list[tuple[str, list[Consequence]]]:
    """Heading and lines of every part that did something."""
    found = ((name, list(tell(event))) for name, tell in CONSEQUENCES.items())
    return [(name, lines) for name, lines in found if lines]
