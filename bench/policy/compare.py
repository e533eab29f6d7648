"""The rules engine and OpenFisca on one month of a whole district, in one run on one machine.

    .venv/bin/python bench/policy/compare.py             # 680,000 persons; about a minute
    .venv/bin/python bench/policy/compare.py --quick     # 20,000 persons; a quarter of one
    .venv/bin/python bench/policy/compare.py --json      # figures for programs

Prints seconds, ratios and the rows that differ from an independent reference over sixty months; it
asserts nothing. What the columns mean stands in docs/policy-benchmark.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import environment
import numpy as np
import people
import reference
import report

HERE = Path(__file__).resolve().parent
TIMED = (2025, 7)
FIRST = (2020, 9)
"""The first of the months held against the reference: sixty of them end with 2025-08, and cross
nine changes of standards and rules."""
Figures = dict[str, Any]


def main() -> None:
    asked = _arguments()
    python = environment.python()
    crowd = people.made(asked.persons, asked.households)
    with tempfile.TemporaryDirectory(dir=environment.folder()) as scratch:
        os.environ["YINGZHOU_POLICY_CACHE"] = scratch  # compiled anew, so that this is timed too
        stored = Path(scratch) / "people.npz"
        crowd.save(stored)
        figures = _measured(asked, crowd, python, stored)
    print(json.dumps(figures, ensure_ascii=False) if asked.json else report.table(figures))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small, for trying it out")
    parser.add_argument("--persons", type=int)
    parser.add_argument("--households", type=int)
    parser.add_argument("--months", type=int, help="held against the reference")
    parser.add_argument("--rounds", type=int, help="of all engines in turn")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    usual = (20_000, 7_000, 12, 1) if asked.quick else (680_000, 230_000, 60, 5)
    names = ("persons", "households", "months", "rounds")
    for name, value in zip(names, usual, strict=True):
        if getattr(asked, name) is None:
            setattr(asked, name, value)
    return asked


def _measured(
    asked: argparse.Namespace, crowd: people.People, python: Path, stored: Path
) -> Figures:
    """All engines in turn, ``rounds`` times, five times each; the best of all counts."""
    start = time.perf_counter()
    import ours

    imported = time.perf_counter()
    ours.prepare(crowd)
    compiled = time.perf_counter()
    size = crowd.nbytes + ours.result_bytes(crowd)
    rounds = []
    for _ in range(asked.rounds):
        found = _fisca(python, stored, [])
        rounds.append(
            {
                "OpenFisca, builder": found["builder"],
                "OpenFisca, arrays": found["direct"],
                "OpenFisca, conversion": {"load": [found["convert"]]},
                "ours": vars(ours.measure(crowd, TIMED, 5, ours.PROCESSORS)),
                "ours, one thread": vars(ours.measure(crowd, TIMED, 5, 1)),
                "numpy by hand": {"run": _reference(crowd)},
                "copy": {"again": _copies(size)},
            }
        )
    months = _months(asked.months)
    _say(f"comparing {asked.months} months ...")
    last = _fisca(python, stored, months)
    return {
        "persons": crowd.persons, "households": crowd.households, "months": asked.months,
        "processors": ours.PROCESSORS, "bytes": size, "version": last["version"],
        "import": imported - start, "compile": compiled - imported,
        "seconds": _best(rounds),
        "wrong": {"ours": ours.differing(crowd, months), "OpenFisca": last["wrong"]},
        "left_out": last["left_out"],
    }  # fmt: skip


def _fisca(python: Path, stored: Path, months: list[tuple[int, int]]) -> Figures:
    """OpenFisca in its own process; without ``months`` only its times."""
    names = [f"{year}-{month:02d}" for year, month in [TIMED, *months]]
    command = [python, HERE / "fisca" / "measure.py", stored, "5", *names]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def _months(count: int) -> list[tuple[int, int]]:
    start = FIRST[0] * 12 + FIRST[1] - 1
    return [((start + n) // 12, (start + n) % 12 + 1) for n in range(count)]


def _reference(crowd: people.People) -> list[float]:
    found = []
    for _ in range(3):
        start = time.perf_counter()
        reference.month(crowd, *TIMED)
        found.append(time.perf_counter() - start)
    return found


def _copies(size: int) -> list[float]:
    """Copying all facts and results once, into memory that is already there."""
    source, target = np.ones(size, np.uint8), np.zeros(size, np.uint8)
    found = []
    for _ in range(10):
        start = time.perf_counter()
        np.copyto(target, source)
        found.append(time.perf_counter() - start)
    return found


def _best(rounds: list[Figures]) -> Figures:
    return {
        engine: {part: min(min(one[engine][part]) for one in rounds) for part in parts}
        for engine, parts in rounds[0].items()
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr)


main()
