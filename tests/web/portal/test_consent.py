"""Other grown-ups: asked before anything is looked up, their figures not shown, their no heeded."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.support.residents import signed_in
from tests.web.portal.conftest import DIBAO, TYPED, Resident
from yingzhou.core import clock
from yingzhou.kernel.cases.faults import CaseFault
from yingzhou.kernel.cases.guards import Asked
from yingzhou.kernel.cases.models import Case, DataUse, Draft
from yingzhou.kernel.cases.services import corrections
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.people.models import Enrolment, Household, Income

pytestmark = pytest.mark.django_db
WAGE, SAVINGS = "7,540", "12,508"
"""Of the son; of the household."""


@pytest.fixture
def world(world):
    """The son earns, the family has saved."""
    Income.objects.filter(person=world.son).update(wage=754_000)
    Household.objects.get(number="H1").assets.update(money=1_250_800)
    return world


def figures(page) -> list[str]:
    text = page.content.decode()
    return [one for one in (WAGE, SAVINGS, "7540", "754000", "1250800") if one in text]


def everywhere(somebody: Resident, item: str = DIBAO):
    """Every page of an application, up to the last."""
    page = somebody.post(f"{item}apply/")
    for _ in range(40):
        yield page
        where = page.request["PATH_INFO"]
        if "/known/" in where or "/papers/" in where:
            page = somebody.says(page, do="next")
        elif "/ask/" in where:
            place = page.context["question"].place
            told = "0" if place.endswith("-employed") else TYPED.get(place, "1")
            page = somebody.says(page, **{place: told, "do": "next"})
        else:
            return


@pytest.mark.parametrize("item", ["dibao", "dibao_edge", "dibao_review", "rigid", "dibao_phaseout"])
def test_no_page_tells_her_what_her_son_earns_or_the_family_owns(mother, world, item):
    if item == "dibao_review":
        Enrolment.objects.create(roll="dibao", person=world.mother, valid_from=date(2025, 7, 1))
    pages = list(everywhere(mother, f"/services/relief/{item}/"))
    assert pages[-1].request["PATH_INFO"].endswith("/check/")
    assert [figures(page) for page in pages] == [[]] * len(pages)
    known = next(page for page in pages if "/known/" in page.request["PATH_INFO"])
    assert "经本人同意后由工作人员核对, 不用您填" in known.content.decode()
    asked = [page.request["PATH_INFO"] for page in pages]
    first = next(n for n, where in enumerate(asked) if "/known/" in where)
    assert sum("-consent/" in where for where in asked[:first]) == 2, "both are asked before"


def test_her_own_figures_and_those_of_her_child_are_shown(son, world):
    """The father sees his own wage and his child's school; of his mother nothing."""
    child = factories.person("王小宝", date(2015, 1, 1), home=world.village, household="H1")
    factories.kin(child, world.son)
    Income.objects.filter(person=world.mother).update(pension=333_300)
    factories.income(child, since=date(2025, 7, 1), other=44_400)
    text = son.sees_what_is_known().content.decode()
    assert WAGE in text
    assert "444.00" in text
    assert "3,333" not in text


def test_who_lives_alone_sees_what_they_own(world):
    alone = factories.person("周一民", home=world.village, household="H9")
    factories.income(alone, since=date(2025, 7, 1))
    factories.assets(
        Household.objects.get(number="H9"), since=date(2025, 7, 1), money=555_500, homes=0
    )
    assert "5,555.00" in Resident(signed_in(alone)).sees_what_is_known().content.decode()


def test_an_agent_reads_nothing_of_her_family(world, mandate):
    agent = factories.person("沈阿福", home=world.village)
    mandate(agent, "relief/dibao")
    helper = Resident(signed_in(agent))
    helper.post("/my/acting/", **{"for": str(world.mother.pk)})
    pages = list(everywhere(helper))
    assert pages[-1].request["PATH_INFO"].endswith("/check/")
    assert [figures(page) for page in pages] == [[]] * len(pages)
    assert "王建国本人同意" in pages[1].content.decode()


