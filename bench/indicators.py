"""The plan's indicators from the records, for every division.

    .venv/bin/python bench/indicators.py

Bar: all 17 for 18 towns and 358 villages on one date within 2 s. Also: what each relation costs,
and a ten-year trend in one pass over the records against one computation a day. Nothing is kept.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _timing import compare, django_setup, measure, show

FIRST_DAY = date(2021, 3, 17)
"""A day that no page shows, so that nothing of it is kept yet."""


def main() -> None:
    django_setup()
    from yingzhou.insight.engine import compute
    from yingzhou.insight.forecast import quarter_ends
    from yingzhou.insight.plan_files import default_plan

    codes = default_plan().indicator_codes()
    compare(
        "17 indicators, all divisions, one date (bar: 2000 ms)",
        {
            "facts replaced": lambda: rebuilt(codes, [next_day()]),
            "computed only": lambda: compute(codes, [next_day()]),
        },
        times=5,
    )
    days = quarter_ends(date(2016, 1, 1), date(2025, 12, 31))
    compare(
        f"a trend of {len(days)} quarters",
        {
            "one pass over the records": lambda: compute(codes, days),
            "a computation a day, a fifth": lambda: [compute(codes, [day]) for day in days[::5]],
        },
        times=1,
    )
    relations()


_day = FIRST_DAY


def next_day() -> date:
    """Another day each time: no database cache of the answer, no kept facts."""
    global _day  # noqa: PLW0603 - a stopwatch script
    _day += timedelta(days=1)
    return _day


def rebuilt(codes: list[str], days: list[date]) -> None:
    """As the board does it; taken back afterwards."""
    from django.db import transaction

    from yingzhou.insight import facts

    with transaction.atomic():
        facts.rebuild(codes, days)
        transaction.set_rollback(True)


def relations() -> None:
    """Each relation that an indicator uses, on one date: where the time goes."""
    from yingzhou.insight.engine import compute
    from yingzhou.insight.plan_files import default_plan

    used = {part for c in default_plan().indicator_codes() for part in c.split("/")}
    timings = [
        measure(code, lambda code=code: compute([code], [next_day()]), times=3)
        for code in sorted(used)
    ]
    timings.sort(key=lambda timing: -timing.median)
    show("each relation on one date, dearest first (ratio to the dearest)", timings)


if __name__ == "__main__":
    main()
