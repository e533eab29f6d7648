"""One month for everybody: the kernel over all households in blocks, on all processors."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from yingzhou.policy.book import Book, Key
from yingzhou.policy.columns import dtype_of
from yingzhou.policy.compiled.kernel import Kernel, kernel
from yingzhou.policy.compiled.units import Chunks, Units, units_of
from yingzhou.policy.law import Law, Moment, law
from yingzhou.policy.population import Population

BLOCK = 64
"""Chunks a block: about 16,000 households, enough to be worth a thread's while."""
PROCESSORS = os.cpu_count() or 1


@dataclass(frozen=True)
class Results:
    """By lineage: one value an instance. The lowest number of the type is 未知."""

    moment: Moment
    values: dict[Key, np.ndarray]

    def __getitem__(self, key: Key) -> np.ndarray:
        return self.values[key]


class Runner:
    """A population and the results wanted of it; months are computed one after another.

    Result arrays are reused from month to month where ``reuse`` is set: memory stays flat.
    """

    def __init__(
        self, people: Population, wanted: Iterable[Key], *, threads: int = PROCESSORS
    ) -> None:
        self.people, self.book = people, people.book
        self.kernel: Kernel = kernel(self.book, wanted)
        self.threads = threads
        self.units: Units = units_of(people, self.kernel.layout.plan)
        self._columns = [people.column(key) for key in self.kernel.layout.plan.inputs]
        self._known, self._unsure = self._chunks()
        self._kept: dict[Key, np.ndarray] | None = None
        self._laws: dict[int, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}

    def _chunks(self) -> tuple[Chunks, Chunks]:
        """Units of whom everything asked is known, and the others."""
        unsure = np.zeros(self.people.households, np.bool_)
        for key in self.kernel.layout.plan.inputs:
            found = self.people.unknown_households(key)
            if found is not None:
                unsure |= found
        by_unit = self.units.any_of(unsure)
        return self.units.chunks(~by_unit), self.units.chunks(by_unit)

    def month(self, moment: Moment, changed: Law | None = None, *, reuse: bool = False) -> Results:
        """All results for ``moment``; ``changed`` is a law with other figures."""
        found = changed or law(self.book, moment.law_day)
        values = self._arrays(reuse)
        shared = self._arguments(found, moment, values)
        jobs = [
            (run, chunks.part(start, BLOCK))
            for run, chunks in (
                (self.kernel.fast, self._known),
                (self.kernel.careful, self._unsure),
            )
            for start in range(0, len(chunks), BLOCK)
        ]
        self._work(jobs, shared)
        return Results(moment, values)

    def _work(self, jobs: list, shared: tuple[list, list, list]) -> None:
        before, after, columns = shared

        def work(run: Callable[..., None], chunks: Chunks) -> None:
            most = self.units.most(chunks)
            room = np.empty(len(self.kernel.layout.plan.kept) * int(most.max()) + 1, np.int64)
            run(chunks.firsts, chunks.lasts, len(chunks), *before, *after, most, room, *columns)

        if self.threads == 1 or len(jobs) < 2:
            for job in jobs:
                work(*job)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            waiting = [pool.submit(work, *job) for job in jobs]
            for job in waiting:
                job.result()

    def _arrays(self, reuse: bool) -> dict[Key, np.ndarray]:
        if reuse and self._kept is not None:
            return self._kept
        made = _room(
            {
                key: (self.people.size(key[0]), dtype_of(self.book.rules[key][-1].kind))
                for key in self.kernel.layout.plan.wanted
            }
        )
        if reuse:
            self._kept = made
        return made

    def _arguments(
        self, found: Law, moment: Moment, values: dict[Key, np.ndarray]
    ) -> tuple[list, list, list]:
        """In the kernel's order; arrays have to outlive the call."""
        columns = [*self._columns, *values.values()]
        return [moment.as_of, *self._law(found)], self.units.arguments(), columns

    def _law(self, found: Law) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Figures, tables and versions; kept from one change of the law to the next, except where
        a reform is tried."""
        era = bisect_right(self.book.changes, found.day)
        if not found.figures and era in self._laws:
            return self._laws[era]
        layout = self.kernel.layout
        places = [_place(self.book, key, found) for key in layout.plan.keys]
        made = (*layout.values(found), np.array(places or [0], np.int64))
        if not found.figures:
            self._laws[era] = made
        return made

    def months(self, first: Moment, count: int) -> Iterator[Results]:
        """``count`` months from ``first``, in arrays that are reused: take what you need."""
        moment = first
        for _ in range(count):
            yield self.month(moment, reuse=True)
            moment = moment.next_month()


def _room(wanted: dict[Key, tuple[int, type]]) -> dict[Key, np.ndarray]:
    """All results in one piece of memory: the system hands it out in large pages, in a fifth of
    the time that as many single arrays take."""
    sizes = {key: count * np.dtype(dtype).itemsize for key, (count, dtype) in wanted.items()}
    # Each begins on a cache line of its own.
    padded = {key: -(-size // 64) * 64 for key, size in sizes.items()}
    whole = np.empty(sum(padded.values()), np.uint8)
    made: dict[Key, np.ndarray] = {}
    start = 0
    for key, (_, dtype) in wanted.items():
        made[key] = whole[start : start + sizes[key]].view(dtype)
        start += padded[key]
    return made


def _place(book: Book, key: Key, found: Law) -> int:
    """Which version of a rule holds; -1 where none does."""
    rule = found.rules.get(key)
    return -1 if rule is None else book.rules[key].index(rule)


def run(people: Population, wanted: Iterable[Key], moment: Moment) -> Results:
    """All of ``wanted`` for one month."""
    return Runner(people, wanted).month(moment)
