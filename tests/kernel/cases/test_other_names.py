"""A groom types his bride's name otherwise than the register has it under her number: they are not
married before somebody settled who she is."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.kernel.cases.test_affairs_lives import _asked, _bride, _couple
from tests.support import residents
from tests.web.desk.conftest import signed_in
from tests.web.desk.test_queries import within
from yingzhou.kernel.cases import known, verified
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.cases.newcomers import newcomer
from yingzhou.kernel.cases.selectors.rights import is_recused
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.verifying import Found, verify
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.people.models import Kinship

PLACE = "m1-called"
SEEN = "看过她的身份证, 是“美”"


@pytest.fixture
def bride(world):
    return factories.person("陈梅", date(1999, 5, 1), 2, home=world.village, household="H3")


@pytest.fixture
def case(world, bride) -> Case:
    members = _couple(world, **_bride)
    typed = newcomer("陈美", "未婚妻", str(bride.id_number))
    values = members[1]["values"] | {"married": False, "birth_date": "1999-05-01", "sex": "女"}
    members[1] = typed | {"values": values}
    made = _asked(world, "marriage/marry", members=members, kin=False)
    world.step(made, "accept", world.counter, MONDAY)
    return made


def settle(world, case: Case, by: str, why: str = "") -> None:
    found = {PLACE: Found(by, why=why)}
    verify(case=case.pk, user=world.counter, found=found, at=at(MONDAY))
    case.refresh_from_db()


def grant(world, case: Case) -> None:
    world.step(case, "grant", world.counter, MONDAY)


def answers_of(world, case: Case) -> str:
    page = signed_in(world.counter).get(f"/desk/cases/{case.number}/answers/")
    return page.content.decode()


def test_the_step_that_decides_waits_until_somebody_settled_who_she_is(world, case):
    with pytest.raises(CaseFault, match="陈美: 姓名: 申报陈美, 登记陈梅, 还没有写明按哪个"):
        grant(world, case)
    seen = answers_of(world, case)
    assert "以登记为准: 陈梅" in seen
    assert "开“个人资料更正”件核实: 陈美" in seen


def test_with_the_registers_name_it_goes_on_and_both_are_kept(world, case, bride):
    settle(world, case, verified.REGISTER)
    member = case.answers["members"][1]
    assert (member["name"], member["person"]) == ("陈美", bride.pk)
    entry = case.answers["verified"][PLACE]
    assert (entry["value"], entry["by"], entry["who"]) == ("陈梅", "register", str(world.counter))
    assert verified.applied(case.answers)["members"][1]["name"] == "陈梅"
    assert case.parties.filter(person=bride, role="member").exists()
    assert "姓名以登记为准" in answers_of(world, case)
    grant(world, case)
    assert case.outcome == "granted"


def test_known_by_her_number_she_is_no_more_free_than_the_register_says(world, case, bride):
    """Another spelling is no way around a marriage that stands on record."""
    factories.kin(bride, factories.person("赵强", bride.birth_date, 1), Kinship.Kind.SPOUSE)
    settle(world, case, verified.REGISTER)
    with pytest.raises(CaseFault, match="申报否, 登记是"):
        grant(world, case)


def test_her_sister_at_the_window_may_not_go_on_once_it_is_known_who_she_is(world, case, bride):
    sister = factories.person("陈兰", bride.birth_date, 2)
    factories.kin(bride, sister)
    world.counter.person = sister
    world.counter.save()
    assert not is_recused(world.counter, Case.objects.get(pk=case.pk))
    world.counter.person = None
    world.counter.save()
    settle(world, case, verified.REGISTER)
    world.counter.person = sister
    world.counter.save()
    world.counter.__dict__.pop("_kin", None)
    assert is_recused(world.counter, Case.objects.get(pk=case.pk))


def test_where_the_register_may_be_wrong_its_keeper_looks_into_it_first(world, case, bride):
    with pytest.raises(CaseFault, match="请写明凭什么"):
        settle(world, case, verified.DECLARED)
    settle(world, case, verified.DECLARED, SEEN)
    made = Case.objects.get(item="counters/data_correction")
    assert (made.previous, made.applicant) == (case, case.applicant)
    assert made.answers["values"]["right"] == "陈美"
    assert f"/desk/cases/{made.number}/" in answers_of(world, case)
    with pytest.raises(CaseFault, match=f"更正件 {made.number}"):
        grant(world, case)
    settle(world, case, verified.DECLARED, SEEN)
    assert Case.objects.filter(item="counters/data_correction").count() == 1, (
        "asked twice, one case"
    )
    bride.name = "陈美"
    bride.save()
    grant(world, case)
    assert case.outcome == "granted"


def test_a_register_that_was_right_counts_in_the_end(world, case):
    settle(world, case, verified.DECLARED, SEEN)
    Case.objects.filter(item="counters/data_correction").update(is_open=False)
    with pytest.raises(CaseFault, match="登记的姓名没有变: 请以登记为准"):
        grant(world, case)
    settle(world, case, verified.REGISTER)
    grant(world, case)


def test_what_a_visit_saw_does_not_name_anybody(world, case):
    with pytest.raises(CaseFault, match="以登记为准, 或开更正件"):
        settle(world, case, verified.VISIT, "看着像")


def test_the_groom_is_not_told_what_the_register_calls_her(world, case):
    settle(world, case, verified.DECLARED, SEEN)
    made = Case.objects.get(item="counters/data_correction")
    client = residents.signed_in(case.applicant)
    for number in (case.number, made.number):
        assert "陈梅" not in client.get(f"/my/cases/{number}/").content.decode()


def test_whose_name_was_looked_at_can_read_it(world, case, bride):
    answers_of(world, case)
    looked = DataUse.objects.filter(person=bride, purpose__contains=case.number)
    assert "登记的姓名" in set(looked.values_list("fact", flat=True))


def test_the_desk_settles_it_with_a_press_and_the_page_keeps_to_the_budget(world, case):
    address = f"/desk/cases/{case.number}/answers/"
    within(signed_in(world.counter), address)
    client = signed_in(world.counter)
    client.post(f"/desk/cases/{case.number}/verify/", {f"v.{PLACE}.by": "register"})
    case.refresh_from_db()
    assert case.answers["verified"][PLACE]["value"] == "陈梅"


def test_nobody_is_in_a_matter_twice_under_two_names(world, bride):
    members = _couple(world, **_bride)
    members[1] |= {"person": bride.pk, "name": bride.name}
    twice = newcomer("陈美", "未婚妻", str(bride.id_number)) | {"values": members[1]["values"]}
    made = _asked(world, "marriage/marry", members=[members[1], twice], kin=False)
    world.step(made, "accept", world.counter, MONDAY)
    with pytest.raises(CaseFault, match="一个人不能写两次"):
        settle(world, made, verified.REGISTER)


def test_help_for_a_family_waits_too_until_it_is_known_whom_it_is_for(world, bride):
    """No rule counts here, and still: whoever is helped is not somebody whom nobody knows."""
    item = items()["relief/comprehensive"]
    found = known.prefill(item.apply, world.mother, MONDAY)
    found["members"].append(newcomer("陈美", "儿媳", str(bride.id_number)))
    found["values"] |= {
        "account": "6222000011112222", "phone": "13900000000", "need": ["看病"],
        "story": "老伴住院", "cost": 500_000,
    }  # fmt: skip
    found["papers"] = [paper.key for paper in item.apply.materials]
    request = Request(item, world.mother, "counter", found, place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(case, "accept", world.counter, MONDAY)
    with pytest.raises(CaseFault, match="陈美: 姓名: 申报陈美, 登记陈梅, 还没有写明按哪个"):
        world.step(case, "propose", world.clerk, MONDAY)
    name = next(
        one.key for one in verified.places(item.apply, case.answers, _today(case)) if one.is_name
    )
    decided = {name: Found(verified.REGISTER)}
    verify(case=case.pk, user=world.clerk, found=decided, at=at(MONDAY))
    case.refresh_from_db()
    counted = {
        one.key: Found(verified.DECLARED, why="结婚证")
        for one in verified.unsettled(item.apply, case.answers, _today(case))
    }
    verify(case=case.pk, user=world.clerk, found=counted, at=at(MONDAY))
    world.step(case, "propose", world.clerk, MONDAY)
    assert case.stage == "decide"


def _today(case: Case) -> dict:
    return verified.registers(items()[case.item].apply, case, MONDAY)
