"""A question that makes no sense of somebody of that age or sex is not asked, at no way in."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from tests.support.residents import signed_in
from tests.web.api.conftest import application, caller
from tests.web.desk.conftest import desk
from tests.web.desk.test_counter import arrive
from tests.web.portal.conftest import TYPED, Resident
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.reckoning import reckon
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.catalogue.items.parts import Whom

__all__ = ["caller", "desk"]
TEKUN = "relief/tekun"
SCHOOL = "现在还上学吗"


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def child(world):
    """Ten years old; no register has looked into what he earns."""
    return factories.person("王小宝", date(2015, 12, 1), 1, home=world.village, household="H1")


def asked_on_the_way(somebody: Resident, item: str) -> list[str]:
    """The places that are asked, up to the last page."""
    page, found = somebody.post(f"/services/{item}/apply/"), []
    for _ in range(60):
        where = page.request["PATH_INFO"]
        if "/known/" in where or "/papers/" in where:
            page = somebody.says(page, do="next")
        elif "/ask/" in where:
            place = page.context["question"].place
            found.append(place)
            told = TYPED.get(place) or {"place": "在家里", "schooling": "高校"}.get(place, "1")
            page = somebody.says(page, **{place: told, "do": "next"})
        else:
            return found
    raise AssertionError("the questions never end")


@pytest.mark.parametrize(
    ("age", "sex", "is_asked"),
    [(15, "女", False), (16, "女", True), (59, "女", True), (60, "女", False), (20, "男", False),
     (None, "女", True), (20, "", True)],
)  # fmt: skip
def test_from_one_birthday_to_another_and_of_one_sex(age, sex, is_asked):
    """Of whom neither is known it is asked."""
    assert Whom(low=16, under=60, sex="女").fits(age, sex) is is_asked


def test_an_old_woman_is_not_asked_at_the_portal_what_school_she_goes_to(world):
    assert "schooling" not in asked_on_the_way(Resident(signed_in(world.mother)), TEKUN)
    young = factories.person("陈小妹", date(2004, 5, 1), home=world.village, household="H7")
    assert "schooling" in asked_on_the_way(Resident(signed_in(young)), TEKUN)


def test_nor_at_the_counter(world, desk):
    young = factories.person("陈小妹", date(2004, 5, 1), home=world.village, household="H7")
    clerk = desk("counter")
    assert SCHOOL not in text(clerk.get(f"{arrive(clerk, world.mother)}{TEKUN}/"))
    assert SCHOOL in text(clerk.get(f"{arrive(clerk, young)}{TEKUN}/"))


def test_a_system_need_not_send_what_a_child_earns_and_reads_of_whom_it_is_asked(
    world, child, caller
):
    system = caller()
    form = system.get(f"catalogue/items/{DIBAO}").json()["form"]
    wage = next(one for one in form if one["key"] == "wage")
    assert wage["whom"] == "只问满 16 周岁的人"
    asked = application(world)
    more = {"registered": True, "other_income": "0", "consent": True}
    asked["members"].append({"name": child.name, "relation": "孙子", "values": more})
    answer = system.post("cases/", asked)
    assert answer.status_code == 201, text(answer)
    case = Case.objects.get(number=answer.json()["number"])
    assert "wage" not in case.answers["members"][2]["values"]


def test_what_goes_without_saying_is_counted_and_named_as_such(world, child):
    """The rule knows that a boy of ten has no wage, and the decision keeps on what that rests."""
    item = items()[DIBAO]
    answers = world.answers()
    for member in answers["members"]:
        if member["name"] == child.name:
            member["values"] |= {"other_income": 0, "registered": True}
    assert list(forms.missing(item.apply.form, answers)) == []
    found = reckon(item, world.mother, answers, MONDAY)
    assert found.needs == ()
    his = {one["label"]: one["by"] for one in found.inputs["grounds"] if one["of"] == child.name}
    assert his["月劳动收入"] == "按年龄、性别不用问"


def test_a_register_that_knows_better_is_heard(world, child):
    factories.income(child, since=date(2025, 7, 1), wage=120_000)
    found = reckon(items()[DIBAO], world.mother, world.answers(), MONDAY)
    his = next(one for one in found.inputs["members"] if one["name"] == child.name)
    assert his["facts"]["月劳动收入"] == 120_000


def test_a_birthday_after_the_day_of_asking_asks_nothing_new(world, stop_clock):
    """A girl who turns sixteen while her family's matter is looked into."""
    girl = factories.person("王小妹", date(2010, 3, 5), home=world.village, household="H1")
    answers = world.answers()
    for member in answers["members"]:
        if member["name"] == girl.name:
            member["values"] |= {"other_income": 0, "registered": True}
    case = intake(
        request=Request(items()[DIBAO], world.mother, "counter", answers, place=world.town),
        user=world.counter, at=at(MONDAY),
    )  # fmt: skip
    stop_clock(at(date(2026, 3, 20)))
    assert list(forms.missing(items()[DIBAO].apply.form, case.answers)) == []


def test_of_whom_no_number_was_written_it_is_asked(world):
    answers = known.prefill(items()[DIBAO].apply, world.mother, MONDAY)
    answers["members"].append({"person": None, "name": "远房亲戚", "relation": "侄", "values": {}})
    lacks = {field.key for number, field in forms.lacking(items()[DIBAO].apply.form, answers)
             if number == 2}  # fmt: skip
    assert "wage" in lacks
