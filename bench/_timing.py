"""A small stopwatch: variants side by side, their medians, and how many times the first each takes.

    from _timing import compare

    compare("one month of a town", {"rollup": read_rollup, "count": count_records}, times=20)

Ratios are what to read: times differ from machine to machine and from minute to minute. Nothing is
asserted here; the bars live in the issue and in the tests.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Timing:
    """Seconds. ``first`` is the cold run, which the median leaves out."""

    name: str
    first: float
    median: float
    best: float


def measure(name: str, run: Callable[[], object], times: int = 10) -> Timing:
    """Run once cold, then ``times`` times warm."""
    first = _seconds(run)
    warm = [_seconds(run) for _ in range(times)]
    return Timing(name, first, statistics.median(warm), min(warm))


def compare(title: str, variants: dict[str, Callable[[], object]], times: int = 10) -> list[Timing]:
    """Measure all variants and print them; the first is the one the others are held against."""
    timings = [measure(name, run, times) for name, run in variants.items()]
    show(title, timings)
    return timings


def show(title: str, timings: list[Timing]) -> None:
    """A table for people, or with ``--json`` one object a line."""
    if "--json" in sys.argv:
        for timing in timings:
            print(json.dumps({"title": title, **vars(timing)}, ensure_ascii=False))
    else:
        _table(title, timings)


def django_setup() -> None:
    """Open the district that ``make demo`` built, or the one at ``DATABASE_URL``."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("YINGZHOU_DEMO", "1")
    import django

    django.setup()


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _table(title: str, timings: list[Timing]) -> None:
    print(f"\n{title}")
    print(f"  {'variant':<32}{'median ms':>12}{'best ms':>12}{'first ms':>12}{'ratio':>9}")
    for timing in timings:
        ratio = timing.median / timings[0].median if timings[0].median else float("nan")
        print(
            f"  {timing.name:<32}{timing.median * 1000:>12.2f}{timing.best * 1000:>12.2f}"
            f"{timing.first * 1000:>12.2f}{ratio:>8.2f}x"
        )
