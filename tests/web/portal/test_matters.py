"""我的办事: where it stands, what is needed, letters, ratings; and nobody else's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from tests.support.residents import signed_in
from tests.web.portal.conftest import Resident, photo, supplementing
from yingzhou.kernel.cases.models import Case, DataUse, Rating
from yingzhou.kernel.cases.places import name_of
from yingzhou.kernel.cases.services import documents
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.notices.models import Letter
from yingzhou.kernel.people.models import Income
from yingzhou.web.own_values import OwnValues

pytestmark = pytest.mark.django_db
STAFF = "yingzhou.kernel.accounts.backend.StaffBackend"


def test_an_empty_page_says_what_to_do_next(mother):
    page = mother.get("/my/").content.decode()
    assert "还没有办过事" in page
    assert "还没有信" in mother.get("/my/letters/").content.decode()
    assert "还没有人用过" in mother.get("/my/uses/").content.decode()


def test_the_matter_tells_where_it_stands_and_names_no_officer_but_the_first_asked(mother, world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    assert "最晚" in page
    assert "首问负责人" in page
    assert "乡镇准备核对家庭情况" in page
    assert "正在办" in mother.get("/my/").content.decode()


def test_what_is_missing_is_told_photographed_and_sent_with_one_button(mother, world, stop_clock):
    case = world.apply(phone=None)
    supplementing(world, case, "法院的调解书")
    stop_clock(at(MONDAY, 16))
    assert "要您办的" in mother.get("/my/").content.decode()
    page = mother.get(f"/my/cases/{case.number}/")
    phone, paper = page.context["matter"].lacks
    assert [(one.line, one.place) for one in (phone, paper)] == [
        ("联系电话", "phone"), ("法院的调解书", ""),
    ]  # fmt: skip
    papers, line = f"/my/cases/{case.number}/papers/", {"material": paper.material}

    wrong = mother.post(papers, **line, file=photo("x", b"x"))
    assert "只收照片" in wrong.content.decode()
    nothing = mother.post(papers, **line)
    assert "还没有选照片" in nothing.content.decode()
    mother.post(papers, **line, file=photo("调解书.jpg"))
    page = mother.post(f"/my/cases/{case.number}/fill/phone/", phone="abc")
    assert "电话号码只写数字" in page.content.decode()
    page = mother.post(f"/my/cases/{case.number}/fill/phone/", phone="13911112222")
    assert "调解书.jpg" in page.content.decode()
    case.refresh_from_db()
    assert case.answers["values"]["phone"] == "13911112222"

    mother.post(f"/my/cases/{case.number}/do/supply/", seen=case.steps_taken)
    case.refresh_from_db()
    assert case.stage == "received"


TWO = "医院的诊断证明\n法院的调解书"


def test_a_photo_answers_the_line_it_was_taken_for_and_no_other(mother, world, stop_clock):
    case = world.apply()
    supplementing(world, case, TWO)
    stop_clock(at(MONDAY, 16))
    first, second = mother.get(f"/my/cases/{case.number}/").context["matter"].lacks
    page = mother.post(
        f"/my/cases/{case.number}/papers/", material=first.material, file=photo("诊断.jpg")
    )
    matter = page.context["matter"]
    assert [len(one.files) for one in matter.lacks] == [1, 0]
    assert [one.line for one in matter.undone] == [second.line]
    assert ("医院的诊断证明", 1) in [(one.name, len(files)) for one, files in matter.papers]
    strange = mother.post(f"/my/cases/{case.number}/papers/", material="line-0-0", file=photo())
    assert "没有这份材料" in strange.content.decode()
    desk = Client()
    desk.force_login(world.counter, backend=STAFF)
    assert "补的: 医院的诊断证明" in desk.get(f"/desk/cases/{case.number}/").content.decode()


def test_sending_with_nothing_handed_in_asks_once_more_and_the_list_stays(
    mother, world, stop_clock
):
    case = world.apply()
    supplementing(world, case, TWO)
    stop_clock(at(MONDAY, 16))
    address = f"/my/cases/{case.number}/do/supply/"
    page = mother.post(address, seen=case.steps_taken)
    assert "还有 2 样没交, 确定先交吗?" in page.content.decode()
    case.refresh_from_db()
    assert case.stage == "supplement"
    page = mother.post(address, seen=case.steps_taken, sure="1")
    text = page.content.decode()
    assert "交上去了。还有 2 样没交" in text
    assert "还没有收到这些" in text
    case.refresh_from_db()
    assert case.stage == "received"
    assert case.steps.latest("seq").words == "还没有交: 医院的诊断证明、法院的调解书"
    lack = page.context["matter"].still_lacks[0]
    page = mother.post(f"/my/cases/{case.number}/papers/", material=lack.material, file=photo())
    assert [one.line for one in page.context["matter"].still_lacks] == ["法院的调解书"]


def test_a_paper_that_was_no_good_counts_only_when_it_comes_anew(mother, world, stop_clock):
    case = world.apply()
    documents.add(
        case=case.pk, material="disability", file=photo("糊的.jpg"), user=world.counter,
        at=at(MONDAY),
    )  # fmt: skip
    supplementing(world, case, "残疾人证")
    stop_clock(at(MONDAY, 16))
    matter = mother.get(f"/my/cases/{case.number}/").context["matter"]
    assert [(len(one.files), one.is_done) for one in matter.lacks] == [(1, False)]
    mother.post(f"/my/cases/{case.number}/papers/", material="disability", file=photo("清楚.jpg"))
    matter = mother.get(f"/my/cases/{case.number}/").context["matter"]
    assert [(len(one.files), one.is_done) for one in matter.lacks] == [(2, True)]


def test_a_photo_can_be_taken_back_and_only_the_household_sees_it(mother, world):
    case = world.apply()
    supplementing(world, case)
    mother.post(f"/my/cases/{case.number}/papers/", material="disability", file=photo())
    kept = case.documents.get()
    own = mother.get(f"/my/cases/{case.number}/papers/{kept.pk}/")
    assert own["Content-Type"] == "image/jpeg"
    assert "sandbox" in own["Content-Security-Policy"]
    assert own["Content-Disposition"].endswith("%E8%AF%81%E6%98%8E.jpg")
    neighbour = Resident(signed_in(factories.person("沈阿福", home=world.village)))
    for address in ("", f"papers/{kept.pk}/", "received/", "do/withdraw/"):
        assert neighbour.get(f"/my/cases/{case.number}/{address}").status_code == 404
    mother.post(f"/my/cases/{case.number}/papers/{kept.pk}/remove/")
    assert mother.get(f"/my/cases/{case.number}/papers/{kept.pk}/").status_code == 404


def test_withdrawing_asks_once_more_and_a_second_click_does_nothing(mother, world):
    case = world.apply()
    address = f"/my/cases/{case.number}/do/withdraw/"
    assert "随时重新申请" in mother.get(address).content.decode()
    assert "已经撤回" in mother.post(address, seen=case.steps_taken).content.decode()
    assert "现在不用办了" in mother.post(address, seen=case.steps_taken).content.decode()
    case.refresh_from_db()
    assert case.outcome == "withdrawn"


def test_somebody_who_saw_an_older_state_is_told(mother, world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    page = mother.post(f"/my/cases/{case.number}/do/withdraw/", seen=1)
    assert "别人刚办过这件事" in page.content.decode()


def test_a_letter_is_read_by_its_person_alone_and_reading_delivers_it(mother, world):
    case = world.apply()
    supplementing(world, case)
    letter = Letter.objects.get()
    assert "有一封信还没有看" in mother.get("/my/").content.decode()
    answer = mother.get(f"/my/letters/{letter.pk}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    letter.refresh_from_db()
    assert letter.delivered_how == "网上查看"
    assert letter.title in mother.get("/my/letters/").content.decode()
    neighbour = Resident(signed_in(factories.person("沈阿福", home=world.village)))
    assert neighbour.get(f"/my/letters/{letter.pk}/").status_code == 404


def refused(world) -> Case:
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, "户口和住处都在外区, 不在本区受理")
    return case


def test_five_levels_once_and_a_bad_one_starts_its_rectification(mother, world):
    case = refused(world)
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    assert "原因: 户口和住处都在外区" in page, "the reason that the letter gives"
    assert "打个分" in page
    address = f"/my/cases/{case.number}/rate/"
    assert "请选一到五颗星" in mother.post(address, stars="9").content.decode()
    page = mother.post(address, stars="1", words="等了两个小时").content.decode()
    assert "一个工作日内会有人联系您" in page
    assert Rating.objects.get().rectification.item == "counters/rectification"
    assert "已经评过了" in mother.post(address, stars="5").content.decode()


def test_what_is_open_cannot_be_rated(mother, world):
    case = world.apply()
    assert mother.get(f"/my/cases/{case.number}/rate/").status_code == 404


def test_an_appeal_names_the_matter_it_is_against(mother, world):
    case = refused(world)
    page = mother.get("/services/counters/appeal/apply/", about=case.number)
    assert case.number in page.content.decode()
    page = mother.post("/services/counters/appeal/apply/", about=case.number)
    assert page.context["question"].place == "received_on"
    answers = {"received_on": "2026-03-01", "why": "漏算了学费"}
    page = mother.says(
        page, **{"received_on.y": "2026", "received_on.m": "3", "received_on.d": "1"}
    )
    page = mother.says(page, why="漏算了学费", do="next")
    made = mother.apply("/services/counters/appeal/", answers)
    assert made.previous == case
    assert made.answers["values"]["about"] == case.number


def test_a_use_that_is_wrong_opens_its_correction_and_only_ones_own(mother, son, world):
    mother.apply()
    use = DataUse.objects.filter(person=world.mother, fact="月养老金").get()
    assert son.get(f"/my/uses/{use.pk}/").status_code == 404
    assert "请写明应该是什么" in mother.post(f"/my/uses/{use.pk}/", right="").content.decode()
    page = mother.post(f"/my/uses/{use.pk}/", right="每月 1500 元", was="0")
    assert "个人资料更正" in page.content.decode()
    assert "已经提过异议" in mother.get(f"/my/uses/{use.pk}/").content.decode()


def test_a_mandate_for_one_service_shows_that_service_alone(son, mandate, world):
    case = world.apply()
    supplementing(world, case)
    mandate(world.son, "eldercare/meals")
    son.post("/my/acting/", **{"for": str(world.mother.pk)})
    page = son.get("/my/").content.decode()
    assert case.number not in page
    assert "谁用过我的资料" not in page
    assert son.get("/my/uses/").status_code == 404
    assert "还没有信" in son.get("/my/letters/").content.decode()
    assert son.get(f"/my/cases/{case.number}/").status_code == 404
    letter = Letter.objects.filter(about=f"case:{case.pk}")[0]
    assert son.get(f"/my/letters/{letter.pk}/").status_code == 404
    withdraw = f"/my/cases/{case.number}/do/withdraw/"
    assert son.post(withdraw, seen=str(case.steps_taken)).status_code == 404
    case.refresh_from_db()
    assert case.is_open


def test_a_rating_stays_on_the_page_and_leads_to_what_is_done_about_it(mother, world):
    case = refused(world)
    mother.post(f"/my/cases/{case.number}/rate/", stars="1", words="等了两个小时")
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    made = Rating.objects.get().rectification
    assert "1 星, 非常不满意" in page
    assert "等了两个小时" in page
    assert f"/my/cases/{made.number}/" in page
    page = mother.get(f"/my/cases/{made.number}/").content.decode()
    assert f"说的是 {case.number} 那件事" in page
    assert f"说的是 {case.number}" in mother.get("/my/").content.decode()


def test_a_complaint_from_a_matter_knows_which_and_whom_it_is_about(mother, world):
    case = refused(world)
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    start = f"/services/oversight/complaint/apply/?about={case.number}"
    assert f'href="{start}"' in page
    assert f"说的是编号 <strong>{case.number}" in mother.get(start).content.decode()
    page = mother.post(start, about=case.number)
    assert page.context["question"].place == "kind"
    assert "其他" in page.content.decode()
    page = mother.says(page, kind="其他", do="next")
    assert page.context["question"].place == "who"
    assert page.context["shown"].text == name_of(case.place_id, MONDAY)
    made = mother.apply(
        "/services/oversight/complaint/",
        {
            "kind": "其他", "who": "受理窗口", "what": "态度不好", "phone": "13900000000",
            "happened_on": "2026-03-01",
        },
    )  # fmt: skip
    assert made.answers["values"]["about"] == case.number
    assert made.previous is None, "the counter does not find the complaint from the matter"


def test_who_answers_for_a_matter_that_is_over_or_lies_elsewhere(mother):
    case = mother.apply()
    assert "接手后" in mother.get(f"/my/cases/{case.number}/").content.decode()
    mother.post(f"/my/cases/{case.number}/do/withdraw/", seen=case.steps_taken)
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    assert "不再往下办" in page
    assert "接手后" not in page


def test_what_a_matter_waits_for_stands_at_its_head_and_solved_comes_first(mother, world):
    made = mother.apply(
        "/services/oversight/suggestion/",
        {"kind": "建议", "topic": "养老", "what": "多放几把椅子", "phone": "13900000000"},
    )
    Case.objects.filter(pk=made.pk).update(stage="follow", by="applicant")
    page = mother.get(f"/my/cases/{made.number}/")
    names = [one.name for one in page.context["matter"].due_ways]
    assert names[0] == "解决了"
    head = page.content.decode().partition("办到哪一步了")[0]
    assert head.index("解决了") < head.index("没有解决")
    answers = [one for one in head.split("<a ") if "解决" in one]
    assert not any("btn-primary" in one for one in answers)  # neither answer is pressed on anybody
    assert page.content.decode().count(">没有解决<") == 1


def test_where_time_alone_goes_on_the_family_reads_until_when_and_what_then(world, mother):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    world.step(case, "survey", world.clerk, MONDAY)
    world.visited(case, world.clerk, date(2026, 3, 9))
    page = mother.get(f"/my/cases/{case.number}/").content.decode()
    assert "公示到2026年3月16日期满, 之后自动到下一步: 乡镇正在作最后决定" in page
    assert "系统来办" not in page
    assert "到期自动转下一步" in mother.get("/my/").content.decode()


def test_a_day_that_has_gone_by_is_not_promised_once_more_in_the_list(mother, world, stop_clock):
    case = world.apply()
    due = case.due_on
    stop_clock(at(due + timedelta(days=1)))
    assert (
        f"原来说 {due.month}月{due.day}日 前有消息, 已经超过" in mother.get("/my/").content.decode()
    )
    assert "对不起" in mother.get(f"/my/cases/{case.number}/").content.decode()
    stop_clock(at(MONDAY))
    world.step(case, "accept", world.counter, MONDAY)
    day = case.promised_on
    assert f"最晚 {day.month}月{day.day}日" in mother.get("/my/").content.decode()
    stop_clock(at(day + timedelta(days=1)))
    page = Resident(signed_in(world.mother)).get("/my/").content.decode()
    assert f"原来答应 {day.month}月{day.day}日 前答复您, 已经超过" in page
    assert f"最晚 {day.month}月{day.day}日" not in page


def test_what_was_answered_and_has_not_come_to_the_register_here_is_told_as_that(mother, world):
    """Who answers sees what stands here; who objected is not left with two figures unexplained."""
    mother.apply()
    use = DataUse.objects.filter(person=world.mother, fact="月养老金").latest("pk")
    mother.post(f"/my/uses/{use.pk}/", right="1500 元")
    use.refresh_from_db()
    made, bureau = use.correction, factories.user_with("bureau")
    world.step(made, "hand", world.counter, MONDAY, keeper="区人社局")
    desk = Client()
    desk.force_login(bureau, STAFF)
    page = desk.get(f"/desk/cases/{made.number}/").content.decode()
    says = OwnValues(world.mother, MONDAY).of(use)
    assert f"这里的登记今天写的是: {says}" in page
    world.step(
        made, "fix", bureau, MONDAY, "少登记了", changed_on="2026-03-02", stands="1,500.00 元"
    )
    page = mother.get("/my/uses/").content.decode()
    assert "3月2日答复已更正" in page
    assert "答复说现在是: 1,500.00 元。这里的登记还没有更新到" in page
    income = Income.objects.filter(person=world.mother).latest("pk")
    Income.objects.filter(pk=income.pk).update(pension=150_000)
    page = mother.get("/my/uses/").content.decode()
    assert "现在登记的: 1,500.00 元" in page
    assert "还没有更新到" not in page


def test_who_opened_a_matter_again_is_the_office_that_decides_and_not_the_counter(mother, world):
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, "户口不在本市, 也不住在这里")
    reopen(case=case.pk, user=world.approver, stage="visit", words="看漏了", at=at(MONDAY, 16))
    top = mother.get(f"/my/cases/{case.number}/").context["matter"].history[0]
    assert (top.what, top.who) == ("重新办理", "庙镇")