def test_what_a_register_knows_of_him_she_may_still_say_herself(mother):
    page = mother.sees_what_is_known()
    assert f"{DIBAO}apply/ask/m1-wage/" in page.content.decode()
    page = mother.get(f"{DIBAO}apply/ask/m1-wage/")
    assert not figures(page)
    mother.says(page, **{"m1-wage": "6000", "do": "next"})
    case = mother.apply()
    assert case.answers["members"][1]["values"]["wage"] == 600_000
    assert not DataUse.objects.filter(objected_at__isnull=False).exists(), "she did not see it"


def test_whose_names_and_birthdays_were_shown_can_read_it_though_nothing_was_sent(son, world):
    son.sees_what_is_known()
    son.post(f"{DIBAO}apply/discard/")
    assert not Draft.objects.exists()
    page = Resident(signed_in(world.mother)).get("/my/uses/").content.decode()
    assert "填写申请(还没有提交): 最低生活保障" in page
    assert "王建国" in page
    assert "出生日期" in page


def test_handed_in_each_use_stands_there_once_and_his_wage_too(mother, world):
    case = mother.apply()
    of_son = DataUse.objects.filter(person=world.son)
    assert not of_son.filter(fact__in=["月劳动收入", "货币财产"]).exists(), "nobody saw him sign"
    counter = factories.user_with("counter", world.town)
    corrections.sign(case=case.pk, user=counter, signed=[1], at=clock.now())
    facts = list(of_son.values_list("fact", flat=True))
    assert {"出生日期", "月劳动收入", "货币财产"} <= set(facts)
    assert len(facts) == len(set(facts))
    assert set(of_son.values_list("case", flat=True)) == {case.pk}


def refused(mother) -> Case:
    return mother.apply(answers=TYPED | {"m1-consent": "0"})


def test_a_no_is_answered_with_what_follows(mother):
    page = mother.post(f"{DIBAO}apply/")
    page = mother.says(page, **{"m0-consent": "1", "do": "next"})
    assert "本人同意, 已在授权书上签字, 或会到窗口签" in page.content.decode()
    page = mother.says(page, **{"m1-consent": "0", "do": "next"})
    assert "王建国没有同意" in page.content.decode()
    assert "不能直接受理" in page.content.decode()
    page = mother.fill(answers=TYPED)
    assert page.request["PATH_INFO"].endswith("/check/")
    assert "不能直接受理" in page.content.decode()


def test_nobody_accepts_what_he_did_not_agree_to_and_he_is_named(mother, world):
    case = refused(mother)
    with pytest.raises(CaseFault, match="王建国没有同意核对收入和财产"):
        world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "ask", world.counter, MONDAY)
    assert case.corrections.get().lines == ["王建国: 同意核对"]
    fill = f"/my/cases/{case.number}/fill/m1-consent/"
    assert fill in mother.get(f"/my/cases/{case.number}/").content.decode()
    mother.post(fill, **{"m1-consent": "1"})
    world.step(case, "supply", world.counter, MONDAY)
    with pytest.raises(CaseFault, match="王建国: 还没有看到本人签字的授权书"):
        world.step(case, "accept", world.counter, MONDAY)
    corrections.sign(case=case.pk, user=world.counter, signed=[1], at=at(MONDAY))
    world.step(case, "accept", world.counter, MONDAY)
    assert case.stage == "survey"


def test_a_no_said_again_does_not_do(mother, world):
    case = refused(mother)
    world.step(case, "ask", world.counter, MONDAY)
    here = f"/my/cases/{case.number}/"
    mother.post(f"{here}fill/m1-consent/", **{"m1-consent": "0"})
    assert "is-done" not in mother.get(here).content.decode()


def reckoned(world, case: Case):
    item = item_of_version(case.version)
    way = item.apply.process.transitions["accept"]
    return Asked(case, item, item.apply, way, world.counter, {}, "", MONDAY).reckoned


def test_without_his_yes_his_income_is_unknown(mother, world):
    case = refused(mother)
    found = reckoned(world, case)
    assert "王建国的月劳动收入" in found.needs
    assert "月劳动收入" not in found.inputs["members"][1]["facts"]
    assert "货币财产" not in found.inputs["household"]
    assert found.inputs["members"][1]["facts"]["出生日期"] == 19800501


