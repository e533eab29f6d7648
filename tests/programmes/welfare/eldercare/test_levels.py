"""The level of care that an assessment ends in is entered once, by the decision itself, and goes
when the case is opened again."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.kernel.cases.conftest import world as world  # noqa: PLC0414 - the fixture
from yingzhou.core import audit
from yingzhou.core.spells import FOREVER
from yingzhou.kernel.cases import known
from yingzhou.kernel.cases.models import Case, Consultation
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.cases.services.work import answer_consultation
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.people.models import CareLevel, FactChange
from yingzhou.kernel.people.services import set_care_level
from yingzhou.programmes.welfare.eldercare.models import LevelEntered
from yingzhou.programmes.welfare.eldercare.services import levels

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY, FRIDAY, LATER = date(2026, 3, 3), date(2026, 3, 6), date(2026, 3, 20)
UNTIL = date(2028, 3, 6)


@pytest.fixture
def bureau(world, stop_clock):
    stop_clock(at(FRIDAY))
    return factories.user_with("bureau")


def seen(world) -> Case:
    """Asked for at the counter, two have come, the expert has answered."""
    item = items()[levels.ITEM]
    answers = known.prefill(item.apply, world.mother, MONDAY)
    answers["values"] |= {"insured": "居民医保", "reason": "第一次评", "when": "平时上午",
                          "phone": "13900000000"}  # fmt: skip
    answers["papers"] = [paper.key for paper in item.apply.materials]
    request = Request(item, world.mother, "counter", answers, place=world.town)
    case = intake(request=request, user=world.clerk, at=at(MONDAY))
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "visit", world.clerk, TUESDAY, visited_on="2026-03-03",
               visitors="张三、李四", findings="洗澡要人帮", proposed="照护三级")  # fmt: skip
    for one in Consultation.objects.filter(case=case):
        expert = factories.user_with("department", unit=one.unit)
        answer_consultation(consultation=one.pk, user=expert, agrees=True, answer="一致",
                            at=at(TUESDAY))  # fmt: skip
    return case


def registered(world) -> list[tuple]:
    rows = CareLevel.objects.filter(person=world.mother).order_by("valid_from")
    return list(rows.values_list("level", "valid_from", "valid_to"))


def test_the_step_offers_the_levels_that_the_register_knows():
    way = items()[levels.ITEM].apply.process.transitions[levels.CONCLUDES]
    assert next(one for one in way.asks if one.key == "what").options == levels.LEVELS


def test_what_was_concluded_stands_in_the_register_with_the_case_as_its_source(world, bureau):
    case = seen(world)
    world.step(case, "conclude", bureau, FRIDAY, what="照护三级", said="洗澡、上厕所要人帮")
    assert registered(world) == [(3, FRIDAY, UNTIL)]
    assert CareLevel.objects.get().source == f"照护需求评估 {case.number}"
    assert FactChange.objects.get(person=world.mother, what="照护等级").since == FRIDAY
    letter = str(Letter.objects.get(about=f"case:{case.pk}").content)
    assert "结果是 照护三级" in letter
    assert "洗澡、上厕所要人帮" in letter
    levels.enter(case=case.pk, seq=case.steps_taken, at=at(FRIDAY))
    assert LevelEntered.objects.count() == FactChange.objects.filter(what="照护等级").count() == 1


def test_opened_again_what_was_there_before_is_there_again(world, bureau, stop_clock):
    before = date(2025, 5, 1)
    set_care_level(person=world.mother, level=2, since=before, source="长护险转来",
                   actor=audit.SYSTEM, at=at(MONDAY))  # fmt: skip
    case = seen(world)
    world.step(case, "conclude", bureau, FRIDAY, what="照护五级")
    assert registered(world) == [(2, before, FRIDAY), (5, FRIDAY, UNTIL)]
    stop_clock(at(LATER))
    approver = factories.user_with("approver", world.town)
    reopen(case=case.pk, user=approver, stage="opinion", words="记错了人", at=at(LATER))
    assert [one[0] for one in registered(world)] == [2, 2]
    assert registered(world)[-1][1:] == (FRIDAY, CareLevel.expires(before))
    case.refresh_from_db()
    world.step(case, "conclude", bureau, LATER, what="照护四级")
    assert registered(world)[-1] == (4, LATER, CareLevel.expires(LATER))


def test_what_somebody_recorded_since_stays(world, bureau, stop_clock):
    case = seen(world)
    world.step(case, "conclude", bureau, FRIDAY, what="照护五级")
    stop_clock(at(LATER))
    set_care_level(person=world.mother, level=6, since=LATER, source="住院评估",
                   actor=audit.SYSTEM, at=at(LATER))  # fmt: skip
    approver = factories.user_with("approver", world.town)
    reopen(case=case.pk, user=approver, stage="opinion", words="记错了人", at=at(LATER))
    assert registered(world) == [(6, LATER, CareLevel.expires(LATER))]


def test_a_level_whose_own_decision_fell_meanwhile_does_not_come_back(world, bureau, stop_clock):
    """The second case wrote over the first; both are opened again, the first one first."""
    before = date(2025, 5, 1)
    set_care_level(person=world.mother, level=2, since=before, source="长护险转来",
                   actor=audit.SYSTEM, at=at(MONDAY))  # fmt: skip
    first = seen(world)
    world.step(first, "conclude", bureau, FRIDAY, what="照护五级")
    stop_clock(at(LATER))
    second = seen(world)
    world.step(second, "conclude", bureau, LATER, what="照护三级")
    levels.take_back(case=first.pk, at=at(LATER))
    levels.take_back(case=second.pk, at=at(LATER))
    assert {one[0] for one in registered(world)} == {2}


def test_no_level_ends_the_one_that_stood_there_and_gives_it_back(world, bureau):
    set_care_level(person=world.mother, level=2, since=date(2025, 5, 1), source="长护险转来",
                   actor=audit.SYSTEM, at=at(MONDAY))  # fmt: skip
    case = seen(world)
    world.step(case, "conclude", bureau, FRIDAY, what="没有达到等级")
    assert registered(world) == [(2, date(2025, 5, 1), FRIDAY)]
    assert LevelEntered.objects.get().until == FOREVER
    levels.take_back(case=case.pk, at=at(FRIDAY))
    assert registered(world)[-1] == (2, FRIDAY, date(2027, 5, 1))
