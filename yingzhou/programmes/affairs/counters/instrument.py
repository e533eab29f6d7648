"""The published instrument: what is measured, what counts how much, where full marks begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ENOUGH = 50
FOLDER = Path(__file__).parent / "assessment"


@dataclass(frozen=True)
class Measure:
    """``best`` counts 100, ``worst`` 0. A weight of 0 is shown and does not count."""

    key: str
    name: str
    weight: int
    unit: str
    best: float
    worst: float
    basis: str
    minutes: int = 0

    def score(self, value: float | None) -> float | None:
        """0 to 100; None where nothing was recorded."""
        if value is None:
            return None
        share = (value - self.worst) / (self.best - self.worst)
        return round(100 * min(max(share, 0.0), 1.0), 1)


@dataclass(frozen=True)
class Instrument:
    name: str
    since: date
    confidence: str
    note: str
    measures: tuple[Measure, ...]

    def measure(self, key: str) -> Measure | None:
        return next((one for one in self.measures if one.key == key), None)

    def total(self, values: dict[str, float | None]) -> float | None:
        """The weighted mean of what was recorded; what was not counts neither way. None where less
        than half of the weight was: such a mean would compare nothing."""
        scored = [(one.weight, one.score(values.get(one.key))) for one in self.measures]
        there = [(weight, score) for weight, score in scored if score is not None and weight]
        whole = sum(weight for weight, _ in there)
        return round(sum(w * s for w, s in there) / whole, 1) if whole >= ENOUGH else None


@cache
def _all() -> tuple[Instrument, ...]:
    found = [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: one.since))


def _read(path: Path) -> Instrument:
    """Raises ValueError where the file does not add up."""
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    measures = tuple(Measure(**one) for one in raw["measures"])
    if sum(one.weight for one in measures) != 100:
        raise ValueError(f"{path.name}: 权重加起来不是 100")
    if any(one.best == one.worst for one in measures):
        raise ValueError(f"{path.name}: 满分线和零分线不能相同")
    return Instrument(raw["name"], raw["from"], raw["confidence"], raw["note"], measures)


def instrument_on(day: date) -> Instrument:
    """In force on ``day``; the first one for the time before it."""
    found = [one for one in _all() if one.since <= day]
    return found[-1] if found else _all()[0]
