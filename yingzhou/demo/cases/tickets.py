"""Visits to the halls: five weeks of them, and a few people who are waiting right now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import numpy as np

from yingzhou.core import clock
from yingzhou.core.workdays import is_workday
from yingzhou.demo.cases.plans import office_hour
from yingzhou.demo.cases.staff import Staff
from yingzhou.demo.rng import rng
from yingzhou.programmes.affairs.counters.models import CounterWindow, Ticket, TicketSeries

DAYS = 35
A_DAY, LEAST = 10, 2
"""Visits a day and counter at full scale, and at any."""
KINDS = ("C", "B", "A", "P", "Y")
SHARES = (0.42, 0.25, 0.2, 0.1, 0.03)
WINDOWS = 3
STILL_HERE = timedelta(minutes=40)
"""Who came within this time before now is still waiting, or at the window."""


def visits(scale: float, staff: Staff, towns: list[int], now: datetime) -> None:
    generator = rng("visits")
    last: Counter[tuple[int, date, str]] = Counter()
    windows = {town: _windows(town) for town in towns}
    rows: list[Ticket] = []
    for back in range(DAYS, -1, -1):
        day = clock.day_of(now) - timedelta(days=back)
        if not is_workday(day):
            continue
        for town in towns:
            rows += _of_a_day(town, day, scale, generator, windows[town], staff, last, now)
    Ticket.objects.bulk_create(rows, batch_size=2000)
    TicketSeries.objects.bulk_create(
        [
            TicketSeries(place_id=town, day=day, kind=kind, last=number)
            for (town, day, kind), number in last.items()
        ]
    )


def _windows(town: int) -> list[CounterWindow]:
    rows = [CounterWindow(place_id=town, number=number + 1) for number in range(WINDOWS)]
    return CounterWindow.objects.bulk_create(rows)


def _of_a_day(
    town: int,
    day: date,
    scale: float,
    generator: np.random.Generator,
    windows: list[CounterWindow],
    staff: Staff,
    last: Counter[tuple[int, date, str]],
    now: datetime,
) -> Iterator[Ticket]:
    """In order of arrival, each called when a window is free."""
    count = max(LEAST, int(generator.poisson(A_DAY * min(scale, 1))))
    opening = datetime.combine(day, time(9), clock.ZONE)
    free = [opening] * min(len(windows), 1 + count // 14)
    clerk = staff.people[town, "counter"][-1]
    for at in sorted(office_hour(day, generator) for _ in range(count)):
        if at >= now:
            return
        kind = str(generator.choice(KINDS, p=SHARES))
        last[town, day, kind] += 1
        ticket = Ticket(
            place_id=town,
            day=day,
            kind=kind,
            number=last[town, day, kind],
            rank=Ticket.RANKS.get(Ticket.Kind(kind), 2),
            taken_at=at,
        )
        window = free.index(min(free))
        called = max(at + timedelta(minutes=int(generator.integers(0, 4))), free[window])
        left = called + timedelta(minutes=int(generator.integers(6, 28)))
        if left < now - STILL_HERE:
            free[window] = left
            is_there = bool(generator.random() < 0.96)
            ticket.state = Ticket.State.DONE if is_there else Ticket.State.MISSED
            ticket.window, ticket.clerk, ticket.calls = windows[window], clerk, 1
            ticket.called_at, ticket.left_at = called, left
            ticket.served_at = called + timedelta(minutes=1) if is_there else None
        yield ticket
