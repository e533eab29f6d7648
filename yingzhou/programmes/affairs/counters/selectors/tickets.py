"""How many wait, how long it will take, who is called where."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import Count, Q, QuerySet

from yingzhou.core import clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.places import town_of
from yingzhou.kernel.divisions.models import Division
from yingzhou.kernel.divisions.tree import tree_on
from yingzhou.programmes.affairs.counters.models import CounterWindow, Ticket

from .booked import Booked, booked

State = Ticket.State
SERVE, EXPECT = "counters.serve", "counters.expect"
WEEKS = timedelta(weeks=4)
ENOUGH = 20
"""Visits of the last weeks from which an estimate is made; fewer say nothing."""
LAST = 500
MOST_SHOWN = 12


@dataclass(frozen=True)
class Wait:
    """``minutes``: None where nothing honest can be said."""

    before: int
    windows: int
    minutes: int | None


@dataclass(frozen=True)
class Board:
    called: list[Ticket]
    waiting: list[tuple[str, int]]
    windows: int


@dataclass(frozen=True)
class Desk:
    window: CounterWindow | None
    current: Ticket | None
    waiting: list[Ticket]
    counts: list[tuple[str, int]]
    served: int
    places: list[Division]
    taken_in: list[Case] = field(default_factory=list)
    booked: list[Booked] = field(default_factory=list)
    missed: list[Ticket] = field(default_factory=list)


def counter_of(code: str, day: date) -> Division | None:
    """The town (or district) whose counter this is, as it stands on ``day``."""
    found = tree_on(day).by_code(code)
    if found is None or found.level > Division.Level.TOWN:
        return None
    return Division.objects.filter(pk=found.id).first()


def wait_for(ticket: Ticket) -> Wait:
    """How many go before, and about how long: the median of real visits, over the open windows that
    serve this kind."""
    ahead = Ticket.objects.filter(place=ticket.place_id, day=ticket.day, state=State.WAITING)
    ahead = ahead.filter(Q(rank__lt=ticket.rank) | Q(rank=ticket.rank, pk__lt=ticket.pk))
    opened = _open(ticket.place_id, ticket.day)
    serving = [row for row in opened if not row.serves or ticket.kind in row.serves]
    kinds = {kind for row in serving for kind in row.serves}
    if kinds and all(row.serves for row in serving):
        ahead = ahead.filter(kind__in=kinds)
    before = ahead.count()
    usual = usual_minutes(ticket.place_id, ticket.taken_at)
    if not serving or usual is None:
        return Wait(before, len(serving), None)
    return Wait(before, len(serving), round((before + 1) * usual / len(serving)))


def _open(place: int, day: date) -> QuerySet[CounterWindow]:
    """Windows at which somebody sits; one that was left open the day before is none."""
    since = datetime.combine(day, time.min, clock.ZONE)
    return CounterWindow.objects.filter(place=place, clerk__isnull=False, opened_at__gte=since)


def usual_minutes(place: int, at: datetime) -> float | None:
    """From call to leaving, in the last weeks; None where too few came."""
    rows = Ticket.objects.filter(
        place=place, state=State.DONE, taken_at__gte=at - WEEKS, taken_at__lt=at
    ).order_by("-taken_at")
    times = [
        (left - called).total_seconds() / 60
        for called, left in rows.values_list("called_at", "left_at")[:LAST]
        if called and left
    ]
    return median(times) if len(times) >= ENOUGH else None


def board(place: int, day: date) -> Board:
    """Three queries. The last called stands on top."""
    today = Ticket.objects.filter(place=place, day=day)
    called = today.filter(state__in=Ticket.AT_WINDOW).select_related("window")
    return Board(
        called=list(called.order_by("-called_at")[:MOST_SHOWN]),
        waiting=_counts(place, day),
        windows=_open(place, day).count(),
    )


def _counts(place: int, day: date) -> list[tuple[str, int]]:
    rows = Ticket.objects.filter(place=place, day=day, state=State.WAITING).order_by()
    found = dict(rows.values_list("kind").annotate(n=Count("pk")))
    return [(str(kind.label), found.get(kind.value, 0)) for kind in Ticket.Kind]


def desk(user: User, today: date) -> Desk:
    """What a clerk at a window needs. ``taken_in``: what they took in since they called whoever is
    there, the latest first; ``missed``: whose numbers passed today, who may still come."""
    window = CounterWindow.objects.filter(clerk=user).select_related("place").first()
    if window is None:
        places = places_of(user, today)
        expected = booked(user, [one.pk for one in places], today)
        return Desk(None, None, [], [], 0, places, booked=expected)
    at_window = window.tickets.filter(state__in=Ticket.AT_WINDOW).select_related("case")
    waiting = Ticket.objects.filter(place=window.place_id, day=today, state=State.WAITING)
    if window.serves:
        waiting = waiting.filter(kind__in=window.serves)
    missed = Ticket.objects.filter(place=window.place_id, day=today, state=State.MISSED)
    done = Ticket.objects.filter(clerk=user, day=today, state=State.DONE)
    current = at_window.first()
    return Desk(
        window=window,
        current=current,
        waiting=list(waiting.order_by("rank", "pk")[:MOST_SHOWN]),
        counts=_counts(window.place_id, today),
        served=done.count(),
        places=[],
        taken_in=_taken_in(user, current) if current else [],
        booked=booked(user, [window.place_id], today),
        missed=list(missed.order_by("-left_at")[:MOST_SHOWN]),
    )


def _taken_in(user: User, ticket: Ticket) -> list[Case]:
    """Looked for among the last numbers of the counter."""
    rows = Case.objects.filter(place=ticket.place_id, year=ticket.day.year, owner=user)
    since = rows.filter(received_at__gte=ticket.called_at).order_by("-running")
    return list(since.select_related("version").defer("answers")[:MOST_SHOWN])


def places_at(user: User, today: date) -> list[int]:
    """Where one sees who is expected: the counter of one's open window; without one, all at which
    one may sit, and for whom the district is theirs what comes to the district itself."""
    window = CounterWindow.objects.filter(clerk=user).first()
    if window is not None:
        return [window.place_id]
    district = [tree_on(today).root.id] if scope_of(user, EXPECT).is_everything else []
    sits = [one.pk for one in places_of(user, today)] if user.may(SERVE) else []
    return [*district, *(pk for pk in sits if pk not in district)]


def places_of(user: User, today: date) -> list[Division]:
    """Counters at which ``user`` may sit."""
    tree = tree_on(today)
    ids = scope_of(user, SERVE).ids
    if ids is None:
        towns = {node.id for node in tree.towns()}
    else:
        towns = {town_of(tree, pk).id for pk in ids}
    return list(Division.objects.filter(pk__in=towns).order_by("code"))
