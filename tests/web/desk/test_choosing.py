"""Which button is the green one: the careful way on, and none where somebody must judge."""

from __future__ import annotations

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.web.desk.test_case_page import address, text
from yingzhou.kernel.cases.models import Case
from yingzhou.kernel.cases.selectors.rights import Right
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.catalogue.items import Process, items
from yingzhou.kernel.catalogue.items.parts import APPLICANT
from yingzhou.web.desk.selectors.choosing import Way, in_words, usual


def stands_at(world, item: str, stage: str, desk=None) -> Case:
    """A case of ``item`` that has come so far."""
    request = Request(items()[item], world.mother, "district", place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    found = items()[item].apply.process.stages[stage]
    case.stage, case.by, case.desk = stage, found.by, desk or world.town
    case.task = items()[item].apply.process.task_at(stage)
    case.save()
    return case


def green(process: Process, stage: str) -> str:
    """The key of the green button of a stage, where nothing is lacking."""
    found = process.stages[stage]
    there = [Way(way, Right(), (), way.asks) for way in process.ways_from(stage)]
    main = usual(there, found, process, [], is_lacking=False)
    return main.way.key if main else ""


def test_no_green_button_ends_a_matter_with_nothing_said_nor_prefers_yes_to_no():
    """In every process of the catalogue."""
    for code, item in items().items():
        process = item.apply.process if item.apply else None
        for key, stage in process.stages.items() if process else ():
            main = process.transitions.get(green(process, key)) if not stage.is_final else None
            others = [way for way in process.ways_from(key) if way.by == stage.by]
            if main is None or len(others) == 1:
                continue
            where = f"{code}: {stage.name}/{main.name}"
            said = main.asks or main.decides or main.needs or main.says
            assert not main.closes or said, where
            assert main.proposes != "grant" or all(
                way.proposes != "refuse" and way.closes != "refused" for way in others
            ), where


def test_that_somebody_is_content_is_no_click(world, desk):
    case = stands_at(world, "counters/rectification", "visit_back", world.district)
    client = desk(factories.user_with("bureau"))
    page = client.get(address(case))
    assert page.context["now"].main is None
    assert "看情况选一种: “回访满意”、“三次没有联系上”、“回访不满意”" in text(page)
    answer = client.post(address(case, "take/satisfied/"), {"steps": case.steps_taken})
    assert answer.status_code == 422
    for asked in ("哪天回访的", "怎样回访的", "谁回访的、和谁说的", "本人怎么说"):
        assert f"请填写: {asked}" in text(answer)


def test_what_a_caller_says_of_a_complaint_is_neither_green_nor_without_words(world, desk):
    item = items()["oversight/complaint"]
    request = Request(item, world.mother, "counter", place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(case, "to_town", world.counter, MONDAY, "请镇里看")
    world.step(case, "answer_town", world.clerk, MONDAY, "已改")
    other = desk(factories.user_with("counter", world.town))
    page = other.get(address(case))
    assert page.context["now"].main is None
    assert "本人哪天、怎样说已经解决" in text(page)


def test_that_it_is_not_solved_is_no_green_button_of_whoever_answered(world, desk):
    """They may not say that it is settled; that it is not, only in the resident's words."""
    item = items()["oversight/complaint"]
    request = Request(item, world.mother, "counter", place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    world.step(case, "answer_here", world.counter, MONDAY, "窗口周六也开")
    client = desk("counter")
    page = client.get(address(case))
    assert page.context["now"].main is None
    assert "等本人说解决了没有" in text(page)
    typed = {"steps": case.steps_taken, "s-still": "没有开"}
    answer = client.post(address(case, "take/unsettled/"), typed)
    assert answer.status_code == 422
    assert "请写明本人哪天、怎样说没有解决" in text(answer)


def test_at_a_familys_home_no_way_is_suggested_and_to_refuse_looks_like_it(world, desk):
    """What is found there decides."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    now = desk("clerk").get(address(case)).context["now"]
    assert now.main is None
    assert "“登记入户结果”、“单独登记备案, 请区里入户”、“提出不予确认”" in now.to_do
    assert {one.way.key: one.tone for one in now.others}["refuse_early"] == "against"


def test_with_a_relative_among_the_staff_only_the_district_can_go_and_that_is_said(world, desk):
    case = world.apply(staff_kin=True)
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    now = desk("clerk").get(address(case)).context["now"]
    assert now.to_do == "现在能办的是“单独登记备案, 请区里入户”; 别的还缺什么, 写在下面。"


def test_what_is_for_special_cases_does_not_take_the_place_of_what_still_lacks_something(
    world, desk
):
    case = stands_at(world, "neighbourhoods/household_registration", "received", world.village)
    cadre = factories.user_with("village", world.village)
    now = desk(cadre).get(address(case)).context["now"]
    assert now.main.way.key == "ask"
    world.step(case, "ask", cadre, MONDAY)
    case.refresh_from_db()
    case.stage, case.by, case.desk = "received", "village", world.village
    case.save()
    now = desk(cadre).get(address(case)).context["now"]
    assert now.main.way.key == "register"  # and not the only other one: lives elsewhere
    assert now.main.lacks
    assert "别的几种只在确有那种情况时办" in now.to_do


def test_whether_an_allowance_goes_on_is_chosen_and_not_suggested(world, desk):
    process = items()["relief/dibao_review"].apply.process
    assert green(process, "visit") == ""
    process = items()["relief/temporary"].apply.process
    assert green(process, "received") == ""  # somebody may have nothing to eat today


def test_where_the_family_has_to_answer_the_clerk_is_not_told_to_check_papers():
    process = items()["relief/dibao_review"].apply.process
    reply = next(way for way in process.ways_from("reply") if way.by == APPLICANT)
    said = in_words(Way(reply, Right(), (), reply.asks), [], [])
    assert said.startswith("等当事人答复")
    assert "核对填报和材料" not in said
