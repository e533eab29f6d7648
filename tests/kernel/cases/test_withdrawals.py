"""Who may put down that an applicant takes a matter back, and what they have to say."""

from __future__ import annotations

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases.faults import CaseFault, NotYours


def test_a_clerk_says_how_the_applicant_asked_for_it(world):
    case = world.apply()
    with pytest.raises(CaseFault, match="本人是怎样提出撤回的"):
        world.step(case, "withdraw", world.counter, MONDAY)
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


def test_applicants_need_not_say_why(world):
    own = resident_account(person=world.mother, actor=SYSTEM, at=at(MONDAY))
    case = world.apply()
    world.step(case, "withdraw", own, MONDAY)
    assert case.outcome == "withdrawn"
