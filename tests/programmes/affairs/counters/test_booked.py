"""Who asked for a time: the desk reads the next days too, and who did not come."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import at
from tests.kernel.cases.test_appointments import (
    FRIDAY,
    another_town,
    ask,
    ask_copy,
    confirm,
)
from tests.programmes.affairs.counters.conftest import signed_in
from tests.programmes.affairs.counters.test_queries import asked
from yingzhou.kernel.accounts.models import Assignment
from yingzhou.programmes.affairs.counters.selectors import booked
from yingzhou.programmes.affairs.counters.services import tickets

PAGE = "/desk/tickets/booked/"
MONDAY_AFTER = date(2026, 3, 9)


def page(user, day: date | str = "") -> str:
    return signed_in(user).get(PAGE, {"day": str(day)}).content.decode()


@pytest.fixture
def expected(world):
    """At the counter on Friday, in the morning and in the afternoon."""
    return [ask_copy(world), ask_copy(world, factories.person("赵晓梅", date(1990, 1, 1)), "下午")]


@pytest.fixture
def bureau(db):
    return factories.user_with("bureau")


@pytest.fixture
def talks(world):
    """At the district on Friday, taken in at the counters of two towns."""
    far, other = another_town(), factories.person("赵晓梅", date(1990, 1, 1))
    return [
        ask(world, wish=FRIDAY.isoformat(), part="上午"),
        ask(world, who=other, place=far, wish=FRIDAY.isoformat(), part="下午"),
    ]


def test_today_comes_first_and_the_next_workdays_are_one_press_away(world, expected):
    seen = page(world.counter)
    assert "2026年3月2日, 今天" in seen
    assert "这一天没有人预约" in seen
    assert f'href="?day={FRIDAY}"' in seen
    assert "周五 · 2 位" in seen
    assert 'href="?day=2026-03-07"' not in seen, "nobody is expected on a Saturday"
    assert PAGE in signed_in(world.counter).get("/desk/tickets/").content.decode()


def test_a_day_is_read_in_its_order_and_names_nobody_in_full(world, expected):
    seen = page(world.counter, FRIDAY)
    first, second = expected
    assert seen.index(first.number) < seen.index(second.number)
    assert "王*国" in seen
    assert "王建国" not in seen


def test_who_did_not_come_stays_to_be_seen_and_whoever_was_forgotten_too(
    world, bureau, talks, stop_clock
):
    first, _ = talks
    confirm(first, bureau, FRIDAY.isoformat())
    stop_clock(at(MONDAY_AFTER))
    world.step(first, "missed", bureau, MONDAY_AFTER)
    seen = page(bureau)
    assert "1 位没有来 · 1 位没有登记" in seen
    seen = page(bureau, FRIDAY)
    assert seen.count(">没有来<") == 1
    assert seen.count(">还没有登记来没来<") == 1


def test_who_came_is_no_no_show_and_who_cancelled_is_not_listed(world, bureau, talks, stop_clock):
    first, second = talks
    confirm(first, bureau, FRIDAY.isoformat())
    world.step(second, "cancel", bureau, FRIDAY, "本人到窗口说不来了, 3月6日")
    stop_clock(at(FRIDAY, 16))
    world.step(first, "done", bureau, FRIDAY)
    seen = page(bureau, FRIDAY)
    assert ">来过了<" in seen
    assert second.number not in seen
    stop_clock(at(MONDAY_AFTER))
    assert "前两周没有来" not in page(bureau), "nothing is left to be said of that day"


def test_the_district_reads_who_comes_to_the_district_and_no_counter_does(
    world, bureau, expected, talks
):
    seen = page(bureau, FRIDAY)
    assert all(one.number in seen for one in talks), "from whichever town"
    assert not any(one.number in seen for one in expected), "the counter's own"
    assert "崇明区, 先看今天的" in seen
    assert 'href="/desk/tickets/"' not in seen, "it has no window"
    assert PAGE in signed_in(bureau).get("/desk/").content.decode()
    assert not any(one.number in page(world.counter, FRIDAY) for one in talks)


@pytest.mark.parametrize("role", ["town", "village", "leader"])
def test_who_expects_nobody_has_no_such_page(world, role):
    user = factories.user_with(role, {"town": world.town, "village": world.village}.get(role))
    assert signed_in(user).get(PAGE).status_code == 403


def test_another_counter_and_a_relative_read_nothing(world, expected):
    far = factories.user_with("counter", factories.town("别处镇"))
    assert expected[0].number not in page(far, FRIDAY)
    world.counter.person = world.mother
    world.counter.save()
    seen = page(world.counter, FRIDAY)
    assert expected[0].number not in seen, "her son's"
    assert expected[1].number in seen


def test_a_clerk_of_several_counters_reads_which_one(world, expected):
    town = factories.town("别处镇")
    one = Assignment.objects.get(user=world.counter)
    Assignment.objects.create(
        user=world.counter, role=one.role, division=town, valid_from=one.valid_from
    )
    assert "庙镇" in page(world.counter, FRIDAY)
    tickets.open_window(
        place=town, number=1, serves=(), user=world.counter, at=at(FRIDAY)
    )  # fmt: skip
    assert expected[0].number not in page(world.counter, FRIDAY), "sits elsewhere now"


@pytest.mark.parametrize("day", ["", "morgen", "2026-13-01", "1999-01-01", "2026-12-31"])
def test_a_day_that_cannot_be_looked_at_is_today(world, day):
    assert "2026年3月2日, 今天" in page(world.counter, day)


def test_many_go_over_pages_and_no_page_asks_more_for_more(world, monkeypatch):
    monkeypatch.setattr(booked, "SIZE", 3)
    people = [factories.person(f"钱{name}", date(1991, 1, 1)) for name in "甲乙丙丁戊己"]
    made = [ask_copy(world, one, "上午" if n < 4 else "下午") for n, one in enumerate(people)]
    client, found, after = signed_in(world.counter), [], ""
    while after is not None:
        answer = client.get(PAGE, {"day": str(FRIDAY), "after": after})
        found += [one.number for one, _ in answer.context["rows"]]
        after = answer.context["page"].after or None
    assert found == [one.number for one in made]
    few = asked(client, f"{PAGE}?day=2026-03-05")
    assert asked(client, f"{PAGE}?day={FRIDAY}") == few
    assert few <= 12
