"""All rules of the house on a whole district, without a database.

    .venv/bin/python bench/policy/scale.py [--persons 680000 --households 230000]

One month and 60 months with their memory, ten districts at once, the first call of a fresh process
with and without kept machine code, one household explained with its trace.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from people import made  # noqa: E402

from yingzhou.policy.book import Book, load  # noqa: E402
from yingzhou.policy.columns import column_dtype, labels_of  # noqa: E402
from yingzhou.policy.law import Moment  # noqa: E402
from yingzhou.policy.population import Population  # noqa: E402
from yingzhou.policy.population import load as population  # noqa: E402

ROOT = HERE.parents[1]
FOLDERS = [ROOT / "yingzhou" / "kernel" / "catalogue" / "law", ROOT / "yingzhou" / "programmes"]
MOMENT = Moment(2025, 7)


def house() -> tuple[Book, list]:
    book = load(FOLDERS)
    paid = [(entity, f"应发{name}") for entity, name in book.benefits if entity in ("人", "户")]
    return book, paid


def district(book: Book, persons: int, households: int, times: int = 1) -> Population:
    """The benchmark's people with every fact of the house's book made up."""
    people = made(persons, households)
    counts = np.tile(np.bincount(people.household_of, minlength=people.households), times)
    household_of = np.repeat(np.arange(len(counts)), counts).astype(np.int32)
    draw, columns = np.random.default_rng(7), {}
    for (entity, name), spec in book.inputs.items():
        size = {"人": len(household_of), "户": len(counts)}.get(entity)
        if size is not None:
            columns[f"{entity}.{name}"] = _facts(draw, book, spec, size)
    return population(book, household_of, columns, len(counts))


def _facts(draw: np.random.Generator, book: Book, spec, size: int) -> np.ndarray:  # type: ignore[no-untyped-def]
    dtype = column_dtype(spec.kind)
    if spec.kind.base == "flag":
        return (draw.random(size) < 0.2).astype(dtype)
    if spec.kind.base == "day":
        return (
            draw.integers(1925, 2025, size) * 10_000 + draw.integers(1, 13, size) * 100 + 15
        ).astype(dtype)
    if spec.kind.base == "label":
        codes = np.array([labels_of(book)[label] for label in spec.labels], dtype)
        return codes[draw.integers(0, len(codes), size)]
    top = min(spec.most, 600_000 if spec.kind.is_money else 10)
    return draw.integers(spec.least, top + 1, size).astype(dtype)


def memory() -> float:
    """Megabytes at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show(name: str, value: float, unit: str, ratio: str = "") -> None:
    print(f"{name:<58}{value:10.3f} {unit:<4}{ratio}")


def months(people: Population, paid: list) -> None:
    from yingzhou.policy.run import Runner

    start = time.perf_counter()
    runner = Runner(people, paid)
    show("kernel and runner", time.perf_counter() - start, "s")
    one = min(_timed(lambda: runner.month(MOMENT, reuse=True)) for _ in range(5))
    show("all rules, one month", one, "s")
    before = memory()
    start = time.perf_counter()
    for _ in runner.months(Moment(2020, 9), 60):
        pass
    whole = time.perf_counter() - start
    show("60 months", whole, "s", f"{whole / 60 / one:.2f} x 60 single months")
    show("memory added by 60 months", memory() - before, "MB")


def _timed(work) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def fresh() -> None:
    """A new process each: what a user waits for first."""
    program = "import scale; book, paid = scale.house(); scale.first(book, paid)"
    for name in ("first call, nothing kept", "first call, machine code kept"):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], cwd=HERE, check=True, env=os.environ)
        show(f"{name} (whole process)", time.perf_counter() - start, "s")
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy, scipy.sparse"], check=True, env=os.environ)
    show("  of which python, numpy and scipy", time.perf_counter() - start, "s")


def first(book: Book, paid: list) -> None:
    from yingzhou.policy.run import Runner

    Runner(district(book, 300, 100), paid).month(MOMENT)


def explained(book: Book) -> None:
    from yingzhou.policy.explain import explain
    from yingzhou.policy.law import law
    from yingzhou.policy.scalar import Evaluation
    from yingzhou.policy.scalar.instances import build

    facts = {
        "出生日期": 19550731,
        "月养老金": 120_000,
        "月劳动收入": 0,
        "月其他收入": 0,
        "本市户籍": 1,
    }
    own = {"货币财产": 500_000, "生活用机动车": 0, "非居住房屋": 0, "住房套数": 0, "农村家庭": 1}
    held = law(book, MOMENT.law_day)

    def one() -> None:
        case = build(own, [("甲", facts, [], ""), ("乙", facts, [], "")])
        explain(Evaluation(held, MOMENT, case), ("户", "应发低保金"), case.household)

    one()
    show("one household explained with its trace", min(_timed(one) for _ in range(50)) * 1000, "ms")


def tenfold(book: Book, paid: list, persons: int, households: int, one: Population) -> None:
    from yingzhou.policy.run import Runner

    runner = Runner(one, paid)
    single = min(_timed(lambda: runner.month(MOMENT, reuse=True)) for _ in range(3))
    people = district(book, persons, households, 10)
    given = memory()
    many = Runner(people, paid)
    whole = min(_timed(lambda: many.month(MOMENT, reuse=True)) for _ in range(3))
    show(
        f"{people.persons:,} persons, one month", whole, "s", f"{whole / single:.1f} x one district"
    )
    show("memory beyond the input", memory() - given, "MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--persons", type=int, default=680_000)
    parser.add_argument("--households", type=int, default=230_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["YINGZHOU_POLICY_CACHE"] = folder
        fresh()
        book, paid = house()
        print(f"{len(book.rules)} rules, {len(paid)} benefits, {asked.persons:,} persons")
        explained(book)
        people = district(book, asked.persons, asked.households)
        months(people, paid)
        tenfold(book, paid, asked.persons, asked.households, people)


if __name__ == "__main__":
    main()
