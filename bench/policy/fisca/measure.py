"""OpenFisca on the same people: run by ``compare.py`` with the benchmark's own Python.

    python measure.py PEOPLE.npz TIMES MONTH [YYYY-MM ...] > figures.json

MONTH is timed; the months after it are held against the reference. Loading is timed in two ways:
``builder``, the documented SimulationBuilder, and ``direct``, with its arrays put straight into the
populations. Columns are in OpenFisca's own types beforehand (``convert``).
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import reference
from country import FACTS, RESULTS, DisabilityKind, system
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import Simulation, SimulationBuilder
from people import People


class Facts:
    """What OpenFisca is given. Households without members are left out: where the last one is
    empty its sums are too short, and its builder moves people past any empty one."""

    def __init__(self, people: People) -> None:
        self.present = np.flatnonzero(np.bincount(people.household_of, minlength=people.households))
        place = np.zeros(people.households, np.int64)
        place[self.present] = np.arange(len(self.present))
        self.household_of = place[people.household_of]
        self.persons, self.households = people.persons, len(self.present)
        self.values = {}
        for fact, values in people.columns.items():
            name, kind = FACTS[fact]
            self.values[name] = _own(kind, values if fact[0] == "人" else values[self.present])


def _own(kind: str, values: np.ndarray) -> np.ndarray:
    if kind == "money":
        return (values / 100).astype(np.float32)
    if kind == "date":
        months = ((values // 10_000 - 1970) * 12 + values // 100 % 100 - 1).astype("datetime64[M]")
        return months.astype("datetime64[D]") + (values % 100 - 1)
    if kind == "enum":
        return EnumArray((values - 1).astype(np.uint8), DisabilityKind)
    return values.astype(bool if kind == "bool" else np.int32)


def by_builder(facts: Facts, law) -> Simulation:
    builder = SimulationBuilder()
    builder.create_entities(law)
    builder.declare_person_entity("person", np.arange(facts.persons))
    households = builder.declare_entity("household", np.arange(facts.households))
    builder.join_with_persons(households, facts.household_of, np.zeros(facts.persons, np.int64))
    return builder.build(law)


def by_hand(facts: Facts, law) -> Simulation:
    populations = law.instantiate_entities()
    for name, count in (("person", facts.persons), ("household", facts.households)):
        populations[name].count = count
        populations[name].ids = np.arange(count)
    populations["household"].members_entity_id = facts.household_of
    return Simulation(law, populations)


def filled(simulation: Simulation, facts: Facts, period: str) -> Simulation:
    for name, values in facts.values.items():
        simulation.set_input(name, period, values)
    return simulation


def calculated(simulation: Simulation, period: str) -> dict[str, np.ndarray]:
    return {name: simulation.calculate(own, period) for name, own in RESULTS.items()}


def timed(facts: Facts, law, build, period: str, times: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"load": [], "run": [], "both": [], "cpu": []}
    for _ in range(times):
        start = time.perf_counter()
        simulation = filled(build(facts, law), facts, period)
        loaded, worked = time.perf_counter(), time.process_time()
        calculated(simulation, period)
        done = time.perf_counter()
        found["cpu"].append(time.process_time() - worked)
        found["load"].append(loaded - start)
        found["run"].append(done - loaded)
        found["both"].append(done - start)
    return found


def differing(people: People, facts: Facts, law, months: list[tuple[int, int]]) -> dict[str, list]:
    """By result: rows that are not the reference's to the fen, by how many yuan at most, and all
    rows compared."""
    wrong, worst, rows = ({name: 0 for name in RESULTS} for _ in range(3))
    for year, month in months:
        period = f"{year}-{month:02d}"
        found = calculated(filled(by_hand(facts, law), facts, period), period)
        for name, right in reference.month(people, year, month).items():
            mine = found[name].astype(np.float64)
            factor = 1 if found[name].dtype == bool else 100
            given = facts.present if name in reference.HOUSEHOLD_RESULTS else slice(None)
            off = np.abs(np.rint(mine * factor).astype(np.int64) - right[given])
            wrong[name] += int(np.count_nonzero(off))
            worst[name] = max(worst[name], int(off.max(initial=0)))
            rows[name] += len(off)
    yuan = {
        name: "" if name in ("符合低保", "低收入家庭") or not fen else f"{fen / 100:.2f}"
        for name, fen in worst.items()
    }
    return {name: [wrong[name], yuan[name], rows[name]] for name in RESULTS}


def main() -> None:
    path, times, period, *months = sys.argv[1:]
    people, law = People.read(Path(path)), system()
    start = time.perf_counter()
    facts = Facts(people)
    converted = time.perf_counter() - start
    calculated(filled(by_builder(facts, law), facts, period), period)  # parameters are read once
    pairs = [(int(one[:4]), int(one[5:])) for one in months]
    figures = {
        "version": version("openfisca-core"),
        "convert": converted,
        "builder": timed(facts, law, by_builder, period, int(times)),
        "direct": timed(facts, law, by_hand, period, int(times)),
        "wrong": differing(people, facts, law, pairs),
        "left_out": (people.households - facts.households) * len(pairs),
    }
    print(json.dumps(figures))


main()
