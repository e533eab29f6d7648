"""What happened to persons, for whoever must follow. Published once it is committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PersonRegistered:
    person_id: int
    on: date


@dataclass(frozen=True)
class PersonMoved:
    """``division_id``: None for a move out of the district; ``kinds``: of ``Residence.Kind``."""

    person_id: int
    event_id: int
    on: date
    kinds: tuple[int, ...]
    division_id: int | None


@dataclass(frozen=True)
class PersonDied:
    person_id: int
    event_id: int
    on: date


@dataclass(frozen=True)
class PersonChanged:
    """A disability, a sentence, a release: ``kind`` of ``LifeEvent.Kind``."""

    person_id: int
    event_id: int
    kind: str
    on: date


@dataclass(frozen=True)
class LifeEventReversed:
    """``kind``: of ``LifeEvent.Kind``. What other apps did because of it is theirs to undo."""

    person_id: int
    event_id: int
    kind: str
    on: date
