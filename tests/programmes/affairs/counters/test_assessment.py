"""The assessment is computed from records, and each figure opens down to them (D13)."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.programmes.affairs.counters.conftest import signed_in
from yingzhou.kernel.cases.models import Case, Rating
from yingzhou.kernel.cases.services import ratings
from yingzhou.programmes.affairs.counters.instrument import instrument_on
from yingzhou.programmes.affairs.counters.models import Ticket
from yingzhou.programmes.affairs.counters.quarters import Quarter
from yingzhou.programmes.affairs.counters.selectors import assessment

FRIDAY = date(2026, 3, 20)


@pytest.fixture
def leader(world):
    return factories.user_with("leader")


def closed(world, stars: int | None = None, resident=None) -> Case:
    """Refused a day later by another person; rated, where stars are named."""
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, words="本人的情况不在受理范围内")
    if stars is not None:
        ratings.rate(
            case=case.pk, user=resident, stars=stars, words="", channel="online", at=at(FRIDAY)
        )
    return case


def cells(user, code: str) -> dict:
    found = assessment.overview(user, Quarter(2026, 1), FRIDAY)
    row = next(row for row in found.rows if row.code == code)
    return {cell.measure.key: cell for cell in row.cells} | {"total": row}


def test_the_instrument_adds_up_and_says_that_it_is_not_verified():
    found = instrument_on(FRIDAY)
    assert sum(one.weight for one in found.measures) == 100
    assert found.confidence == "unverified"
    stars = found.measure("stars")
    assert [stars.score(value) for value in (5, 4, 3, 1, None)] == [100, 50, 0, 0, None]
    bad = found.measure("bad")
    assert [bad.score(value) for value in (0, 5, 30)] == [100, 50, 0]


def test_too_few_records_give_no_score():
    found = instrument_on(FRIDAY)
    assert found.total({"waiting": 100}) is None
    assert found.total({}) is None
    whole = {one.key: one.best for one in found.measures}
    assert found.total(whole) == 100


def test_quarters_are_those_of_the_calendar():
    assert Quarter.of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert Quarter(2026, 1).after(-1) == Quarter(2025, 4)
    assert Quarter(2026, 4).end == Quarter(2027, 1).start
    assert Quarter.read("2026q9") is None
    assert assessment.quarter_of("2030q1", FRIDAY) == Quarter(2026, 1)


def test_a_bad_rating_counts_until_somebody_else_finds_that_it_was_a_slip(
    world, leader, resident, stop_clock
):
    closed(world, stars=1, resident=resident)
    stop_clock(at(FRIDAY))
    found = cells(leader, world.town.code)
    assert (found["stars"].value, found["bad"].value) == (1, 100)
    assert found["rectified"].value is None  # its first day is not over: nobody can say yet
    rating = Rating.objects.get()
    bureau = factories.user_with("bureau")
    ratings.exclude(rating=rating.pk, user=bureau, why="点错了, 本人来电说明", at=at(FRIDAY))
    assert cells(leader, world.town.code)["stars"].value is None


def test_a_rectification_that_nobody_begins_is_late_after_one_workday(
    world, leader, resident, stop_clock
):
    closed(world, stars=2, resident=resident)
    stop_clock(at(FRIDAY + timedelta(days=4)))
    assert cells(leader, world.town.code)["rectified"].value == 0


def test_asked_twice_is_not_told_once(world, leader, stop_clock):
    case = world.apply(support=True)
    world.step(case, "ask", world.counter, MONDAY)
    world.step(case, "supply", world.counter, MONDAY, words="协议找不到了, 当面说明过")
    world.step(case, "ask", world.counter, MONDAY, words="上次漏了", lines="租房合同")
    world.step(case, "withdraw", world.counter, MONDAY, words="本人到场说不办了")
    stop_clock(at(FRIDAY))
    found = cells(leader, world.town.code)
    assert (found["once"].figure.all, found["once"].value) == (1, 0)
    assert found["returned"].value == 0
    assert found["online"].value == 0


def test_how_long_people_waited(world, leader, stop_clock):
    nine = at(MONDAY, 9)
    Ticket.objects.bulk_create(
        Ticket(
            place=world.town, day=MONDAY, kind="C", number=n, state="done", taken_at=nine,
            called_at=nine + timedelta(minutes=waited), left_at=nine + timedelta(hours=1),
        )
        for n, waited in enumerate((5, 20, 21, 50), 1)
    )  # fmt: skip
    stop_clock(at(FRIDAY))
    assert cells(leader, world.town.code)["waiting"].value == 50


def test_who_comes_from_another_town_is_served_and_seen(world, leader, stop_clock):
    other = factories.town("新河镇")
    case = closed(world)
    Case.objects.filter(pk=case.pk).update(place=other, running=case.running + 900)
    stop_clock(at(FRIDAY))
    assert cells(leader, other.code)["elsewhere"].value == 100


def test_every_figure_opens_down_to_its_records(world, leader, resident, stop_clock):
    case = closed(world, stars=2, resident=resident)
    stop_clock(at(FRIDAY))
    client = signed_in(leader)
    page = client.get("/desk/assessment/?quarter=2026q1").content.decode()
    assert "未核实" in page
    for measure in instrument_on(FRIDAY).measures:
        address = f"/desk/assessment/{world.town.code}/{measure.key}/?quarter=2026q1"
        answer = client.get(address)
        assert answer.status_code == 200, measure.key
        told = case.number in answer.content.decode()
        assert told == (measure.key in ("stars", "bad", "returned", "online", "elsewhere"))
    assert client.get("/desk/assessment/999/stars/").status_code == 404
    assert client.get(f"/desk/assessment/{world.town.code}/beauty/").status_code == 404


def test_a_town_sees_its_own_counter_only(world, stop_clock):
    factories.town("新河镇")
    closed(world)
    stop_clock(at(FRIDAY))
    found = assessment.overview(world.approver, Quarter(2026, 1), FRIDAY)
    assert [row.code for row in found.rows] == [world.town.code]


def test_the_table_as_an_excel_file(world, leader, resident, stop_clock):
    closed(world, stars=5, resident=resident)
    stop_clock(at(FRIDAY))
    answer = signed_in(leader).get("/desk/assessment/export/?quarter=2026q1")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    heads, lines = rows[0], [row for row in rows if row[0] == "庙镇"]
    assert heads[0] == "受理中心"
    assert 5 in [line[heads.index("评价平均(星)")] for line in lines]
