"""One application opens every line the household qualifies for (B8): at the counter one press opens
the rest, with the answers of the first."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO, MONDAY, at
from yingzhou.kernel.cases.alongside import ALONGSIDE
from yingzhou.kernel.cases.models import Case, DataUse, Party
from yingzhou.kernel.payments.models import Award
from yingzhou.kernel.people.models import CareLevel, DisabilityCertificate, Income

from .test_counter import arrive, filled, text

UNEMPLOYED, CARE = "disability/severe_unemployed", "disability/care_allowance"
SUBSIDY = "eldercare/service_subsidy"


def certified(person, grade: int = 1) -> None:
    DisabilityCertificate.objects.create(
        person=person, category=4, grade=grade, valid_from=date(2020, 1, 1)
    )


def has_pension(person, fen: int = 9_000_00) -> None:
    """Too much for 低保; of who is severely disabled nobody asks what others of the family have."""
    Income.objects.filter(person=person).update(pension=fen)


def needs_care(person, level: int = 4) -> None:
    CareLevel.objects.create(person=person, level=level, valid_from=date(2025, 1, 1))


def taken_in(desk, world, who=None, **more):
    """低保 at the counter, and the address of what else they qualify for."""
    client = desk("counter")
    address = arrive(client, who or world.mother)
    other = {"signed-0": "1"} if who == world.son else {}
    done = client.post(f"{address}{DIBAO}/", filled(**other | {"told": "1"} | more), follow=True)
    assert "已受理" in text(done)
    first = Case.objects.get()
    return client, first, f"{address}also/{first.number}/"


def lines(page) -> dict[str, bool]:
    """What is offered, and whether it is ticked."""
    return {one.line.key: one.is_ticked for one in page.context["offered"]}


def test_one_press_opens_what_the_rules_give_with_the_answers_of_the_first(world, desk):
    certified(world.son)
    has_pension(world.mother)
    client, first, also = taken_in(desk, world, world.son)
    page = client.get(also)
    key = f"{UNEMPLOYED}:{world.son.pk}"
    assert lines(page) == {key: True}
    assert "每月 " in text(page)
    assert "批准后, 钱打到哪张银行卡上" not in text(page), "told for 低保 a moment ago"
    assert "不用申请, 按登记发" in text(page), "the allowances go by the register"
    done = client.post(also, {"take": [key]}, follow=True)
    case = Case.objects.get(item=UNEMPLOYED)
    assert f"重残无业人员生活补助 {case.number}: 已受理" in text(done)
    assert (case.applicant, case.previous, case.reason) == (world.son, first, ALONGSIDE)
    assert case.answers["values"]["account"] == "6222000011112222"
    assert case.answers["values"]["grade"] == 1
    assert case.answers["values"]["consent"] is True, "asked for together, agreed to together"
    assert case.only_one
    assert case.running == first.running + 1
    assert DataUse.objects.filter(case=case, person=world.son).exists()
    assert lines(client.get(also)) == {}, "asked for once"


def test_what_lacks_an_answer_stays_and_the_rest_is_taken_in(world, desk):
    certified(world.son)
    has_pension(world.mother, 4_900_00)
    needs_care(world.mother)
    client, _, also = taken_in(desk, world)
    subsidy, other = f"{SUBSIDY}:{world.mother.pk}", f"{UNEMPLOYED}:{world.son.pk}"
    offered = lines(client.get(also))
    assert (offered[subsidy], offered[other]) == (True, False)
    page = client.post(also, {"take": [subsidy, other]})
    assert page.status_code == 422
    assert "有几件还差下面标出的回答" in text(page)
    assert text(page).count("还没有填") == 1, "only what is wrong is marked"
    assert set(lines(page)) == set(offered) - {other}
    assert set(Case.objects.values_list("item", flat=True)) == {UNEMPLOYED, DIBAO}
    how = f"x_eldercare_service_subsidy_{world.mother.pk}-how"
    assert f'name="{how}"' in text(page)
    done = client.post(also, {"take": [subsidy], how: "请人上门"}, follow=True)
    case = Case.objects.get(item=SUBSIDY)
    assert case.number in text(done)
    assert case.answers["values"]["how"] == "请人上门"
    assert case.answers["values"]["phone"] == "13900000000"


def test_of_a_grown_up_nothing_is_ticked_and_the_applicant_acts_for_them(world, desk):
    certified(world.son)
    has_pension(world.mother)
    client, _, also = taken_in(desk, world)
    key = f"{UNEMPLOYED}:{world.son.pk}"
    assert lines(client.get(also)) == {key: False}
    assert "看过本人的委托再打勾" in text(client.get(also))
    client.post(also, {"take": [key]})
    case = Case.objects.get(item=UNEMPLOYED)
    assert case.applicant == world.son
    assert case.parties.get(role=Party.Role.AGENT).person == world.mother


def test_a_childs_line_is_asked_for_by_who_came(world, desk):
    child = factories.person("王小宝", date(2009, 5, 1), 1, home=world.village, household="H1")
    factories.kin(child, world.mother)
    factories.income(child, since=date(2025, 7, 1))
    certified(child)
    has_pension(world.mother, 15_000_00)
    client, _, also = taken_in(desk, world, **{"in-2": "1", "m2-consent": "1"})
    key = f"{UNEMPLOYED}:{child.pk}"
    assert lines(client.get(also)) == {key: True}
    client.post(also, {"take": [key]})
    case = Case.objects.get(item=UNEMPLOYED)
    assert (case.applicant, case.answers["values"]["account"]) == (child, "6222000011112222")
    assert case.answers["values"]["consent"] is True


def test_of_who_does_not_agree_nothing_is_told(world, desk):
    certified(world.son)
    has_pension(world.mother)
    client, _, also = taken_in_anyway(desk, world, **{"m1-consent": "0", "signed-1": ""})
    assert lines(client.get(also)) == {}


def taken_in_anyway(desk, world, **more):
    client = desk("counter")
    address = arrive(client, world.mother)
    client.post(f"{address}{DIBAO}/", filled(**more) | {"anyway": "1"}, follow=True)
    first = Case.objects.get()
    return client, first, f"{address}also/{first.number}/"


def test_what_is_paid_already_is_not_offered(world, desk):
    certified(world.mother)
    unemployed = "disability/severe_unemployed"
    client, _, also = taken_in(desk, world)
    Award.objects.create(
        benefit=CARE, person=world.mother, payee=world.mother, valid_from=date(2026, 1, 1),
        made_at=at(MONDAY), made_by="测试",
    )  # fmt: skip
    there = lines(client.get(also))
    assert f"{CARE}:{world.mother.pk}" not in there
    assert f"{unemployed}:{world.mother.pk}" not in there, "past the age"


def test_what_an_award_gives_is_not_offered(world, desk):
    certified(world.son)
    has_pension(world.mother)
    client, _, also = taken_in(desk, world, world.son)
    Award.objects.create(
        benefit=UNEMPLOYED, person=world.son, payee=world.son, valid_from=date(2026, 1, 1),
        made_at=at(MONDAY), made_by="测试",
    )  # fmt: skip
    assert lines(client.get(also)) == {}


def test_who_has_too_much_for_one_may_have_the_other(world, desk):
    """Refused 低保 is the way to 低保边缘: nobody has to know its name."""
    has_pension(world.mother, 4_600_00)
    client, _, also = taken_in(desk, world)
    assert lines(client.get(also)) == {f"relief/dibao_edge:{world.mother.pk}": True}
    client.post(also, {"take": [f"relief/dibao_edge:{world.mother.pk}"]})
    case = Case.objects.get(item="relief/dibao_edge")
    assert [one["values"]["consent"] for one in case.answers["members"]] == [True, True]
    assert all(one["signed"] for one in case.answers["members"])
    assert case.accepted_at is not None


def test_without_a_tick_nothing_happens_and_a_second_press_makes_no_second_case(world, desk):
    certified(world.son)
    has_pension(world.mother)
    client, _, also = taken_in(desk, world)
    assert "没有打勾, 什么也没有收" in text(client.post(also, {}, follow=True))
    ticked = {"take": [f"{UNEMPLOYED}:{world.son.pk}"]}
    client.post(also, ticked)
    client.post(also, ticked)
    assert Case.objects.filter(item=UNEMPLOYED).count() == 1


@pytest.mark.parametrize("who", ["approver", "clerk"])
def test_it_is_the_counters(world, desk, who):
    _, _, also = taken_in(desk, world)
    assert desk(who).get(also).status_code in (403, 404)


URGENT = "relief/temporary"
ASKED = {"f-event": "意外", "f-story": "灶间着火", "f-urgent": "1", "f-need": "5000",
         "f-lasts": "2", "f-account": "6222000011112222", "f-phone": "13900000000", "in-0": "1",
         "in-1": "1", "m0-registered": "1", "m1-registered": "1", "told": "1"}  # fmt: skip


def helped(desk, world):
    """临时救助 looks nobody up and asks nobody whether they agree; 低保 beside it does."""
    client = desk("counter")
    address = arrive(client, world.mother)
    done = client.post(f"{address}{URGENT}/", ASKED, follow=True)
    first = Case.objects.get()
    assert first.number in text(done)
    prefix = f"x_{DIBAO.replace('/', '_')}_{world.mother.pk}"
    more = {"take": [f"{DIBAO}:{world.mother.pk}"], f"{prefix}-support": "0",
            f"{prefix}-staff_kin": "0"}  # fmt: skip
    return client, f"{address}also/{first.number}/", prefix, more


def test_where_the_first_matter_asked_nobody_each_is_asked_before_they_are_looked_up(world, desk):
    client, also, prefix, more = helped(desk, world)
    page = client.get(also)
    assert f"{DIBAO}:{world.mother.pk}" in lines(page)
    assert "同意核对也用于这几件" not in text(page), "nobody was asked"
    assert f"{world.son.name}: 同意我们向银行" in text(page)
    tried = client.post(also, more)
    assert tried.status_code == 422
    assert text(tried).count("还没有填") == 2
    assert not Case.objects.filter(item=DIBAO).exists(), "unasked, nobody is looked up"
    client.post(also, more | {f"{prefix}-consent0": "1", f"{prefix}-consent1": "1"})
    case = Case.objects.get(item=DIBAO)
    said = [one["values"]["consent"] for one in case.answers["members"]]
    assert said == [True, True]
    shown = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert f"{world.son.name}: 本人签字的授权书" in shown, "the paper of who did not come is due"


def test_who_does_not_agree_beside_it_is_not_looked_up(world, desk):
    client, also, prefix, more = helped(desk, world)
    client.post(also, more | {f"{prefix}-consent0": "1", f"{prefix}-consent1": "0"})
    case = Case.objects.get(item=DIBAO)
    assert case.answers["members"][1]["values"]["consent"] is False
    assert case.accepted_at is None
    told = client.get(f"/desk/cases/{case.number}/answers/").content.decode()
    assert "没有同意, 不核对" in told


def test_a_paper_that_was_signed_and_brought_is_ticked_beside_the_line(world, desk):
    client, also, prefix, more = helped(desk, world)
    tick = f"{prefix}-signed1"
    page = client.get(also).content.decode()
    assert f'name="{tick}"' in page
    assert f"看过{world.son.name}本人签字的授权书" in page
    assert f'name="{prefix}-signed0"' not in page, "who stands here signs for nobody's sake"
    tried = client.post(also, more | {f"{prefix}-consent1": "1", tick: "1"})
    assert tried.status_code == 422
    (line,) = [one for one in tried.context["offered"] if one.prefix == prefix]
    assert [one.is_seen for one in line.papers] == [True], "not to be ticked twice"
    agreed = {f"{prefix}-consent0": "1", f"{prefix}-consent1": "1"}
    client.post(also, more | agreed | {tick: "1"})
    case = Case.objects.get(item=DIBAO)
    assert case.answers["members"][1]["signed"] == "窗口收件时看过"
    shown = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert f"{world.son.name}: 本人签字的授权书" not in shown
    assert 'id="unsigned"' not in shown


def test_a_tick_is_no_consent_where_somebody_says_no(world, desk):
    client, also, prefix, more = helped(desk, world)
    said = {f"{prefix}-consent0": "1", f"{prefix}-consent1": "0", f"{prefix}-signed1": "1"}
    client.post(also, more | said)
    case = Case.objects.get(item=DIBAO)
    assert not case.answers["members"][1].get("signed")
    assert case.accepted_at is None
