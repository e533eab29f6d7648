"""Nothing is done before the family agreed; what was asked for is found; who is asked answers."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import DIBAO
from yingzhou.core.audit import SYSTEM
from yingzhou.kernel.accounts.services import resident_account
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import items
from yingzhou.programmes.assistance.advising.faults import AdvisingFault, NotYours
from yingzhou.programmes.assistance.advising.invariants import (
    nothing_runs_on,
    nothing_without_their_word,
)
from yingzhou.programmes.assistance.advising.models import Measure, Plan
from yingzhou.programmes.assistance.advising.needs import needs, units
from yingzhou.programmes.assistance.advising.selectors.offers import offers
from yingzhou.programmes.assistance.advising.services import consents, measures

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def plan(world) -> Plan:
    world.plan()
    world.assess(food="有困难", schooling="有困难")
    return Plan.objects.get()


def test_what_the_family_does_not_want_is_not_done(world, plan):
    measure = world.agree(world.propose(plan, item="guides/student_aid"), agrees=False)
    assert (measure.state, measure.said_by) == ("declined", "户主当面(顾问甲登记)")
    with pytest.raises(AdvisingFault, match="已经有结果"):
        measures.end(
            measure=measure.pk, done=True, words="办了", user=world.adviser, at=at(TUESDAY)
        )


def test_the_family_answers_online_and_no_neighbour_does(world, plan):
    measure = world.propose(plan, item="guides/student_aid")
    stranger = factories.person("王五", date(1970, 1, 1), home=world.village)
    other = resident_account(person=stranger, actor=SYSTEM, at=at(MONDAY))
    word = {"measure": measure.pk, "agrees": True, "how": "", "at": at(MONDAY, 14)}
    with pytest.raises(NotYours):
        measures.answer(**word, user=other)
    measure = measures.answer(**word, user=world.resident)
    assert (measure.state, measure.said_by) == ("agreed", "张秀英, 网上")
    with pytest.raises(AdvisingFault, match="已经答复过"):
        measures.answer(**word, user=world.resident)


def test_whoever_puts_down_their_word_says_how_it_was_given(world, plan):
    measure = world.propose(plan, name="每周打一次电话")
    with pytest.raises(AdvisingFault, match="怎样答复"):
        measures.answer(measure=measure.pk, agrees=True, how=" ", user=world.adviser, at=at(MONDAY))


def test_a_referral_needs_their_word_and_has_its_day(world, plan):
    measure = world.propose(plan, need="schooling", unit="区教育局")
    with pytest.raises(AdvisingFault, match="同意以后"):
        measures.refer(measure=measure.pk, user=world.adviser, at=at(MONDAY))
    world.agree(measure)
    measure = measures.refer(measure=measure.pk, user=world.adviser, at=at(MONDAY, 14))
    assert (measure.state, measure.answer_due_on) == ("referred", date(2026, 3, 16))
    plan.refresh_from_db()
    assert plan.next_due_on == date(2026, 3, 16)
    elsewhere = factories.user_with("department", unit="区司法局")
    reply = {"measure": measure.pk, "helps": True, "words": "减免学费", "at": at(TUESDAY)}
    with pytest.raises(NotYours):
        measures.reply(**reply, user=elsewhere)
    measure = measures.reply(**reply, user=world.office)
    assert (measure.state, measure.answered_by) == ("done", "教育局丁")


def test_what_was_asked_for_is_linked_and_its_end_is_the_measures(world, plan):
    measure = world.agree(world.propose(plan, item=DIBAO))
    assert measures.follow_cases(at(MONDAY, 14)) == 0
    answers = known.prefill(items()[DIBAO].apply, world.mother, MONDAY)
    counter = factories.user_with("counter", world.town)
    request = Request(items()[DIBAO], world.mother, "counter", answers, place=world.town)
    case = intake(request=request, user=counter, at=at(MONDAY, 15))
    assert measures.follow_cases(at(MONDAY, 16)) == 1
    assert measures.follow_cases(at(MONDAY, 17)) == 0
    measure.refresh_from_db()
    assert (measure.state, measure.case) == ("applied", case)
    Case.objects.filter(pk=case.pk).update(is_open=False, outcome="refused")
    assert measures.follow_cases(at(TUESDAY)) == 1
    measure.refresh_from_db()
    assert (measure.state, measure.words) == ("failed", f"不予同意({case.number})") or (
        measure.state == "failed" and case.number in measure.words
    )


def test_the_same_service_is_on_the_plan_once(world, plan):
    world.propose(plan, item=DIBAO)
    with pytest.raises(AdvisingFault, match="已经有"):
        world.propose(plan, item=DIBAO)


def test_every_service_and_need_of_the_file_is_there():
    assert list(needs()) == [
        "food", "housing", "illness", "schooling", "work", "care", "mind", "relations", "safety",
    ]  # fmt: skip
    assert all(need.items for need in needs().values())
    assert "区教育局" in units()


def test_what_they_may_get_is_computed_only_with_their_word(world, plan):
    people = [world.mother, world.son]
    shut = {one.item.code: one for one in offers(["food", "schooling"], people, set(), [], MONDAY)}
    assert shut["relief/dibao"].state == "maybe"
    assert shut["guides/student_aid"].state == "service"
    consents.give(
        plan=plan.pk, person=world.mother.pk, how="当面签字", user=world.adviser, at=at(MONDAY)
    )
    told = {one.pk for one in people}
    open_ = {one.item.code: one for one in offers(["food"], people, told, [], MONDAY)}
    assert open_["relief/temporary"].need == "food"
    for one in (*shut.values(), *offers(["illness"], people, {world.mother.pk}, [], MONDAY)):
        assert "张小明的月劳动收入" not in one.why, "he is thirteen"
        assert "张小明: 月劳动收入" not in one.why
    assert open_["relief/dibao"].why != shut["relief/dibao"].why
    assert "relief/dibao" not in {
        one.item.code for one in offers(["food"], people, told, ["relief/dibao"], MONDAY)
    }


def test_the_check_finds_what_was_done_without_their_word(world, plan):
    measure = world.agree(world.propose(plan, name="每周打一次电话"))
    assert list(nothing_without_their_word()) == []
    assert list(nothing_runs_on()) == []
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    assert "方案结束了" in next(iter(nothing_runs_on()))
    assert Measure.objects.get(pk=measure.pk).runs
