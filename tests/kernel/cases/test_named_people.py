"""Two who marry are no household; what the registers know of each stands beside what they say, and
somebody decides which counts before it is registered."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.kernel.cases.test_affairs_lives import _asked, _bride, _couple
from tests.web.desk.conftest import signed_in
from yingzhou.kernel.cases import verified
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.models import Kinship


@pytest.fixture
def bride(world):
    return factories.person("陈梅", date(1999, 5, 1), 2, home=world.village, household="H3")


@pytest.fixture
def marrying(world, bride):
    """As they say it: both free, and the bride two years younger than she is."""
    members = _couple(world, **_bride)
    members[1] |= {"person": bride.pk, "name": bride.name}
    members[1]["values"] |= {"married": False, "birth_date": "2001-05-01", "sex": "女"}

    def make():
        case = _asked(world, "marriage/marry", members=members, kin=False)
        world.step(case, "accept", world.counter, MONDAY)
        return case

    return make


def test_what_the_register_says_otherwise_is_settled_before_they_are_married(world, marrying):
    case = marrying()
    with pytest.raises(CaseFault, match="出生日期"):
        world.step(case, "grant", world.counter, MONDAY)
    page = signed_in(world.counter).get(f"/desk/cases/{case.number}/answers/").content.decode()
    assert "1999年5月1日" in page
    assert "2001年5月1日" in page
    verify(case=case.pk, user=world.counter, at=at(MONDAY),
           found={"m1-birth_date": Found(verified.REGISTER)})  # fmt: skip
    world.step(case, "grant", world.counter, MONDAY)
    assert case.outcome == "granted"


def test_who_stands_as_married_in_the_register_is_not_married_on_their_word(world, marrying, bride):
    husband = factories.person("赵强", date(1995, 5, 1), 1)
    factories.kin(bride, husband, Kinship.Kind.SPOUSE)
    case = marrying()
    verify(case=case.pk, user=world.counter, at=at(MONDAY), found={
        "m1-birth_date": Found(verified.REGISTER), "m1-married": Found(verified.REGISTER),
    })  # fmt: skip
    with pytest.raises(CaseFault, match="不符合"):
        world.step(case, "grant", world.counter, MONDAY)


def test_a_widow_is_free(world, marrying, bride):
    husband = factories.person("赵强", date(1995, 5, 1), 1)
    husband.death_date = date(2020, 1, 1)
    husband.save()
    factories.kin(bride, husband, Kinship.Kind.SPOUSE)
    case = marrying()
    apply = item_of_version(case.version).apply
    today = verified.registers(apply, case, MONDAY)
    open_ = {one.key for one in verified.unsettled(apply, case.answers, today)}
    assert open_ == {"m1-birth_date"}


def test_nobody_is_called_left_out_of_a_household_that_they_are_not(world, marrying):
    case = marrying()
    page = signed_in(world.counter).get(f"/desk/cases/{case.number}/answers/").content.decode()
    assert "户籍户里没有" not in page
    assert "没有列入" not in page


def test_a_copy_of_the_certificate_asks_whose_name_is_on_record(world):
    wife = factories.person("陈梅", date(1979, 5, 1), 2)
    factories.kin(world.son, wife, Kinship.Kind.SPOUSE)
    case = _asked(world, "marriage/reissue", which="结婚证", why="遗失",
                  spouse="陈美", where="崇明", year=2010)  # fmt: skip
    world.step(case, "accept", world.counter, MONDAY)
    with pytest.raises(CaseFault, match="对方姓名: 申报陈美, 登记陈梅"):
        world.step(case, "grant", world.counter, MONDAY)
    verify(case=case.pk, user=world.counter, at=at(MONDAY),
           found={"spouse": Found(verified.REGISTER)})  # fmt: skip
    world.step(case, "grant", world.counter, MONDAY)
