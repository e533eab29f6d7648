"""Taking a ticket, calling it, serving it. Two windows never call the same one: the next is locked
as it is chosen, and what another window holds is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from yingzhou.core import audit, clock
from yingzhou.kernel.accounts.models import User
from yingzhou.kernel.accounts.scopes import scope_of
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import may_see
from yingzhou.kernel.divisions.models import Division
from yingzhou.programmes.affairs.counters.models import CounterWindow, Ticket, TicketSeries

SERVE = "counters.serve"
State = Ticket.State
MOST_WINDOWS = 30


@transaction.atomic
def take(*, place: Division, kind: str, at: datetime, item: str = "") -> Ticket:
    """The next number of this kind at this counter today."""
    if kind not in Ticket.Kind.values:
        raise CaseFault("没有这种号, 请重新选")
    day = clock.day_of(at)
    TicketSeries.objects.get_or_create(place=place, day=day, kind=kind)
    series = TicketSeries.objects.select_for_update().get(place=place, day=day, kind=kind)
    series.last += 1
    series.save(update_fields=["last"])
    return Ticket.objects.create(
        place=place,
        day=day,
        kind=kind,
        number=series.last,
        rank=Ticket.RANKS.get(Ticket.Kind(kind), 2),
        item=item[:80],
        taken_at=at,
    )


def open_window(
    *, place: Division, number: int, serves: Iterable[str], user: User, at: datetime
) -> CounterWindow:
    """``user`` sits down at a window; whoever left it open the day before is no longer there."""
    if not scope_of(user, SERVE).contains(place.pk):
        raise NotYours("只能开自己受理中心的窗口")
    if not 1 <= number <= MOST_WINDOWS:
        raise CaseFault(f"窗口号是 1 到 {MOST_WINDOWS}")
    kinds = [kind for kind in Ticket.Kind.values if kind in set(serves)]
    try:
        with transaction.atomic():
            return _opened(place, number, kinds, user, at)
    except IntegrityError as error:
        raise CaseFault("您已经开着一个窗口, 请先关上它") from error


def _opened(
    place: Division, number: int, kinds: list[str], user: User, at: datetime
) -> CounterWindow:
    row, _ = CounterWindow.objects.get_or_create(place=place, number=number)
    row = CounterWindow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.clerk_id not in (None, user.pk):
        if row.opened_at is None or clock.day_of(row.opened_at) == clock.day_of(at):
            raise CaseFault(f"{row}由{row.clerk}开着, 请选别的窗口或请对方先关")
        _leave_behind(row)
    row.serves, row.clerk, row.opened_at = kinds, user, at
    row.save()
    _note(user, "counter.open", row)
    return row


def _leave_behind(window: CounterWindow) -> None:
    """Who was called there on an earlier day has gone, served or not; until when is not known."""
    window.tickets.filter(state=State.CALLED).update(state=State.MISSED)
    window.tickets.filter(state=State.SERVED).update(state=State.DONE)


@transaction.atomic
def close_window(*, user: User, at: datetime) -> None:
    """Leaves the window. Who was called and not served yet waits on, in the old place."""
    row = _window(user)
    for ticket in row.tickets.filter(state__in=Ticket.AT_WINDOW):
        if ticket.state == State.SERVED:
            raise CaseFault(f"{ticket}还在办理, 请先办完")
        ticket.state, ticket.window, ticket.called_at = State.WAITING, None, None
        ticket.save()
    row.clerk, row.opened_at = None, None
    row.save(update_fields=["clerk", "opened_at"])
    _note(user, "counter.close", row, at=at.isoformat())


@transaction.atomic
def call_next(*, user: User, at: datetime) -> Ticket | None:
    """The next who waits for what this window serves: who may go first, then in order. None where
    nobody waits."""
    window = _window(user)
    if window.tickets.filter(state__in=Ticket.AT_WINDOW).exists():
        raise CaseFault("这个窗口还有人在办, 办完再叫下一位")
    day = clock.day_of(at)
    if window.opened_at is None or clock.day_of(window.opened_at) < day:  # left open over night
        window.opened_at = at
        window.save(update_fields=["opened_at"])
    waiting = Ticket.objects.filter(place=window.place_id, day=day, state=State.WAITING)
    if window.serves:
        waiting = waiting.filter(kind__in=window.serves)
    found = waiting.order_by("rank", "pk").select_for_update(skip_locked=True, of=("self",)).first()
    if found is None:
        return None
    found.state, found.window, found.clerk = State.CALLED, window, user
    found.calls, found.called_at = 1, at
    found.save()
    return found


@transaction.atomic
def recall(*, user: User) -> Ticket:
    """Called once more; the board shows it on top."""
    row = _current(user, State.CALLED)
    row.calls += 1
    row.save(update_fields=["calls"])
    return row


@transaction.atomic
def start(*, user: User, at: datetime) -> Ticket:
    """The person sits down."""
    row = _current(user, State.CALLED)
    row.state, row.served_at = State.SERVED, at
    row.save(update_fields=["state", "served_at"])
    return row


@transaction.atomic
def miss(*, user: User, at: datetime) -> Ticket:
    """Nobody came: the number has passed."""
    row = _current(user, State.CALLED)
    row.state, row.left_at = State.MISSED, at
    row.save(update_fields=["state", "left_at"])
    return row


@transaction.atomic
def call_back(*, ticket: int, user: User, at: datetime) -> Ticket:
    """Whose number has passed comes the same day after all, to the window that calls them. When
    they were called first stays: they were not kept waiting."""
    window = _window(user)
    if window.tickets.filter(state__in=Ticket.AT_WINDOW).exists():
        raise CaseFault("这个窗口还有人在办, 办完再叫过号的")
    rows = Ticket.objects.select_for_update(of=("self",))
    row = rows.filter(pk=ticket, place=window.place_id, day=clock.day_of(at)).first()
    if row is None or row.state != State.MISSED:
        raise CaseFault("这个号今天没有过号, 或者已经叫回来了")
    row.state, row.window, row.clerk = State.CALLED, window, user
    row.calls, row.left_at = row.calls + 1, None
    row.save()
    return row


@transaction.atomic
def finish(*, user: User, at: datetime, case: str = "") -> Ticket:
    """The person leaves. ``case``: the number of what was taken in; empty where nothing was."""
    row = _current(user, State.CALLED, State.SERVED)
    if case.strip():
        found = Case.objects.filter(number=case.strip()).first()
        if found is None or not may_see(user, found):
            raise CaseFault("没有这个编号的办件, 或不在您的职责范围: 请核对编号, 没有办件就留空")
        row.case, row.person_id, row.item = found, found.applicant_id, found.item
    row.state, row.left_at = State.DONE, at
    row.served_at = row.served_at or row.called_at
    row.save()
    return row


def _window(user: User) -> CounterWindow:
    row = CounterWindow.objects.select_for_update(of=("self",)).filter(clerk=user).first()
    if row is None:
        raise CaseFault("请先开一个窗口")
    if not user.may(SERVE):
        raise NotYours("叫号由受理窗口办")
    return row


def _current(user: User, *states: str) -> Ticket:
    window = _window(user)
    rows = window.tickets.select_for_update(of=("self",)).filter(state__in=states)
    row = rows.first()
    if row is None:
        raise CaseFault("这个窗口现在没有叫到的号")
    return row


def _note(user: User, action: str, window: CounterWindow, **detail: object) -> None:
    audit.record(audit.Actor.of(user), action, window, {"window": window.number, **detail})
