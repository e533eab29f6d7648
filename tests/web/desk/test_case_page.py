"""One case, everything in one place; only for those whose business it is."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.core.models import AuditEntry
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Clock, Handover
from yingzhou.kernel.cases.services import work
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.catalogue.items import items
from yingzhou.kernel.disclosure.models import Objection, PublicNotice
from yingzhou.kernel.disclosure.services import file_objection
from yingzhou.web.desk.selectors import lookup

PARTS = ("household", "answers", "side", "rules", "letters")


def address(case, part: str = "") -> str:
    return f"/desk/cases/{case.number}/{part}"


def text(answer) -> str:
    return answer.content.decode()


def asked_for(world, item: str):
    request = Request(items()[item], world.mother, "counter", place=world.town)
    return intake(request=request, user=world.counter, at=at(MONDAY))


def confirming(world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    fire_ended(at(date(2026, 3, 17)))
    case.refresh_from_db()
    return case


def test_the_head_says_who_what_where_until_when_and_who_is_next(world, desk):
    case = world.apply()
    page = text(desk("counter").get(address(case)))
    assert "王秀英 · 最低生活保障" in page
    assert "待受理" in page
    assert "3月9日" in page
    assert "庙镇(受理窗口)" in page
    assert 'href="#way-accept"' in page


def test_every_part_stands_alone_without_script_and_as_a_part_with_it(world, desk):
    case = world.apply()
    for part in PARTS:
        whole = text(desk("counter").get(address(case, f"{part}/")))
        piece = text(desk("counter").get(address(case, f"{part}/"), headers={"HX-Request": "true"}))
        assert "<h1>" in whole
        assert "<h1>" not in piece
        assert len(piece) > 100


def test_reading_is_written_down_once_for_a_page_and_its_parts(world, desk):
    case = world.apply()
    client = desk("counter")
    page = text(client.get(address(case)))
    part = page.split('hx-get="')[1].split('"')[0]
    client.get(part, headers={"HX-Request": "true"})
    views = AuditEntry.objects.filter(action="case.view", subject_id=case.pk)
    assert views.count() == 1
    client.get(address(case, "household/"), headers={"HX-Request": "true"})
    assert views.count() == 2


def test_what_was_declared_stands_beside_what_the_registers_know(world, desk):
    case = world.apply(savings=5_000_000)
    page = text(desk("clerk").get(address(case, "answers/")))
    assert "1 处不一致" in page
    assert "50,000.00 元" in page
    assert "10,000.00 元" in page


def test_the_rules_explain_themselves_with_what_nobody_has_verified(world, desk):
    page = text(desk("clerk").get(address(world.apply(), "rules/")))
    assert "符合" in page
    assert "怎样算的" in page


def test_what_cannot_be_done_yet_is_shown_with_the_reason(world, desk):
    case = world.apply(phone=None, support=True)
    page = text(desk("counter").get(address(case)))
    assert "还差 2 样" in page
    assert "还没有填: 联系电话" in page
    assert "还差: 写明赡养费、抚养费的判决书或协议" in page


def test_what_somebody_may_not_do_is_not_shown(world, desk):
    case = confirming(world)
    assert "确认同意" in text(desk("approver").get(address(case)))
    assert "确认同意" not in text(desk("counter").get(address(case)))


def test_a_clerk_reads_who_decides_and_not_the_name_of_their_own_office(world, desk):
    page = text(desk("clerk").get(address(confirming(world))))
    assert "这一步由庙镇(乡镇审核确认人)办" in page


def test_whoever_visited_is_told_that_another_must_confirm(world, desk):
    case = confirming(world)
    case.steps.filter(transition="visit").update(user=world.approver)
    page = text(desk("approver").get(address(case)))
    assert "“登记入户结果”是您办的, 这一步要由另一个人办" in page
    answer = desk("approver").post(address(case, "take/grant/"), {"steps": case.steps_taken})
    assert answer.status_code == 422
    case.refresh_from_db()
    assert case.is_open


def test_a_step_that_is_refused_keeps_what_was_typed(world, desk):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    typed = {
        "s-visited_on": "2026-03-02", "s-visitors": "张三", "s-living": "平房两间",
        "s-matches": "1", "steps": case.steps_taken,
    }  # fmt: skip
    answer = desk("clerk").post(address(case, "take/visit/"), typed)
    assert answer.status_code == 422
    assert "入户要两人以上" in text(answer)
    assert "平房两间" in text(answer)
    done = desk("clerk").post(
        address(case, "take/visit/"), typed | {"s-visitors": "张三、李四"}, follow=True
    )
    assert "已办“登记入户结果”" in text(done)
    case.refresh_from_db()
    assert case.stage == "publicity"


def test_a_second_click_counts_once(world, desk):
    case = world.apply()
    client = desk("counter")
    client.post(address(case, "take/accept/"), {"steps": 1})
    answer = client.post(address(case, "take/accept/"), {"steps": 1}, follow=True)
    assert "别人刚办过这件事" in text(answer)


def test_a_village_sees_its_own_people_and_no_others(world, desk):
    case = asked_for(world, "neighbourhoods/cert_residence")
    own = factories.user_with("village", world.village)
    other = factories.user_with("village", factories.village("别处村", world.town))
    assert desk(own).get(address(case)).status_code == 200
    refused = desk(other).get(address(case))
    assert refused.status_code == 403
    assert "不在您负责的区划内" in text(refused)
    assert AuditEntry.objects.filter(action="case.refused").get().detail["why"] == "不在职责范围"


def test_what_is_not_a_villages_to_know_it_opens_only_where_it_has_a_part(world, desk):
    """Income and illness are not; the children whom it enrols itself are."""
    own = factories.user_with("village", world.village)
    assert desk(own).get(address(world.apply())).status_code == 403
    child = asked_for(world, "children/left_behind")
    assert desk(own).get(address(child)).status_code == 200


@pytest.mark.parametrize("part", ["", *(f"{part}/" for part in PARTS)])
def test_a_relatives_case_cannot_be_opened_and_the_try_is_kept(world, desk, part):
    case = world.apply()
    world.clerk.person = world.son
    world.clerk.save()
    answer = desk("clerk").get(address(case, part))
    assert answer.status_code == 403
    assert "回避" in text(answer)
    entry = AuditEntry.objects.filter(action="case.refused").get()
    assert (entry.detail["why"], entry.actor_name) == ("回避", world.clerk.username)


def test_a_colleague_is_asked_and_takes_over(world, desk):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    work.take_up(case=case.pk, user=world.clerk)
    colleague = factories.user_with("town", world.town)
    form = {"receiver": colleague.username, "reason": "我下周外出"}
    desk("clerk").post(address(case, "hand-over/"), form)
    offer = Handover.objects.get()
    assert "我下周外出" in text(desk(colleague).get("/desk/?tab=offered"))
    client = desk(colleague)
    assert "接手" in text(client.get(address(case, "side/")))
    client.post(address(case, f"hand-over/{offer.pk}/"), {"accepts": "1"})
    case.refresh_from_db()
    assert case.handler == colleague


def test_nobody_is_named_twice_and_a_wrong_name_is_said(world, desk):
    case = world.apply()
    form = {"receiver": "没有这个人", "reason": "外出"}
    answer = desk("counter").post(address(case, "hand-over/"), form, follow=True)
    assert "没有这个同事" in text(answer)


def test_a_longer_period_is_asked_by_one_and_granted_by_another(world, desk):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    total = Clock.objects.get(case=case, key="total")
    form = {"length": "5", "reason": "等外省核对"}
    desk("clerk").post(address(case, f"extend/{total.pk}/"), form)
    extension = total.extensions.get()
    assert "批准延长" not in text(desk("clerk").get(address(case, "side/")))
    assert "批准延长" in text(desk("approver").get(address(case, "side/")))
    desk("approver").post(address(case, f"extension/{extension.pk}/"), {"grants": "1"})
    total.refresh_from_db()
    assert total.extended == 5


def objected(world, stop_clock):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    stop_clock(at(date(2026, 3, 11)))
    file_objection(
        notice=PublicNotice.objects.get(), words="他家在镇上有店面", at=at(date(2026, 3, 11))
    )
    case.refresh_from_db()
    return case


def test_an_objection_is_answered_by_the_step_that_it_leads_to(world, desk, stop_clock):
    case = objected(world, stop_clock)
    client = desk("clerk")
    letters = text(client.get(address(case, "letters/")))
    assert "他家在镇上有店面" in letters
    assert "<textarea" not in letters
    assert "<dt>享受人数</dt>" in letters
    page = client.get(address(case))
    assert page.context["now"].main is None
    for one in ("异议不成立, 继续公示", "异议部分成立, 更正后重新公示", "异议成立, 提出不予确认"):
        assert f"“{one}”" in page.context["now"].to_do
    assert "他家在镇上有店面" in text(page)
    form = {"words": "店面是租给别人的, 不是他家的", "steps": case.steps_taken}
    client.post(address(case, "take/dismiss/"), form)
    case.refresh_from_db()
    assert (case.stage, Objection.objects.get().state) == ("publicity", "dismissed")


def test_who_decides_reads_that_an_objection_was_upheld_and_finds_no_way_to_grant(
    world, desk, stop_clock
):
    case = objected(world, stop_clock)
    world.step(case, "uphold", world.clerk, date(2026, 3, 11), "店面是他家的")
    page = desk("approver").get(address(case))
    now = page.context["now"]
    assert now.main is None
    assert [one.way.key for one in now.choices] == ["refuse", "back"]
    assert "异议成立" in text(page)
    assert "调查结果: 店面是他家的" in text(page)
    assert "公示已撤下" in text(page)


def test_what_was_proposed_to_be_refused_is_not_granted_by_a_big_button(world, desk):
    case = confirming(world)
    assert desk("approver").get(address(case)).context["now"].main.way.key == "grant"
    case = asked_for(world, "disability/assistive_device")
    case.stage, case.by, case.task, case.desk = "decide", "town", "cases.decide", world.town
    case.save()
    case.steps.create(
        seq=2, transition="propose_refuse", name="建议不同意", target="decide", at=at(MONDAY),
        user=world.clerk, actor_name="王",
    )  # fmt: skip
    page = desk("approver").get(address(case))
    assert page.context["now"].main is None
    assert "看情况选一种: “同意”、“不同意”、“退回重新核对”" in text(page)


def test_all_is_there_only_when_it_is(world, desk):
    case = world.apply(phone=None)
    world.step(case, "ask", world.counter, MONDAY)
    client = desk("counter")
    page = text(client.get(address(case)))
    assert "要补的还没有都交来: 为什么现在就交回办理" in page
    refused = client.post(address(case, "take/supply/"), {"steps": case.steps_taken})
    assert refused.status_code == 422
    assert "还没有交来: 联系电话" in text(refused)
    told = {"steps": case.steps_taken, "words": "本人没有电话, 找邻居转告"}
    client.post(address(case, "take/supply/"), told)
    case.refresh_from_db()
    assert case.stage == "received"
    page = client.get(address(case))
    main = page.context["now"].main  # asked for once, it is not the usual step again
    assert (main.way.key, main.lacks) == ("accept", ("还没有填: 联系电话",))
    assert "补正只能一次告知: 为什么上次没有说" in text(page)


def test_what_a_clerk_added_to_a_request_is_waited_for_too(world, desk):
    case = world.apply(phone=None)
    world.step(case, "ask", world.counter, MONDAY, lines="银行流水")
    client = desk("counter")
    client.post(address(case, "complete/"), {"f-phone": "13900000000", "steps": case.steps_taken})
    case.refresh_from_db()
    assert case.stage == "supplement"
    refused = client.post(address(case, "take/supply/"), {"steps": case.steps_taken})
    assert "还没有交来: 银行流水" in text(refused)
    assert "还没有交来: 联系电话" not in text(refused)


def test_a_closed_case_is_opened_again_by_who_decides(world, desk):
    case = confirming(world)
    world.step(case, "grant", world.approver, date(2026, 3, 18))
    assert "重新办理" not in text(desk("clerk").get(address(case)))
    client = desk("approver")
    assert "重新办理" in text(client.get(address(case)))
    client.post(address(case, "reopen/"), {"stage": "visit", "words": "核对有误"})
    case.refresh_from_db()
    assert (case.is_open, case.stage) == (True, "visit")


def test_the_letter_is_printed_and_handed_over(world, desk):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    client = desk("counter")
    page = text(client.get(address(case, "letters/")))
    assert "最低生活保障受理通知书" in page
    letter = page.split(f"/desk/cases/{case.number}/letters/")[1].split("/")[0]
    pdf = client.get(address(case, f"letters/{letter}/"))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    client.post(address(case, f"letters/{letter}/handed/"))
    assert "窗口当面交付" in text(client.get(address(case, "letters/")))


def test_the_address_of_a_refused_step_opens_the_case(world, desk):
    case = confirming(world)
    answer = desk("clerk").get(address(case, "take/visit/"))
    assert (answer.status_code, answer["Location"]) == (302, address(case))


def test_the_usual_step_is_the_green_one_and_says_what_to_do(world, desk):
    """Asking for more comes first only where the rest cannot be done; “all is there” never while
    something is missing."""
    cadre = factories.user_with("village", world.village)
    case = asked_for(world, "neighbourhoods/cert_residence")
    case.answers["values"] = {
        "address": "启瀛村 1 号", "since": "2020-01", "house": "自己家的", "for_whom": "某法院",
    }  # fmt: skip
    case.save(update_fields=["answers"])
    now = desk(cadre).get(address(case)).context["now"]
    assert "“核实无误, 出具证明”" in now.to_do

    lacking = world.apply(phone=None)
    assert desk("counter").get(address(lacking)).context["now"].main.way.key == "ask"
    world.step(lacking, "ask", world.counter, MONDAY)
    page = desk("counter").get(address(lacking))
    assert page.context["now"].main is None
    assert "送来了就在上面登记" in text(page)
    assert "等您补齐材料" not in text(page)


def test_a_paper_that_the_answers_do_not_call_for_is_not_listed(world, desk):
    case = world.apply(support=False)
    page = desk("counter").get(f"/desk/cases/{case.number}/").content.decode()
    materials = page.partition('id="materials"')[2].partition("加一份扫描件")[0]
    assert "身份证和户口簿" in materials
    assert "判决书" not in materials


def test_what_a_village_does_is_no_button_of_the_town(world, desk):
    item = items()["neighbourhoods/household_registration"]
    request = Request(item, world.mother, "counter", forms.empty(), place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    page = desk("clerk").get(f"/desk/cases/{case.number}/").content.decode()
    assert "办不了的, 您可以代办" in page
    assert "为什么由您代办" in page
    before = page.split("办不了的, 您可以代办")[0]
    assert 'id="way-elsewhere"' in page
    assert 'id="way-elsewhere"' not in before


def test_whom_a_bad_rating_is_about_neither_opens_nor_finds_it(world, desk):
    """Stars, words and the telephone of whoever rated them are a colleague's to read."""
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    item = items()["counters/rectification"]
    request = Request(item, None, "district", place=world.town, home=world.town, previous=case,
                      reason="差评整改")  # fmt: skip
    mended = intake(request=request, user=None, at=at(MONDAY))
    refused = desk("counter").get(address(mended))
    assert refused.status_code == 403
    assert "只给办它的人看" in text(refused)
    found = lookup.visible(world.counter).values_list("pk", flat=True)
    assert (case.pk in found, mended.pk in found) == (True, False)
    colleague = factories.user_with("counter", world.town)
    assert mended.pk in lookup.visible(colleague).values_list("pk", flat=True)
    page = text(desk(colleague).get(address(mended)))
    assert "您不能办" not in page
    assert "看情况选一种: “联系上了, 立即改”" in page
