"""What a child process is at, told to whoever is about to kill it."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from typing import Any


class Pulse:
    """What the child is at, where its killer can read it: the act, how deep in transactions, and
    how many days have passed so far."""

    def __init__(self, acts: Sequence[str]) -> None:
        self.acts = acts
        self._shared = mmap.mmap(-1, 8)

    def __call__(self, act: str) -> None:
        self._shared[0] = self.acts.index(act)

    @property
    def act(self) -> str:
        return self.acts[self._shared[0]]

    @property
    def depth(self) -> int:
        return self._shared[1]

    @depth.setter
    def depth(self, value: int) -> None:
        self._shared[1] = value

    @property
    def days(self) -> int:
        return int.from_bytes(self._shared[4:8], "big")

    @days.setter
    def days(self, value: int) -> None:
        self._shared[4:8] = value.to_bytes(4, "big")

    def begin(self) -> None:
        self(self.acts[0])
        self.depth = 0


def count_transactions(pulse: Pulse) -> None:
    """From the first statement of a transaction until its commit has come back."""
    from django.db.transaction import Atomic

    enter, leave = Atomic.__enter__, Atomic.__exit__

    def entered(self: Any) -> None:
        enter(self)
        pulse.depth += 1

    def left(self: Any, *error: Any) -> None:
        try:
            leave(self, *error)
        finally:
            pulse.depth -= 1

    Atomic.__enter__, Atomic.__exit__ = entered, left  # type: ignore[method-assign]
