"""低保 from the counter to the letter: every step, its clocks, its letters, its history."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core import clock
from yingzhou.core.audit import Actor
from yingzhou.core.models import AuditEntry
from yingzhou.core.workdays import add_workdays
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases import letters
from yingzhou.kernel.cases.faults import CaseFault, Duplicate, Moved, NotYours
from yingzhou.kernel.cases.models import Case, Clock, Decision
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.disclosure.models import PublicNotice
from yingzhou.kernel.disclosure.services import answer_objection, file_objection
from yingzhou.kernel.notices.models import Letter


def test_a_household_gets_what_the_law_gives_it(world):
    case = world.apply()
    assert case.number.startswith("2026-")
    assert (case.stage, case.by, case.desk_id) == ("received", "counter", world.town.pk)
    assert case.due_on == date(2026, 3, 9)  # five workdays to accept

    world.step(case, "accept", world.counter, MONDAY)
    assert case.promised_on == date(2026, 4, 14)  # 30 workdays; 清明 on 4 to 6 April
    assert (case.stage, case.desk_id, case.due_on) == ("survey", world.town.pk, date(2026, 3, 5))
    world.step(case, "survey", world.clerk, date(2026, 3, 4))
    world.visited(case, world.clerk, date(2026, 3, 9))
    assert (case.stage, case.by, case.desk_id) == ("publicity", "system", None)
    notice = PublicNotice.objects.get(about=f"case:{case.pk}")
    assert notice.lines["name"] == "王*英"
    assert notice.until == case.due_on == date(2026, 3, 16)

    assert fire_ended(at(date(2026, 3, 16))) == 0  # its last day is not over
    assert fire_ended(at(date(2026, 3, 17))) == 1
    case.refresh_from_db()
    assert case.stage == "confirm"
    world.step(case, "grant", world.approver, date(2026, 3, 18))
    decision = Decision.objects.get(case=case)
    assert (decision.result, decision.advised) == ("grant", "grant")
    assert decision.amount > 0
    assert decision.effective_from == date(2026, 4, 1)
    assert decision.trace[0]["title"] == "符合低保"
    assert (case.is_open, case.outcome, case.destroy_on) == (False, "granted", date(2036, 12, 31))
    assert not Clock.objects.filter(case=case, ended_at=None).exists()
    letters = list(Letter.objects.filter(about=f"case:{case.pk}").values_list("title", flat=True))
    assert sorted(letters) == ["最低生活保障受理通知书", "最低生活保障确认决定书"]
    assert [step.seq for step in case.steps.order_by("seq")] == [1, 2, 3, 4, 5, 6]
    assert AuditEntry.objects.filter(action="case.step").count() == 5


def test_what_is_missing_is_told_once_and_in_full(world):
    case = world.apply(support=True, phone=None)
    with pytest.raises(CaseFault) as refused:
        world.step(case, "accept", world.counter, MONDAY)
    assert len(refused.value.lines) == 2
    world.step(case, "ask", world.counter, MONDAY)
    correction = case.corrections.get()
    assert correction.lines == ["联系电话", "写明赡养费、抚养费的判决书或协议"]
    assert (case.by, case.desk_id, case.is_paused) == ("applicant", None, True)
    assert Clock.objects.get(case=case, key="receive").due_on is None


def test_the_same_matter_is_not_taken_in_twice(world):
    first = world.apply()
    with pytest.raises(Duplicate) as refused:
        world.apply(channel="online")
    assert refused.value.number == first.number
    assert Case.objects.count() == 1


def test_what_nobody_decides_in_time_is_accepted_by_law(world):
    case = world.apply(phone=None)
    assert fire_ended(at(date(2026, 3, 10))) == 1
    case.refresh_from_db()
    assert case.stage == "survey"
    assert case.steps.get(seq=2).actor_name == "系统"


def test_accepted_by_law_it_counts_from_the_day_the_papers_came_in(world):
    """行政许可法 第三十二条: 逾期不告知的, 自收到申请材料之日起即为受理."""
    case = world.apply(phone=None)
    fire_ended(at(date(2026, 3, 10)))
    case.refresh_from_db()
    assert case.accepted_at == at(MONDAY)
    assert case.promised_on == date(2026, 4, 14)  # as if accepted that Monday


def test_papers_that_came_later_count_from_when_they_came(world):
    case = world.apply(phone=None)
    world.step(case, "ask", world.counter, date(2026, 3, 4))
    world.step(case, "supply", world.counter, date(2026, 3, 12), "本人没有电话")
    fire_ended(at(date(2026, 3, 20)))
    case.refresh_from_db()
    assert case.stage == "survey"
    assert clock.day_of(case.accepted_at) == date(2026, 3, 12)


def test_a_licence_accepted_by_law_is_decided_within_twenty_days_of_the_papers(world):
    """The period belongs to the next stage there."""
    firm = factories.organisation("瀛洲学校")
    request = Request(items()["boundaries/naming"], None, "counter", forms.empty(),
                      organisation=firm, place=world.town, home=world.village)  # fmt: skip
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    fire_ended(at(date(2026, 3, 10)))
    decide = Clock.objects.get(case=case, key="decide")
    case.refresh_from_db()
    assert (decide.started_on, case.accepted_at) == (MONDAY, at(MONDAY))


def test_experts_have_their_own_time_and_the_applicant_reads_how_much(world):
    """行政许可法 45: it is no part of the twenty days, and is told in writing. Without an end of
    its own the matter would lie at the bottom of every queue."""
    firm = factories.organisation("瀛洲学校")
    request = Request(items()["boundaries/naming"], None, "counter", forms.empty(),
                      organisation=firm, place=world.town, home=world.village)  # fmt: skip
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    fire_ended(at(date(2026, 3, 10)))
    officer = factories.user_with("bureau")
    world.step(case, "expert", officer, date(2026, 3, 11), "两个名字读音相近, 要请专家评审")
    clocks = {one.key: one for one in Clock.objects.filter(case=case, ended_at=None)}
    assert clocks["decide"].due_on is None
    assert case.due_on == clocks["expert"].due_on == add_workdays(date(2026, 3, 11), 20)
    letter = Letter.objects.get(about=f"case:{case.pk}", title__endswith="听证评审告知书")
    assert "预计 2026年4月9日 前结束" in str(letter.content)
    world.step(case, "expert_done", officer, date(2026, 3, 18), opinion="读音不相混")
    assert case.due_on == Clock.objects.get(case=case, key="decide").due_on


def test_two_people_go_on_a_visit(world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    with pytest.raises(CaseFault, match="两人以上"):
        world.visited(case, world.clerk, date(2026, 3, 9), visitors="张三")
    case.refresh_from_db()
    assert case.stage == "visit"


def test_the_same_click_twice_counts_once(world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    with pytest.raises(Moved, match="别人刚办过"):
        world.step(case, "accept", world.counter, MONDAY)


def test_whoever_visited_does_not_confirm_and_a_clerk_does_not_decide(world):
    case = _confirming(world)
    with pytest.raises(NotYours):
        world.step(case, "grant", world.clerk, date(2026, 3, 18))
    case.steps.filter(transition="visit").update(user=world.approver)
    with pytest.raises(CaseFault, match="另一个人"):
        world.step(case, "grant", world.approver, date(2026, 3, 18))


def test_a_decision_against_the_rules_needs_a_reason(world):
    case = _confirming(world)
    with pytest.raises(CaseFault, match="请写明理由"):
        world.step(case, "refuse", world.approver, date(2026, 3, 18))
    for nothing in ("x", "不需要"):  # whoever is refused reads it in the letter
        with pytest.raises(CaseFault, match="看不出为什么"):
            world.step(case, "refuse", world.approver, date(2026, 3, 18), nothing)
    world.step(case, "refuse", world.approver, date(2026, 3, 18), "入户发现另有一套住房在出租")
    assert (case.outcome, Decision.objects.get().advised) == ("refused", "grant")
    told = Letter.objects.get(about=f"case:{case.pk}", template="refusal")
    assert told.signed_by == "上海市崇明区庙镇人民政府", "the town decided, not the bureau"
    assert json.loads(str(told.content))["review"] == "上海市崇明区人民政府"


def test_who_decides_about_an_association_is_the_bureau(world):
    assert letters._town(world.district.pk) == letters._town(None) == ""


def test_an_objection_stops_the_publicity_and_the_rest_of_its_days_follow(world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    notice = PublicNotice.objects.get()
    objection = file_objection(notice=notice, words="他家在镇上有店面", at=at(date(2026, 3, 11)))
    case.refresh_from_db()
    assert case.stage == "objection"
    assert Clock.objects.get(case=case, key="publicity", ended_at=None).due_on is None
    answer_objection(
        objection=objection,
        upheld=False,
        answer="店面是租给别人的, 不是他家的",
        actor=Actor.of(world.clerk),
        at=at(date(2026, 3, 16)),
    )
    world.step(case, "dismiss", world.clerk, date(2026, 3, 16), "店面不是他家的")
    assert case.stage == "publicity"
    assert case.due_on == date(2026, 3, 23)  # two of seven days were over: five more, and rest days
    notice.refresh_from_db()
    assert (notice.state, notice.until) == ("shown", date(2026, 3, 23))


def _confirming(world) -> Case:
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    fire_ended(at(date(2026, 3, 17)))
    case.refresh_from_db()
    return case
