"""不对: what somebody says is wrong in a register stands beside their application until whoever
keeps the register has looked, and 已更正 is said only of a register that was put right."""

from __future__ import annotations

import json

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.web.desk.conftest import signed_in
from tests.web.desk.test_queries import within
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.notices.models import Letter

RIGHT = {"changed_on": "2026-03-02", "stands": "每月 800 元"}
WHY = "查了三个月的发放记录, 登记漏了一笔"


@pytest.fixture
def case(mother) -> Case:
    """Her pension is not what the register says."""
    page = mother.says(mother.sees_what_is_known(), wrong="m0-pension")
    mother.says(page, **{"m0-pension": "800", "do": "next"})
    return mother.apply()


@pytest.fixture
def keeper(world):
    return factories.user_with("bureau", world.district)


def beside(world, case: Case) -> str:
    """What the officer reads on the application's page."""
    page = signed_in(world.clerk).get(f"/desk/cases/{case.number}/")
    return page.content.decode()


def test_the_application_says_what_its_person_objects_to_and_how_far_it_is(world, case, keeper):
    correction = case.following.get()
    said = beside(world, case)
    assert "本人有异议" in said
    assert correction.number in said
    assert "待转" in said
    world.step(correction, "hand", world.counter, MONDAY, keeper="区人社局")
    assert "登记部门核实" in beside(world, case)
    world.step(correction, "fix", keeper, MONDAY, WHY, **RIGHT)
    assert "已更正, 现在登记的是每月 800 元" in beside(world, case)


def test_nobody_says_corrected_without_saying_what_stands_there_now(world, case, keeper):
    correction = case.following.get()
    world.step(correction, "hand", world.counter, MONDAY, keeper="区人社局")
    for missing in RIGHT:
        told = {key: value for key, value in RIGHT.items() if key != missing}
        with pytest.raises(CaseFault):
            world.step(correction, "fix", keeper, MONDAY, WHY, **told)
    with pytest.raises(CaseFault):
        world.step(
            correction,
            "fix",
            keeper,
            MONDAY,
            WHY,
            **RIGHT | {"changed_on": "2026-03-03"},
        )
    world.step(correction, "fix", keeper, MONDAY, WHY, **RIGHT)
    letter = Letter.objects.get(about=f"case:{correction.pk}", title__endswith="答复书")
    assert ["现在登记的", "每月 800 元"] in json.loads(str(letter.content))["facts"]


def test_a_register_that_was_right_stays_and_the_application_says_so(world, case, keeper):
    correction = case.following.get()
    world.step(correction, "hand", world.counter, MONDAY, keeper="区人社局")
    world.step(correction, "keep", keeper, MONDAY, "三个月的发放记录和登记的一致, 每月 500 元")
    assert "不更正" in beside(world, case)


def test_the_page_asks_no_more_than_others_do(world, case):
    within(signed_in(world.clerk), f"/desk/cases/{case.number}/")
