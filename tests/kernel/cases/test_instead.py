"""What a village does is done there; the offices above may take its place, and say why."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import may_take
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items

TUESDAY = date(2026, 3, 3)
ITEM = "neighbourhoods/household_registration"


@pytest.fixture
def registering(world) -> Case:
    item = items()[ITEM]
    answers = {"values": {}, "members": [], "papers": [], "known": {}}
    request = Request(item, world.mother, "counter", answers, place=world.town)
    return intake(request=request, user=world.counter, at=at(MONDAY))


def right(user, case):
    return may_take(user, case, items()[ITEM].apply.process.transitions["elsewhere"])


def test_the_village_acts_at_its_own_desk_and_the_town_in_its_place(world, registering):
    village = factories.user_with("village", world.village)
    assert right(village, registering)
    assert not right(village, registering).instead
    assert right(world.clerk, registering).instead
    assert not right(factories.user_with("village", factories.village("邻村")), registering)


def test_who_acts_in_its_place_says_why(world, registering):
    with pytest.raises(CaseFault, match="您代办, 请写明为什么"):
        world.step(registering, "elsewhere", world.clerk, TUESDAY)
    registering.refresh_from_db()
    assert registering.is_open
    said = "上门看过, 本人住在外地, 不住本村"
    why = "村干部住院, 村里没有别人能办"
    world.step(registering, "elsewhere", world.clerk, TUESDAY, said, instead=why)
    step = registering.steps.get(transition="elsewhere")
    assert step.behalf == "启瀛村"
    assert "住院" in step.data["instead"]
    assert "住院" not in step.words


def test_a_town_does_its_own_work_without_reasons(world):
    case = world.apply()
    way = items()[case.item].apply.process.transitions["accept"]
    assert not may_take(world.counter, case, way).instead
