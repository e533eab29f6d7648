"""Numbers without a gap, called in order, by one window each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.kernel.cases.conftest import MONDAY, at
from tests.support import parallel
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.programmes.affairs.counters.models import CounterWindow, Ticket
from yingzhou.programmes.affairs.counters.selectors import tickets as selectors
from yingzhou.programmes.affairs.counters.services import tickets

NINE = at(MONDAY, 9)


def minutes(count: int):
    return NINE + timedelta(minutes=count)


def take(world, kind: str = "C", after: int = 0) -> Ticket:
    return tickets.take(place=world.town, kind=kind, at=minutes(after))


def sit(world, user, number: int = 1, serves: tuple[str, ...] = ()) -> CounterWindow:
    return tickets.open_window(place=world.town, number=number, serves=serves, user=user, at=NINE)


def test_each_kind_counts_from_one_every_day(world):
    assert [str(take(world, kind)) for kind in "CCBC"] == ["C001", "C002", "B001", "C003"]
    tomorrow = tickets.take(place=world.town, kind="C", at=NINE + timedelta(days=1))
    assert str(tomorrow) == "C001"
    with pytest.raises(CaseFault):
        take(world, "X")


def test_who_may_go_first_goes_first_then_in_order(world):
    first, second, old, booked = (take(world, kind) for kind in "CCPY")
    sit(world, world.counter)
    called = []
    for n in range(4):
        ticket = tickets.call_next(user=world.counter, at=minutes(n))
        tickets.finish(user=world.counter, at=minutes(n + 1))
        called.append(ticket)
    assert called == [old, booked, first, second]
    assert tickets.call_next(user=world.counter, at=minutes(9)) is None


def test_a_window_calls_only_what_it_serves_and_one_at_a_time(world):
    take(world, "B")
    wanted = take(world, "C")
    sit(world, world.counter, serves=("C",))
    assert tickets.call_next(user=world.counter, at=minutes(1)) == wanted
    with pytest.raises(CaseFault, match="办完再叫"):
        tickets.call_next(user=world.counter, at=minutes(2))


def test_a_visit_becomes_a_case(world):
    take(world)
    sit(world, world.counter)
    tickets.call_next(user=world.counter, at=minutes(3))
    assert tickets.recall(user=world.counter).calls == 2
    tickets.start(user=world.counter, at=minutes(4))
    case = world.apply()
    with pytest.raises(CaseFault, match="没有这个编号"):
        tickets.finish(user=world.counter, at=minutes(20), case="2026-1-1")
    done = tickets.finish(user=world.counter, at=minutes(20), case=case.number)
    assert (done.state, done.case, done.person) == ("done", case, world.mother)
    assert (done.item, done.left_at) == (case.item, minutes(20))


def test_who_does_not_come_has_passed(world):
    take(world)
    sit(world, world.counter)
    tickets.call_next(user=world.counter, at=minutes(1))
    assert tickets.miss(user=world.counter, at=minutes(5)).state == "missed"
    with pytest.raises(CaseFault, match="没有叫到的号"):
        tickets.start(user=world.counter, at=minutes(6))


def test_who_comes_after_all_is_called_back_the_same_day_to_a_window_that_is_free(world):
    passed, next_ = take(world), take(world)
    sit(world, world.counter)
    tickets.call_next(user=world.counter, at=minutes(1))
    tickets.miss(user=world.counter, at=minutes(5))
    assert selectors.desk(world.counter, MONDAY).missed == [passed]
    assert tickets.call_next(user=world.counter, at=minutes(6)) == next_
    with pytest.raises(CaseFault, match="还有人在办"):
        tickets.call_back(ticket=passed.pk, user=world.counter, at=minutes(7))
    tickets.finish(user=world.counter, at=minutes(8))
    back = tickets.call_back(ticket=passed.pk, user=world.counter, at=minutes(9))
    assert (back.state, back.calls, back.called_at) == ("called", 2, minutes(1))
    assert selectors.desk(world.counter, MONDAY).missed == []
    tickets.miss(user=world.counter, at=minutes(12))
    with pytest.raises(CaseFault, match="今天没有过号"):
        tickets.call_back(ticket=passed.pk, user=world.counter, at=minutes(60 * 24))


def test_a_window_belongs_to_one_clerk_of_that_counter(world, colleague):
    sit(world, world.counter)
    with pytest.raises(CaseFault, match="开着"):
        sit(world, colleague)
    with pytest.raises(CaseFault, match="已经开着一个窗口"):
        sit(world, world.counter, 2)
    with pytest.raises(NotYours):
        sit(world, world.clerk, 3)
    take(world)
    tickets.call_next(user=world.counter, at=minutes(1))
    tickets.close_window(user=world.counter, at=minutes(2))
    assert Ticket.objects.get().state == "waiting"  # called, not yet served: waits on
    sit(world, colleague)
    with pytest.raises(CaseFault, match="请先开一个窗口"):
        tickets.call_next(user=world.counter, at=minutes(3))


def test_a_window_left_open_over_night_is_nobodys_the_next_morning(world, colleague):
    """Who sat there went home in the middle of a visit: the board does not count the window, and a
    colleague may sit down at it and calls the first of today."""
    sit(world, world.counter)
    take(world)
    tickets.call_next(user=world.counter, at=minutes(1))
    tickets.start(user=world.counter, at=minutes(2))
    morning = NINE + timedelta(days=1)
    assert selectors.board(world.town.pk, MONDAY).windows == 1
    assert selectors.board(world.town.pk, MONDAY + timedelta(days=1)).windows == 0
    mine = tickets.take(place=world.town, kind="C", at=morning)
    assert selectors.wait_for(mine).windows == 0
    tickets.open_window(place=world.town, number=1, serves=(), user=colleague, at=morning)
    assert tickets.call_next(user=colleague, at=morning) == mine
    assert list(Ticket.objects.order_by("pk").values_list("state", flat=True)) == ["done", "called"]
    assert selectors.desk(world.counter, MONDAY + timedelta(days=1)).window is None


def test_who_stays_at_an_open_window_is_there_once_they_call(world):
    sit(world, world.counter)
    morning, tuesday = NINE + timedelta(days=1), MONDAY + timedelta(days=1)
    mine = tickets.take(place=world.town, kind="C", at=morning)
    assert tickets.call_next(user=world.counter, at=morning) == mine
    assert selectors.board(world.town.pk, tuesday).windows == 1


def test_the_estimate_is_made_of_real_visits_or_not_made(world):
    mine = take(world, after=1)
    assert selectors.wait_for(mine).minutes is None  # no window is open
    sit(world, world.counter)
    assert selectors.wait_for(mine).minutes is None  # nobody was served yet
    week_ago = NINE - timedelta(days=7)
    Ticket.objects.bulk_create(
        Ticket(
            place=world.town, day=MONDAY - timedelta(days=7), kind="C", number=n, state="done",
            taken_at=week_ago, called_at=week_ago, left_at=week_ago + timedelta(minutes=12),
        )
        for n in range(1, 31)
    )  # fmt: skip
    assert selectors.wait_for(mine) == selectors.Wait(before=0, windows=1, minutes=12)
    behind = take(world, after=2)
    assert selectors.wait_for(behind) == selectors.Wait(before=1, windows=1, minutes=24)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_no_number_is_given_twice_and_nobody_is_called_twice(
    transactional_db, world, tmp_path
):
    from tests import factories

    clerks = [factories.user_with("counter", world.town) for _ in range(4)]
    with parallel.on_disk(tmp_path):
        given = parallel.at_once([lambda: take(world) for _ in range(8)])
        assert sorted(one.number for one in given) == list(range(1, 9))
        for number, clerk in enumerate(clerks, 1):
            parallel.at_once([lambda clerk=clerk, number=number: sit(world, clerk, number)])
        called = parallel.at_once(
            [lambda clerk=clerk: tickets.call_next(user=clerk, at=NINE) for clerk in clerks]
        )
    assert all(called), called
    assert len({one.pk for one in called}) == len(clerks)