def test_with_it_the_register_counts_though_she_never_saw_it(mother, world):
    case = mother.apply()
    assert "wage" not in case.answers["members"][1]["values"]
    assert "月劳动收入" not in reckoned(world, case).inputs["members"][1]["facts"], "she says so"
    corrections.sign(case=case.pk, user=world.counter, signed=[1], at=at(MONDAY))
    case.refresh_from_db()
    found = reckoned(world, case)
    assert found.inputs["members"][1]["facts"]["月劳动收入"] == 754_000
    assert found.advice == "refuse"


def test_a_form_of_the_counter_that_came_filled_counts_no_more_than_the_register(world):
    answers = world.answers()
    answers["members"][1]["values"]["consent"] = False
    case = world.apply()
    case.answers = answers
    case.save()
    assert "月劳动收入" not in reckoned(world, case).inputs["members"][1]["facts"]


def test_the_hint_before_sending_gives_nothing_away(mother):
    """With his wage the family is too rich; the page must not say so."""
    page = list(everywhere(mother))[-1]
    assert "可能不符合条件" not in page.content.decode()


OTHER = 557_000
"""What somebody who lives alone told of their income last year, in a register."""


@pytest.fixture
def alone(world) -> Resident:
    person = factories.person("周一民", home=world.village, household="H9")
    factories.income(person, since=date(2025, 7, 1), other=OTHER)
    owned = Household.objects.get(number="H9")
    factories.assets(owned, since=date(2025, 7, 1), money=555_500, homes=0)
    return Resident(signed_in(person))


def says_no(resident: Resident):
    page = resident.post(f"{DIBAO}apply/")
    return resident.says(page, **{"m0-consent": "0", "do": "next"})


def test_who_does_not_agree_is_shown_nothing_of_their_own_and_is_asked(alone):
    page = says_no(alone)
    assert "/known/" in page.request["PATH_INFO"], "names and birthdays ask nobody"
    text = page.content.decode()
    assert "5,570.00" not in text
    assert "5,555.00" not in text
    assert "收入申报登记" not in text
    assert "社会保险核对" not in text
    kept = Draft.objects.get().answers
    assert {"birth_date", "registered"} == {k for k, v in kept["members"][0]["values"].items() if v}
    page = alone.get(f"{DIBAO}apply/ask/m0-other_income/")
    assert "5570" not in page.content.decode()
    facts = set(DataUse.objects.values_list("fact", flat=True))
    assert not {"月其他收入", "货币财产", "就业"} & facts, "nobody saw them"


def test_what_they_say_instead_is_their_own_word_and_no_register_s(alone):
    said = TYPED | {"m0-consent": "0", "m0-employed": "0", "m0-other_income": "100"}
    case = alone.apply(answers=said)
    own = case.answers["members"][0]["values"]
    assert own["other_income"] == 10_000
    assert "other_income" not in case.answers["known"]
    assert "收入申报登记" not in alone.get(f"/my/cases/{case.number}/").content.decode()
    assert "月其他收入" not in set(DataUse.objects.values_list("fact", flat=True))


def test_who_agrees_after_all_sees_what_is_known_and_it_is_noted_then(alone):
    says_no(alone)
    page = alone.get(f"{DIBAO}apply/ask/m0-consent/")
    page = alone.says(page, **{"m0-consent": "1", "do": "next"})
    text = page.content.decode()
    assert "5,570.00" in text
    assert "5,555.00" in text
    page = alone.get(f"{DIBAO}apply/ask/m0-consent/")
    alone.says(page, **{"m0-consent": "1", "do": "next"})
    assert DataUse.objects.filter(fact="月其他收入").count() == 1


def test_his_mother_s_no_hides_nothing_of_his_and_all_of_the_household(son):
    page = son.post(f"{DIBAO}apply/")
    for _ in range(2):
        place = page.context["question"].place
        said = "0" if page.context["question"].member == "王秀英" else "1"
        page = son.says(page, **{place: said, "do": "next"})
    assert figures(page) == [WAGE]
