"""Our side of the benchmark: the engine on ``law/``.

``ours`` is all that the comparison asks for: facts in, eight results out. Reading the rule book and
compiling it are done once before (``prepare``), as OpenFisca's system is built before it is timed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import reference
from people import LABELS, People

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from yingzhou.policy.book import Book, load  # noqa: E402
from yingzhou.policy.columns import labels_of  # noqa: E402
from yingzhou.policy.law import Moment  # noqa: E402
from yingzhou.policy.population import load as population  # noqa: E402
from yingzhou.policy.run import PROCESSORS, Runner  # noqa: E402

WANTED = [
    *(("户", name) for name in reference.HOUSEHOLD_RESULTS),
    *(("人", name) for name in reference.PERSON_RESULTS),
]


@dataclass
class Times:
    """Seconds. ``load``: facts checked and laid out; ``run``: the first month, into new arrays;
    ``again``: a month into the arrays of the month before; ``both``: load and run;
    ``cpu``: of ``run``, on all processors together, which other programs disturb least."""

    load: list[float] = field(default_factory=list)
    run: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    both: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def ours(
    book: Book,
    columns: dict[str, np.ndarray],
    household_of: np.ndarray,
    households: int,
    threads: int = PROCESSORS,
) -> Callable[[Moment, bool], dict[str, np.ndarray]]:
    """Loads the facts; what it gives back computes a month: ``month(moment, reuse)``."""
    runner = Runner(population(book, household_of, columns, households), WANTED, threads=threads)

    def month(moment: Moment, reuse: bool) -> dict[str, np.ndarray]:
        found = runner.month(moment, reuse=reuse)
        return {key[1]: found[key] for key in WANTED}

    return month


def prepare(people: People) -> tuple[Book, dict[str, np.ndarray]]:
    """The book, compiled, and the facts with its own codes for categories."""
    book = load([HERE / "law"])
    codes = labels_of(book)
    columns = dict(people.columns)
    recode = np.array([codes[label] for label in LABELS], np.int16)
    columns["人.残疾类别"] = recode[columns["人.残疾类别"]]
    ours(book, columns, people.household_of, people.households)(Moment(2025, 7), False)
    return book, columns


def measure(people: People, at: tuple[int, int], times: int, threads: int) -> Times:
    book, columns = prepare(people)
    found = Times()
    for _ in range(times):
        start = time.perf_counter()
        month = ours(book, columns, people.household_of, people.households, threads)
        loaded, worked = time.perf_counter(), time.process_time()
        month(Moment(*at), False)
        done = time.perf_counter()
        found.cpu.append(time.process_time() - worked)
        found.load.append(loaded - start)
        found.run.append(done - loaded)
        found.both.append(done - start)
        month(Moment(*at), True)
        start = time.perf_counter()
        month(Moment(*at), True)
        found.again.append(time.perf_counter() - start)
    return found


def differing(people: People, months: list[tuple[int, int]]) -> dict[str, int]:
    """Rows that are not the reference's, by result, over all ``months``."""
    book, columns = prepare(people)
    month = ours(book, columns, people.household_of, people.households)
    wrong = dict.fromkeys(reference.NAMES, 0)
    for at in months:
        found, right = month(Moment(*at), True), reference.month(people, *at)
        for name, values in right.items():
            wrong[name] += int(np.count_nonzero(found[name] != values))
    return wrong


def result_bytes(people: People) -> int:
    """What the results of one month take."""
    book, columns = prepare(people)
    month = ours(book, columns, people.household_of, people.households)
    return sum(values.nbytes for values in month(Moment(2025, 7), False).values())
