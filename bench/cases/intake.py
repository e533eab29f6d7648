"""How many cases a second are taken in by 16 writers at once, and whether any number is lost.

    YINGZHOU_VAR=… [DATABASE_URL=postgres://…] .venv/bin/python -m bench.cases.intake

On a database that `yingzhou demo` built. Bar: 50 a second on PostgreSQL with two cores, no lost or
doubled number; on SQLite no error. (Open Zaak publishes about 24 a second on ten one-CPU pods.)
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor

WRITERS = 16
EACH = 40
ITEM = "relief/dibao"


def _setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def _people(number: int) -> list[int]:
    """One of each household: a family asks for this once at a time."""
    from yingzhou.kernel.people.models import Membership

    rows = Membership.objects.filter(relation=1, valid_to__year=9999).order_by("person")
    found = rows.values_list("person", flat=True)[number * EACH : (number + 1) * EACH]
    return list(found)


def write(task: tuple[int, list[int], bool]) -> tuple[int, list[str], list[float]]:
    """One writer: its cases' numbers, its faults, the seconds of each."""
    _setup()
    from yingzhou.core import clock
    from yingzhou.kernel.accounts.models import User
    from yingzhou.kernel.cases import known
    from yingzhou.kernel.cases.services.intake import Request, intake
    from yingzhou.kernel.catalogue.items import items
    from yingzhou.kernel.divisions.models import Division
    from yingzhou.kernel.people.models import Person

    _, people, one_place = task
    item = items()[ITEM]
    user = User.objects.get(username="counter")
    place = Division.objects.get(code="310151101000") if one_place else None
    ready = [(p, known.prefill(item.apply, p, clock.today()))
             for p in Person.objects.filter(pk__in=people)]  # fmt: skip
    faults: list[str] = []
    seconds: list[float] = []
    made = 0
    for person, answers in ready:
        begun = time.perf_counter()
        try:
            intake(
                request=Request(item, person, "counter", answers, place=place),
                user=user,
                at=clock.now(),
            )
            made += 1
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}"[:120])
        seconds.append(time.perf_counter() - begun)
    return made, faults, seconds


def measure(name: str, one_place: bool, offset: int) -> None:
    tasks = [(n, _people(offset + n), one_place) for n in range(WRITERS)]
    from django.db import connections

    connections.close_all()
    with ProcessPoolExecutor(WRITERS) as pool:
        list(pool.map(_warm, range(WRITERS)))
        begun = time.perf_counter()
        done = list(pool.map(write, tasks))
        took = time.perf_counter() - begun
    made = sum(one[0] for one in done)
    faults = [fault for one in done for fault in one[1]]
    each = sorted(second for one in done for second in one[2])
    busy = max(sum(one[2]) for one in done)
    print(
        f"  {name:<28}{made / busy:>9.1f} a second  ({made} cases, {busy:.1f} s writing,"
        f" {took:.1f} s in all; median {each[len(each) // 2] * 1000:.0f} ms,"
        f" 95 % {each[int(len(each) * 0.95)] * 1000:.0f} ms; {len(faults)} faults)"
    )
    for fault in sorted(set(faults))[:5]:
        print("    ", fault)


def _warm(_: int) -> None:
    _setup()
    from yingzhou.kernel.catalogue.items import items

    items()
    time.sleep(1)


def gaps() -> None:
    """Every series runs from 1 without a gap."""
    from django.db.models import Count, Max, Min

    from yingzhou.kernel.cases.models import Case, NumberSeries

    bad = 0
    for row in Case.objects.values("place", "year").annotate(
        n=Count("pk"), low=Min("running"), high=Max("running")
    ):
        series = NumberSeries.objects.get(place=row["place"], year=row["year"])
        bad += not (row["low"] == 1 and row["high"] == row["n"] == series.last)
    print(f"  series with a gap or a doubled number: {bad}")


def main() -> None:
    _setup()
    from django.db import connection

    print(f"\nintake of {ITEM}, {WRITERS} writers, {connection.vendor}")
    measure("applicants' own towns", False, 0)
    measure("all at one counter", True, WRITERS)
    gaps()


if __name__ == "__main__":
    main()
