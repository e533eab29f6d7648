"""All that was ever recorded of the divisions, read at once (a few hundred units) and kept.

Kept for the process until a division changes, and at most a minute, for other processes change them
too. What a transaction reads while it runs is for itself alone: it hangs on a marker among the
transaction's commit hooks, which Django drops when the transaction, or the savepoint in which
divisions were changed, is rolled back.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction

from yingzhou.kernel.divisions.models import Division, DivisionName, DivisionSuccession

SECONDS = 60


@dataclass(frozen=True)
class Named:
    """What a unit was called, and its parent, from ``valid_from`` up to ``valid_to``."""

    name: str
    parent_id: int | None
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class Unit:
    id: int
    code: str
    kind: str
    level: int
    lon: float | None
    lat: float | None
    valid_from: date
    valid_to: date
    is_statistical: bool

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day < self.valid_to


@dataclass(frozen=True)
class Step:
    """Records of ``predecessor`` count towards ``successor`` from ``on``, or a part of them."""

    on: date
    predecessor: int
    successor: int
    is_default: bool


@dataclass(frozen=True)
class History:
    """``trees`` keeps what :func:`.tree.tree_on` built from this reading, by day."""

    units: dict[int, Unit]
    names: dict[int, list[Named]]
    forward: dict[int, list[Step]]
    backward: dict[int, list[Step]]
    trees: dict[date, Any] = field(default_factory=dict)

    def named(self, unit_id: int, day: date) -> Named | None:
        """The name that held on ``day``."""
        rows = self.names.get(unit_id, [])
        place = bisect_right(rows, day, key=lambda row: row.valid_from) - 1
        return rows[place] if place >= 0 and day < rows[place].valid_to else None


def read() -> History:
    """Read it from the database: three queries."""
    units = {
        row["id"]: Unit(is_statistical=row["kind"] in Division.STATISTICAL_KINDS, **row)
        for row in Division.objects.order_by("code").values(
            "id", "code", "kind", "level", "lon", "lat", "valid_from", "valid_to"
        )
    }
    names: dict[int, list[Named]] = defaultdict(list)
    for unit_id, name, parent, start, end in DivisionName.objects.order_by(
        "valid_from"
    ).values_list("division_id", "name", "parent_id", "valid_from", "valid_to"):
        names[unit_id].append(Named(name, parent, start, end))
    forward: dict[int, list[Step]] = defaultdict(list)
    backward: dict[int, list[Step]] = defaultdict(list)
    for row in DivisionSuccession.objects.order_by("change__on", "id").values_list(
        "change__on", "predecessor_id", "successor_id", "is_default"
    ):
        step = Step(*row)
        forward[step.predecessor].append(step)
        backward[step.successor].append(step)
    return History(units, dict(names), dict(forward), dict(backward))


@dataclass(frozen=True)
class _Kept:
    history: History
    read_at: float


class _Memory:
    """``generation`` keeps a reading begun before a change from being kept after it."""

    def __init__(self) -> None:
        self.generation = 0
        self.kept: _Kept | None = None

    def drop(self) -> None:
        self.generation += 1
        self.kept = None


_memory = _Memory()


class _Marker:
    """A commit hook that holds what its own transaction has read since it changed divisions."""

    def __init__(self) -> None:
        self.history: History | None = None

    def __call__(self) -> None:
        _memory.drop()


def _marker(savepoints: set[str] | None = None) -> _Marker | None:
    """The transaction's last marker; with ``savepoints``, only if set within the very same ones."""
    for within, hook, *_ in reversed(connection.run_on_commit):
        if isinstance(hook, _Marker):
            return hook if savepoints is None or within == savepoints else None
    return None


def history() -> History:
    """The history as this transaction, or else the last committed one, left it."""
    marker = _marker()
    kept = _memory.kept
    if marker is None and kept is not None and time.monotonic() - kept.read_at < SECONDS:
        return kept.history
    if marker is None and connection.in_atomic_block:
        transaction.on_commit(marker := _Marker())
    if marker is not None:
        if marker.history is None:
            marker.history = read()
        return marker.history
    generation = _memory.generation
    fresh = read()
    if generation == _memory.generation:
        _memory.kept = _Kept(fresh, time.monotonic())
    return fresh


def forget() -> None:
    """Read again at the next question: at once in this transaction, on commit everywhere else.

    Saving or deleting a row does it by itself; call it after ``bulk_create``, ``update``, raw SQL.
    """
    if not connection.in_atomic_block:
        _memory.drop()
        return
    marker = _marker(set(connection.savepoint_ids))
    if marker is not None:
        marker.history = None
    else:
        transaction.on_commit(_Marker())


def forget_all(**_: Any) -> None:
    """Drop what the process kept (the tables were emptied or migrated)."""
    _memory.drop()
