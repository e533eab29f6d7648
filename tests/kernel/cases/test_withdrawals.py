"""Who may put down that an applicant takes a matter back, and what they have to say."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases.faults import CaseFault, NotYours
from yingzhou.kernel.cases.selectors.rights import ways
from yingzhou.kernel.catalogue.items import items


def test_a_clerk_says_how_the_applicant_asked_for_it(world):
    case = world.apply()
    with pytest.raises(CaseFault, match="哪天到场提出撤回"):
        world.step(case, "withdraw", world.counter, MONDAY)
    with pytest.raises(CaseFault, match="没有到场的不能登记"):
        world.step(case, "withdraw", world.counter, MONDAY, "电话里说不办了")
    world.step(case, "withdraw", world.counter, MONDAY, "本人到场, 3 月 2 日")
    assert case.outcome == "withdrawn"


def test_the_counter_of_another_town_takes_papers_but_ends_nothing(world):
    other = factories.user_with("counter", factories.town("堡镇"))
    case = world.apply()
    with pytest.raises(NotYours, match="收件的窗口"):
        world.step(case, "withdraw", other, MONDAY, "电话里说的")
    world.step(case, "ask", world.counter, MONDAY, lines="户口簿")
    world.step(case, "supply", other, MONDAY, "户口簿当面看过了")
    assert case.stage == "received"


def test_an_office_above_ends_no_familys_matter_though_it_may_read_it(world):
    bureau = factories.user_with("bureau")
    case = world.apply()
    with pytest.raises(NotYours, match="本人到场"):
        world.step(case, "withdraw", bureau, MONDAY, "本人到场说不办了")
    assert "withdraw" not in {way.key for way, _ in ways(bureau, case, items()[DIBAO])}


def test_whose_desk_has_the_matter_puts_it_down_while_it_is_there(world):
    case = world.apply(channel="online")
    world.step(case, "accept", world.counter, MONDAY)
    assert "withdraw" in {way.key for way, _ in ways(world.clerk, case, items()[DIBAO])}
    village = factories.user_with("village", world.village)
    assert "withdraw" not in {way.key for way, _ in ways(village, case, items()[DIBAO])}


def test_a_village_that_took_a_matter_in_puts_down_that_it_is_taken_back(world):
    village = factories.user_with("village", world.village)
    case = world.apply(channel="village", user=village)
    world.step(case, "withdraw", village, MONDAY, "本人当面说不办了, 核对了身份证")
    assert case.outcome == "withdrawn"


def test_a_booking_is_cancelled_by_telephone_too():
    cancel = items()["marriage/counselling"].apply.process.transitions["cancel"]
    assert "电话" in cancel.says


def test_applicants_need_not_say_why(world):
    own = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    case = world.apply()
    world.step(case, "withdraw", own, MONDAY)
    assert case.outcome == "withdrawn"
