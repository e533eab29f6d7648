"""What goes wrong with a simulator, set while it runs.

    {"kind": "slow", "seconds": 1.5}                 it takes its time
    {"kind": "hang"}                                 it takes the request and never answers
    {"kind": "closed"}                               the line is cut before an answer
    {"kind": "busy"}                                 503
    {"kind": "malformed"}                            no JSON
    {"kind": "other_person", "share": 0.1}           a kind that the simulator spoils itself
    {"kind": "duplicate"}                            the answer to the request before, sent again

``share`` of the requests (drawn by their key, so that a request asked again may fare as before
unless ``times`` is used up), at most ``times`` of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from yingzhou.demo.simulators.contract import Told, keyed
from yingzhou.demo.simulators.registry import simulators

OF_ALL = ("slow", "hang", "closed", "busy", "malformed", "duplicate")


@dataclass(frozen=True)
class Fault:
    kind: str
    seconds: float = 0
    share: float = 1.0
    times: int | None = None


def read(name: str, raw: Any) -> list[Fault]:
    """ValueError where something is not meant."""
    made = []
    for one in raw if isinstance(raw, list) else [raw]:
        try:
            fault = Fault(**one)
        except TypeError as error:
            raise ValueError(str(error)) from None
        if fault.kind not in OF_ALL and fault.kind not in simulators()[name].spoils:
            raise ValueError(f"{name} has no fault {fault.kind!r}")
        made.append(fault)
    return made


class State:
    """What is set, what was asked, and what was answered last; shared by all threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._faults: dict[str, list[Fault]] = {}
        self._asked: dict[str, Counter[str]] = {}
        self._last: dict[str, Told] = {}

    def put(self, name: str, faults: list[Fault]) -> None:
        with self._lock:
            self._faults[name] = faults

    def shown(self) -> dict[str, list[dict[str, Any]]]:
        with self._lock:
            return {name: [vars(one) for one in rows] for name, rows in self._faults.items()}

    def asked(self, name: str) -> dict[str, int]:
        """How often, by Idempotency-Key."""
        with self._lock:
            return dict(self._asked.get(name, {}))

    def of(self, name: str, key: str) -> list[Fault]:
        """What befalls this request; it is counted."""
        with self._lock:
            counter = self._asked.setdefault(name, Counter())
            counter[key] += 1
            draw = keyed("fault", key, str(counter[key])) / 2**64
            hit = [one for one in self._faults.get(name, ()) if draw < one.share]
            self._use_up(name, hit)
            return hit

    def _use_up(self, name: str, hit: list[Fault]) -> None:
        rows = []
        for one in self._faults.get(name, ()):
            left = one.times
            if left is not None and one in hit:
                left -= 1
            if left is None or left > 0:
                rows.append(replace(one, times=left))
        self._faults[name] = rows

    def before(self, name: str, told: Told) -> Told:
        """The answer given last; this one takes its place."""
        with self._lock:
            last = self._last.get(name, told)
            self._last[name] = told
            return last
