"""查进度 without a login: the state for who knows all three, and for others nothing at all."""

from __future__ import annotations

import pytest

from yingzhou.web.portal.views.progress import NOT_RIGHT, WRONG

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
    "typed", [{"number": "2026-310151101-999999"}, {"name": "王秀"}, {"tail": "0000"}, {"tail": ""}]
)
def test_whatever_is_wrong_the_answer_is_the_same(client, world, typed):
    page = ask(client, world.apply(), **typed)
    assert page.status_code == 422
    assert NOT_RIGHT in page.content.decode()


def test_who_tries_often_waits_even_with_the_right_answer(client, world):
    case = world.apply()
    for _ in range(WRONG.most):
        ask(client, case, tail="0000")
    page = ask(client, case)
    assert page.status_code == 429
    assert "过一个小时再来" in page.content.decode()
