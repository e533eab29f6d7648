"""A process in the order in which it is walked, for a list and for a drawing."""

from __future__ import annotations

from dataclasses import dataclass

from yingzhou.kernel.catalogue.items.parts import (
    ACTORS,
    APPLICANT,
    SYSTEM,
    ClockSpec,
    Process,
    Stage,
    Transition,
)

EVERYWHERE = {"withdrawn"}
"""Ways out that are open nearly everywhere: told once, not drawn at every stage."""


@dataclass(frozen=True)
class Way:
    """``number``: as it stands in the drawing and in the list."""

    number: int
    way: Transition
    target: Stage

    @property
    def who(self) -> str:
        if self.way.by == SYSTEM:
            return "期满自动"
        return ACTORS[self.way.by]


@dataclass(frozen=True)
class Step:
    stage: Stage
    who: str
    clocks: tuple[ClockSpec, ...]
    ways: tuple[Way, ...]


def steps(process: Process) -> list[Step]:
    """From the first stage on, what ends a case last."""
    made, number = [], 0
    for key in _order(process):
        stage, ways = process.stages[key], []
        for way in process.ways_from(key):
            if way.closes not in EVERYWHERE:
                number += 1
                ways.append(Way(number, way, process.stages[way.target]))
        who = "" if stage.is_final else ACTORS[stage.by]
        running = tuple(process.clocks[one] for one in stage.clocks)
        made.append(Step(stage, who, running, tuple(ways)))
    return made


def _order(process: Process) -> list[str]:
    seen, waiting = [process.start], [process.start]
    while waiting:
        for way in process.ways_from(waiting.pop(0)):
            if way.target not in seen:
                seen.append(way.target)
                waiting.append(way.target)
    rest = [key for key in process.stages if key not in seen]
    return sorted([*seen, *rest], key=lambda key: process.stages[key].is_final)


def withdrawal(process: Process) -> str:
    """When the applicant may take it back, in words; empty: never."""
    ways = process.transitions.values()
    own = [way for way in ways if way.by == APPLICANT and way.closes in EVERYWHERE]
    at = {source for way in own for source in way.sources}
    running = [stage for stage in process.stages.values() if not stage.is_final]
    if at >= {stage.key for stage in running}:
        return "办结以前随时"
    names = "".join(f"“{stage.name}”" for stage in running if stage.key in at)
    return f"在{names}时" if names else ""
