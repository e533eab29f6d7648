"""Who asked for a time: today, in the next days, and who did not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from yingzhou.core.paging import Page, keyset
from yingzhou.core.workdays import is_workday
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.cases.models import Appointment, Case
from yingzhou.kernel.cases.selectors.rights import not_shut
from yingzhou.kernel.cases.whose import short_name
from yingzhou.kernel.catalogue.items import items

MOST_BOOKED = 60
SIZE = 30
BACK, AHEAD = timedelta(days=14), timedelta(days=60)
"""Days that can be looked at. Nothing can be booked further ahead; who did not come two weeks ago
is no news for the desk."""
WORKDAYS = 5
"""So many of the next workdays have a link though nobody asked for them."""
WEEK = "一二三四五六日"
O = Case.Outcome  # noqa: E741
CAME = (O.GRANTED, O.REFUSED, O.DONE, O.ENDED)
"""How a matter ends for which somebody was there. Withdrawn or not taken in, the time was free."""


@dataclass(frozen=True)
class Booked:
    """Who is expected: when, for what, which case. ``state``: what is known of whether they came;
    ``is_missed``: they did not; ``is_open``: nobody has said."""

    part: str
    item: str
    number: str
    name: str
    place: int
    state: str = ""
    is_missed: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class Day:
    """``count``: who is expected, or (of a day that is over) of whom nobody has said whether they
    came; ``missed``: who did not come."""

    day: date
    count: int
    missed: int
    is_over: bool

    @property
    def weekday(self) -> str:
        return f"周{WEEK[self.day.weekday()]}"


@dataclass(frozen=True)
class Days:
    """``next``: today and what comes; ``before``: days on which somebody did not come, or on whom
    nothing was put down, the latest first."""

    next: list[Day]
    before: list[Day]


def booked(user: User, places: Sequence[int], day: date) -> list[Booked]:
    """Who is still expected on ``day``, in the order of the day; nothing of relatives. One
    query."""
    rows = _shown(_own(user, places).filter(day=day, case__is_open=True))
    return [_row(one, day) for one in rows.order_by("part", "pk")[:MOST_BOOKED]]


def page(
    user: User, places: Sequence[int], day: date, today: date, after: str
) -> tuple[Page, list[Booked]]:
    """Everybody of one day, with what became of it. One query."""
    rows = _own(user, places).filter(_counts, day=day)
    found = keyset(_shown(rows), ["part", "pk"], after, SIZE)
    return found, [_row(one, today) for one in found.rows]


def days(user: User, places: Sequence[int], today: date) -> Days:
    """Days to look at. One query."""
    rows = _own(user, places).filter(day__gte=today - BACK, day__lte=today + AHEAD).order_by("day")
    counted = rows.values("day").annotate(
        count=Count("pk", filter=Q(case__is_open=True)),
        missed=Count("pk", filter=Q(case__outcome=O.LAPSED)),
    )
    found = {one["day"]: Day(one["day"], one["count"], one["missed"], one["day"] < today)
             for one in counted}  # fmt: skip
    coming = {today, *_workdays(today), *(day for day in found if day > today)}
    before = [one for one in found.values() if one.is_over and (one.count or one.missed)]
    return Days(
        [found.get(day, Day(day, 0, 0, is_over=False)) for day in sorted(coming)],
        sorted(before, key=lambda one: one.day, reverse=True),
    )


def asked_day(text: str, today: date) -> date:
    """The day that an address names; today where it names none that can be looked at."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if today - BACK <= day <= today + AHEAD else today


_counts = Q(case__is_open=True) | Q(case__outcome__in=[O.LAPSED, *CAME])


def _workdays(today: date) -> list[date]:
    ahead = (today + timedelta(days=n) for n in range(1, 15))
    return [day for day in ahead if is_workday(day)][:WORKDAYS]


def _own(user: User, places: Sequence[int]) -> QuerySet[Appointment]:
    return Appointment.objects.filter(not_shut(user, "case"), place__in=places)


def _shown(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    rows = rows.select_related("case__applicant", "case__organisation", "case__version")
    return rows.defer("case__answers", "case__version__content")


def _row(row: Appointment, today: date) -> Booked:
    case, is_over = row.case, row.day < today
    is_missed = case.outcome == O.LAPSED
    state = "没有来" if is_missed else "来过了"
    if case.is_open:
        state = "还没有登记来没来" if is_over else ""
    return Booked(
        row.part, _name(row.item), case.number, short_name(case), row.place_id,
        state, is_missed, case.is_open and is_over,
    )  # fmt: skip


def _name(code: str) -> str:
    item = items().get(code)
    return item.name if item is not None else code
