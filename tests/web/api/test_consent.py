"""A system hands in for a household: what the registers know of other grown-ups is theirs, here
as at the portal and at a counter."""

from __future__ import annotations

import json

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY
from tests.web.api.conftest import application
from tests.web.desk.conftest import desk
from yingzhou.kernel.cases import consent
from yingzhou.kernel.cases.models import Case, DataUse
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.models import Household, Income

__all__ = ["desk"]
WAGE, SAVINGS = 754_000, 1_250_800
"""Of the son; of the household."""


@pytest.fixture
def world(world):
    """The son earns, the family has saved."""
    Income.objects.filter(person=world.son).update(wage=WAGE)
    Household.objects.get(number="H1").assets.update(money=SAVINGS)
    return world


def handed_in(caller, asked) -> Case:
    answer = caller().post("cases/", asked)
    assert answer.status_code == 201, answer.content.decode()
    return Case.objects.get(number=answer.json()["number"])


def facts_of(case: Case, person) -> set[str]:
    return set(DataUse.objects.filter(case=case, person=person).values_list("fact", flat=True))


def test_the_case_keeps_nothing_of_what_the_son_earns_or_the_family_owns(world, caller):
    case = handed_in(caller, application(world))
    kept = json.dumps({key: one for key, one in case.answers.items() if key != "asker"})
    assert str(WAGE) not in kept
    assert str(SAVINGS) not in kept
    assert {"m1-wage", "savings"} <= set(case.answers["withheld"])
    assert "月劳动收入" not in facts_of(case, world.son), "nothing of his was used yet"


def test_it_is_counted_when_a_counter_has_seen_that_he_signed(world, caller, desk):
    case = handed_in(caller, application(world))
    item = item_of_version(case.version)

    def wage():
        found = reckon(item, world.mother, case.answers, MONDAY)
        return found.inputs["members"][1]["facts"].get("月劳动收入")

    assert wage() is None
    desk("counter").post(f"/desk/cases/{case.number}/consent/", {"signed": "1"})
    case.refresh_from_db()
    assert wage() == WAGE
    assert "月劳动收入" in facts_of(case, world.son)


def test_his_no_keeps_his_figures_out_of_the_case_and_off_the_desk(world, caller, desk):
    asked = application(world)
    asked["members"][1]["values"] |= {"consent": False, "wage": "100"}
    case = handed_in(caller, asked)
    page = desk("counter").get(f"/desk/cases/{case.number}/answers/").content.decode()
    assert "7,540" not in page
    assert "12,508" not in page
    found = reckon(item_of_version(case.version), world.mother, case.answers, MONDAY)
    assert found.inputs["members"][1]["facts"]["月劳动收入"] == 10_000, "as was said, and no more"


def test_values_cannot_be_tried_against_what_is_held_back(world, caller):
    """A wrong amount of the family's savings opens no correction that names the right one."""
    asked = application(world)
    asked["values"] |= {"savings": "1"}
    case = handed_in(caller, asked)
    assert case.answers["values"]["savings"] == 100
    assert Case.objects.count() == 1


def test_her_own_no_takes_what_the_registers_filled_in_of_her(world, caller):
    Income.objects.filter(person=world.mother).update(pension=333_300)
    asked = application(world)
    asked["members"][0]["values"] |= {"consent": False}
    answer = caller().post("cases/", asked)
    told = {one["detail"] for one in answer.json()["errors"]}
    assert "还没有填: 王秀英: 月养老金" in told, "asked for, as at the portal"
    asked["members"][0]["values"] |= {
        "employed": False, "wage": "0", "pension": "3333", "other_income": "0",
    }  # fmt: skip
    for key in ("savings", "homes"):
        asked["values"][key] = "0"
    asked["values"] |= {"vehicle": False, "premises": False}
    case = handed_in(caller, asked)
    assert case.answers["members"][0]["values"]["pension"] == 333_300, "her own word"
    assert "月养老金" not in facts_of(case, world.mother)
    assert consent.refusers(case.answers) == ["王秀英"]


def test_of_a_child_whom_she_does_not_act_for_nothing_is_kept_either(world, caller):
    child = factories.person("王小宝", world.son.birth_date.replace(year=2015),
                             home=world.village, household="H1")  # fmt: skip
    factories.income(child, since=MONDAY.replace(year=2025), other=44_400)
    asked = application(world)
    asked["members"].append(
        {"name": child.name, "relation": "孙子", "values": {"consent": True, "registered": True}}
    )
    case = handed_in(caller, asked)
    assert "other_income" not in case.answers["members"][2]["values"]
    assert case.answers["withheld"]["m2-other_income"]


def test_whoever_knows_a_number_does_not_learn_who_lives_there(world, caller):
    """What is missing of the family is said of whoever was named in full, and of others masked."""
    asked = application(world)
    named = asked.pop("members")
    told = caller().post("cases/", asked).json()["errors"]
    assert any("王*国: " in one["detail"] for one in told)
    assert not any("王建国" in one["detail"] for one in told)
    asked["members"] = [{"name": one["name"], "values": {}} for one in named]
    told = caller().post("cases/", asked).json()["errors"]
    assert any("王建国: " in one["detail"] for one in told)
