"""查进度 without a login: the state for who knows all three, and for others nothing at all."""

from __future__ import annotations

import pytest

from tests.web.portal.conftest import supplementing
from yingzhou.core.throttle import Limit
from yingzhou.web.portal.views import progress
from yingzhou.web.portal.views.progress import MOST_A_NUMBER, NOT_RIGHT

pytestmark = pytest.mark.django_db


def ask(client, case, **typed):
    person = case.applicant
    asked = {"number": case.number, "name": person.name, "tail": person.id_number[-4:].lower()}
    return client.post("/progress/", asked | typed)


def test_all_three_right_give_the_state_and_not_what_it_is_about(client, world):
    case = world.apply()
    page = ask(client, case).content.decode()
    assert "我们在看材料是否齐全" in page
    assert "最低生活保障" not in page
    assert case.applicant.id_number[-4:] not in page


@pytest.mark.parametrize(
    "typed",
    [{"number": "2026-310151101-999999"}, {"name": "王秀"}, {"tail": "0000"}, {"tail": "12345"}],
)
def test_whatever_is_wrong_the_answer_is_the_same(client, world, typed):
    page = ask(client, world.apply(), **typed)
    assert page.status_code == 422
    assert NOT_RIGHT in page.content.decode()


WIDE = str.maketrans({**{str(n): chr(0xFF10 + n) for n in range(10)}, "-": chr(0xFF0D)})


@pytest.mark.parametrize(
    "written",
    [
        lambda number: f" {number[:6]} {number[6:]} ",
        lambda number: number.translate(WIDE),
        lambda number: number.replace("-", "—"),
        lambda number: number.replace("-", ""),
    ],
)
def test_a_number_is_found_however_a_phone_writes_it(client, world, written):
    case = world.apply()
    name, tail = case.applicant.name, case.applicant.id_number[-4:]
    page = ask(client, case, number=written(case.number), name=f" {name[0]} {name[1:]}",
               tail=f" {tail.translate(WIDE)}")  # fmt: skip
    assert "我们在看材料是否齐全" in page.content.decode()


def test_what_is_empty_is_named_and_counts_as_no_try(client, world):
    case = world.apply()
    for _ in range(MOST_A_NUMBER + 1):
        page = ask(client, case, number=" ", tail="")
    assert page.status_code == 422
    assert "还没有填: 编号、身份证后四位" in page.content.decode()
    assert ask(client, case).status_code == 200


def test_who_tries_one_number_often_waits_even_with_the_right_answer(client, world):
    case = world.apply()
    for _ in range(MOST_A_NUMBER):
        ask(client, case, tail="0000")
    page = ask(client, case)
    assert page.status_code == 429
    assert "过一个小时再来" in page.content.decode()


def test_the_next_at_the_same_machine_still_finds_their_own(client, world):
    case = world.apply()
    for _ in range(MOST_A_NUMBER):
        ask(client, case, number="2026-310151101-999999")
    assert ask(client, case).status_code == 200


def test_whoever_tries_many_numbers_is_stopped_too(client, world, monkeypatch):
    monkeypatch.setattr(progress, "MANY", Limit("wrong progress", 3, progress.HOUR))
    case = world.apply()
    for running in range(3):
        ask(client, case, number=f"2026-310151101-{running:06}")
    assert ask(client, case).status_code == 429


def test_who_has_to_supply_something_reads_until_when_and_where_to(client, world):
    case = world.apply()
    supplementing(world, case)
    case.refresh_from_db()
    page = ask(client, case).content.decode()
    assert f"最晚 <strong>{case.due_on.month}月{case.due_on.day}日</strong>" in page
    assert "带到任何一个受理窗口" in page
    assert "残疾人证" not in page, "what is missing is for who logs in"
