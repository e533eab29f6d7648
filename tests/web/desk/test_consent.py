"""Somebody of the household does not agree that their income is looked up: the desk sees it, does
not look, does not accept, and takes the signature when it is brought."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY
from tests.support.residents import signed_in
from tests.web.desk.test_counter import arrive, filled
from tests.web.portal.conftest import TYPED, Resident
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases.models import Case, DataUse
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
    assert "看过王建国本人签字的授权书" in page
    assert "还没有看到本人签字的授权书" in page, "nothing is taken up on the applicant's word"
    told = text(client.get(f"/desk/cases/{case.number}/answers/"))
    assert WAGE not in told
    assert "授权书上的签字还没有核对, 不给看" in told
    nobody = client.post(f"/desk/cases/{case.number}/consent/", follow=True)
    assert "请先勾选看过谁的授权书" in text(nobody)
    client.post(f"/desk/cases/{case.number}/consent/", {"signed": "1"})
    page = text(client.get(f"/desk/cases/{case.number}/"))
    assert "还差" not in page, "what a register knows is not lacking"
    told = text(client.get(f"/desk/cases/{case.number}/answers/"))
    assert WAGE in told
    kept = AuditEntry.objects.get(action="case.consent")
    assert kept.detail["what"] == "王建国"
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
    assert "选的是不同意" in page
    assert "还没有填" not in page, "a no is an answer"
    client.post(form, filled(**{"m1-consent": "0", "anyway": "1"}))
    case = Case.objects.get()
    assert case.stage == "supplement"
    assert case.corrections.get().lines == ["王建国: 同意核对"]


def form_at(client, world) -> str:
    Income.objects.filter(person=world.son).update(wage=754_000)
    return f"{arrive(client, world.mother)}{DIBAO}/"


def test_before_anybody_agrees_the_form_of_the_counter_shows_no_figures(world, desk):
    client = desk("counter")
    page = text(client.get(form_at(client, world)))
    assert "王建国" in page
    assert 'value="7540"' not in page
    assert 'value="10000"' not in page, "nor what the household has saved"
    assert "本人同意以后再给看" in page


def test_who_agreed_reads_their_own_figures_and_others_only_when_they_signed(world, desk):
    client = desk("counter")
    form = form_at(client, world)
    asked = filled(show="1")
    del asked["signed-1"]
    page = text(client.post(form, asked))
    assert "7540" not in page
    assert 'value="10000"' not in page
    page = text(client.post(form, filled(show="1")))
    assert 'value="7540"' in page
    assert 'value="10000"' in page
    assert not Case.objects.exists()


def test_what_the_clerk_typed_does_not_look_as_if_a_register_had_said_it(world, desk):
    client = desk("counter")
    page = client.post(form_at(client, world), filled(show="1") | {"m1-wage": "5000"})
    wage = next(one for one in page.context["form"].members[1].asks if one.field.key == "wage")
    assert (wage.value, wage.source) == ("5000", "")
    assert wage.told == "本人说的; 社会保险核对登记的是 7,540.00 元"
    assert "社会保险核对登记的是" in text(page)
    same = client.post(form_at(client, world), filled(show="1") | {"m1-wage": "7540.00"})
    wage = next(one for one in same.context["form"].members[1].asks if one.field.key == "wage")
    assert (wage.source, wage.told) == ("社会保险核对", "")


def test_what_the_counter_did_not_type_is_counted_as_registered(world, desk):
    client = desk("counter")
    client.post(f"{arrive(client, world.mother)}{DIBAO}/", filled())
    case = Case.objects.get()
    assert case.accepted_at is not None
    assert "wage" not in {k for k, v in case.answers["members"][1]["values"].items() if v}
    assert case.answers["withheld"]["m1-wage"]


PRIVATE_FACTS = {"月劳动收入", "货币财产"}


def read_by(person) -> set[str]:
    """What somebody reads under 谁用过我的资料."""
    return set(DataUse.objects.filter(person=person).values_list("fact", flat=True))


def test_without_his_paper_she_is_asked_for_it_and_another_counter_may_take_it(world, desk):
    """What he said to her is no signature."""
    client = desk("counter")
    form = f"{arrive(client, world.mother)}{DIBAO}/"
    told = filled(anyway="1")
    del told["signed-1"]
    first = {key: value for key, value in told.items() if key != "anyway"}
    assert "王建国: 还没有看到本人签字的授权书" in text(client.post(form, first))
    client.post(form, told)
    case = Case.objects.get()
    assert case.stage == "supplement"
    assert not PRIVATE_FACTS & read_by(world.son), "nothing of his is used before he signed"
    assert "货币财产" not in read_by(world.mother), "nor what they own together"
    assert "月养老金" in read_by(world.mother)
    assert case.corrections.get().lines == ["王建国: 本人签字的授权书"]
    other = desk(factories.user_with("counter", factories.town("堡镇")))
    bring = f"{arrive(other, world.mother)}bring/{case.number}/"
    assert "看过王建国本人签字的授权书" in text(other.get(bring))
    other.post(bring, {"signed": "1"})
    case.refresh_from_db()
    assert case.stage == "received"
    assert read_by(world.son) >= PRIVATE_FACTS, "now it is, and he can read it"
    assert "货币财产" in read_by(world.mother)
    world.step(case, "accept", world.counter, MONDAY)


def test_with_the_last_signature_the_matter_goes_on_by_itself(world, desk):
    """Seen on the page of the case, and one after the other."""
    daughter = factories.person("王小英", date(1985, 5, 1), home=world.village, household="H1")
    factories.income(daughter, since=date(2025, 7, 1))
    client = desk("counter")
    told = filled(anyway="1", **{"in-2": "1", "m2-consent": "1"})
    del told["signed-1"]
    client.post(f"{arrive(client, world.mother)}{DIBAO}/", told)
    case = Case.objects.get()
    assert case.stage == "supplement"
    address = f"/desk/cases/{case.number}/consent/"
    names = [one["name"] for one in case.answers["members"]]
    first, last = (str(names.index(one)) for one in ("王建国", "王小英"))
    page = text(client.post(address, {"signed": first}, follow=True))
    assert "还差王小英签字的授权书" in page
    assert "可以核对了" not in page
    case.refresh_from_db()
    assert case.stage == "supplement"
    page = text(client.post(address, {"signed": last}, follow=True))
    assert "可以核对了" in page
    case.refresh_from_db()
    assert case.stage == "received"


def test_a_minor_child_signs_nothing(world, desk):
    child = factories.person("王小宝", date(2015, 1, 1), home=world.village, household="H1")
    factories.kin(child, world.son)
    client = desk("counter")
    page = text(client.get(f"{arrive(client, world.mother)}{DIBAO}/"))
    assert "看过王建国本人签字的授权书" in page
    assert "看过王小宝" not in page
    assert "看过王秀英" not in page, "she is there"


def test_for_all_children_whoever_looks_after_them_is_asked_once(world, desk):
    for number, name in enumerate(("王大宝", "王二宝")):
        born = date(2014 + number, 1, 1)
        child = factories.person(name, born, home=world.village, household="H1")
        factories.kin(child, world.son)
        factories.income(child, since=date(2025, 7, 1))
    client = desk("counter")
    form = f"{arrive(client, world.mother)}{DIBAO}/"
    page = text(client.get(form))
    assert "王大宝、王二宝的监护人同意" in page
    assert 'name="m2-consent"' in page
    assert 'name="m3-consent"' not in page
    told = filled(**{"in-2": "1", "in-3": "1"})
    assert "王大宝: " in text(client.post(form, told))
    client.post(form, told | {"m2-consent": "1"})
    members = Case.objects.get().answers["members"]
    assert [one["values"]["consent"] for one in members] == [True] * 4
