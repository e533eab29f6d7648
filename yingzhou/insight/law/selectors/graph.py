"""The surroundings of a rule: what it rests on and what rests on it, two steps each way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .things import Link, Thing, link
from .usage import usage

MOST = 12
"""Things a column shows; the rest is counted."""
TITLES = {-2: "再往下依据", -1: "依据什么", 0: "这一条", 1: "被谁用到", 2: "再被谁用到"}


@dataclass(frozen=True)
class Spot:
    thing: Thing
    link: Link


@dataclass(frozen=True)
class Column:
    """``step``: -2 and -1 rest below, 0 is the thing itself, 1 and 2 above."""

    step: int
    title: str
    spots: tuple[Spot, ...]
    left_out: int


@dataclass(frozen=True)
class Graph:
    """``edges``: pairs of things, the one rested on first."""

    columns: tuple[Column, ...]
    edges: tuple[tuple[Thing, Thing], ...]

    @property
    def nearest_first(self) -> list[Column]:
        """For reading as lists: what it rests on, then what rests on it."""
        return sorted(self.columns, key=lambda column: (column.step > 0, abs(column.step)))


def around(thing: Thing, day: date) -> Graph:
    found = usage(day)
    placed: dict[Thing, int] = {thing: 0}
    near: dict[int, list[Thing]] = {0: [thing]}
    for direction, reach in ((-1, found.rests_on), (1, found.used_by)):
        for step in (direction, 2 * direction):
            fresh = [
                other
                for one in near[step - direction][:MOST]
                for other in reach(one)
                if other not in placed
            ]
            near[step] = list(dict.fromkeys(fresh))
            placed |= dict.fromkeys(near[step], step)
    columns = [
        Column(step, TITLES[step], _spots(near[step][:MOST], day), max(0, len(near[step]) - MOST))
        for step in sorted(near)
        if near[step]
    ]
    shown = {spot.thing: column.step for column in columns for spot in column.spots}
    edges = [
        (below, above)
        for above in shown
        for below in found.rests_on(above)
        if below in shown and shown[below] == shown[above] - 1
    ]
    return Graph(tuple(columns), tuple(edges))


def _spots(things: list[Thing], day: date) -> tuple[Spot, ...]:
    return tuple(Spot(thing, link(thing, day)) for thing in things)
