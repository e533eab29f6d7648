"""When the next visit of a plan is due, counted in months: a window is known by its last day.

By the calendar: a month, quarter, half-year or year, due on its last day. Own: so many months after
the day on which each came on the roll, and again after as many.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import count

from yingzhou.core.workdays import add_months, roll_forward
from yingzhou.kernel.visits.files import Plan
from yingzhou.kernel.visits.whom import Subject

AHEAD = 1
"""Own windows that end in this month or so many months later are planned now."""


def month_no(day: date) -> int:
    return day.year * 12 + day.month - 1


def last_of(number: int) -> date:
    """The last day of the month with this number."""
    year, month = divmod(number, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def calendar_window(plan: Plan, day: date) -> date:
    """The last day of the window in which ``day`` lies."""
    length = plan.every.length
    return last_of(month_no(day) // length * length + length - 1)


def own_windows(plan: Plan, since: date, day: date) -> list[tuple[int, date]]:
    """The windows (number, last day) of one subject that end from this month to :data:`AHEAD`
    months on; a last day that is none for work is the next that is one (民法典 第203条). The number
    counts from ``since``: a key that a rest day does not move."""
    length, now = plan.every.length, month_no(day)
    begun = month_no(since)
    found = []
    first = max(1, -(-(now - begun) // length))
    for number in range(first, first + AHEAD + 1):
        if plan.once and number > 1:
            break
        if begun + number * length > now + AHEAD:
            break
        found.append((number, roll_forward(add_months(since, number * length))))
    return found


def own_key(plan: Plan, one: Subject, number: int) -> str:
    """Taken once: the visit of this window."""
    return f"plan:{plan.key}:{one.key}:{one.since:%Y%m%d}:{number}"


def from_now(plan: Plan, one: Subject, day: date) -> Iterator[tuple[str, date]]:
    """Key and last day of the windows of one subject that are not over on ``day``, without end."""
    length = plan.every.length
    for number in count(max(1, (month_no(day) - month_no(one.since)) // length)):
        last = roll_forward(add_months(one.since, number * length))
        if last >= day:
            yield own_key(plan, one, number), last


def first_of(day: date) -> date:
    return day.replace(day=1)
