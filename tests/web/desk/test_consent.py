"""Somebody of the household does not agree that their income is looked up: the desk sees it, does
not look, does not accept, and takes the signature when it is brought."""

from __future__ import annotations

import pytest

from tests.kernel.cases.conftest import DIBAO, MONDAY
from tests.support.residents import signed_in
from tests.web.desk.test_counter import arrive, filled
from tests.web.portal.conftest import TYPED, Resident
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.people.models import Income

pytestmark = pytest.mark.django_db
WAGE = "7,540"


def text(answer) -> str:
    return answer.content.decode()


def online(world, answer: str) -> Case:
    Income.objects.filter(person=world.son).update(wage=754_000)
    mother = Resident(signed_in(world.mother))
    return mother.apply(answers=TYPED | {"m1-consent": answer})


def test_his_no_is_an_alarm_and_his_figures_stay_shut(world, desk):
    case = online(world, "0")
    client = desk("counter")
    page = text(client.get(f"/desk/cases/{case.number}/"))
    assert "王建国没有同意核对收入和财产。" in page
    assert "补签授权书" in page
    assert "还没有填: 王建国" not in page
    told = text(client.get(f"/desk/cases/{case.number}/answers/"))
    assert WAGE not in told
    assert "没有同意, 不核对" in told
    assert WAGE not in text(client.get(f"/desk/cases/{case.number}/rules/"))


def test_his_yes_is_for_the_desk_to_check_and_opens_the_registers(world, desk):
    case = online(world, "1")
    client = desk("counter")
    page = text(client.get(f"/desk/cases/{case.number}/"))
    assert "王建国的同意是申请人在网上代为说明的" in page
    assert "还差" not in page, "what a register knows is not lacking"
    told = text(client.get(f"/desk/cases/{case.number}/answers/"))
    assert WAGE in told
    assert "没有让申请人填, 按登记核对" in told


def test_the_signature_is_brought_to_a_counter_and_the_matter_goes_on(world, desk):
    case = online(world, "0")
    client = desk("counter")
    world.step(case, "ask", world.counter, MONDAY)
    page = text(client.get(f"/desk/cases/{case.number}/"))
    assert 'name="m1-consent"' in page
    client.post(f"/desk/cases/{case.number}/complete/", {"m1-consent": "1"})
    case.refresh_from_db()
    assert case.stage == "received"
    world.step(case, "accept", world.counter, MONDAY)


def test_at_the_counter_a_no_is_not_accepted_at_once_but_asked_for(world, desk):
    client = desk("counter")
    form = f"{arrive(client, world.mother)}{DIBAO}/"
    page = text(client.post(form, filled(**{"m1-consent": "0"})))
    assert "王建国: 没有同意核对收入和财产, 请本人签授权书" in page
    client.post(form, filled(**{"m1-consent": "0", "anyway": "1"}))
    case = Case.objects.get()
    assert case.stage == "supplement"
    assert case.corrections.get().lines == ["王建国: 同意核对"]
