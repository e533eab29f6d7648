"""What a department reads of a matter that it is asked about, and what it answers."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.kernel.cases.conftest import MONDAY, at
from yingzhou.kernel.cases import answers as forms
from yingzhou.kernel.cases.models import Case, Consultation
from yingzhou.kernel.cases.services.intake import Request, intake
from yingzhou.kernel.cases.services.reopening import reopen
from yingzhou.kernel.cases.services.tend import fire_ended
from yingzhou.kernel.catalogue.items import items

SUNDAY = date(2026, 3, 1)


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def report(world) -> Case:
    """A neighbour has seen a child beaten, and the town passes it on."""
    return _reported(world, MONDAY)


def _reported(world, day: date) -> Case:
    found = forms.empty() | {"values": {
        "what": ["被打骂虐待"], "where": "启瀛村 5 组", "village": "庙镇启瀛村", "now": True,
        "child": "小明, 八岁", "story": "夜里又哭又喊", "who": "邻居", "phone": "13912345678",
    }}  # fmt: skip
    request = Request(items()["children/report"], world.mother, "counter", found, place=world.town)
    case = intake(request=request, user=world.counter, at=at(day))
    world.step(case, "dispatch", world.clerk, day)
    return case


def test_whoever_is_asked_about_a_child_reads_where_it_is_and_never_who_told(world, desk, report):
    for part in report.consultations.order_by("pk"):
        client = desk(factories.user_with("department", unit=part.unit))
        listed = text(client.get("/desk/opinions/"))
        assert "保密" in listed
        assert "紧急" in listed
        assert "王" not in listed.partition("<table")[2]
        page = text(client.get(f"/desk/opinions/{part.pk}/"))
        for word in ("被打骂虐待", "启瀛村 5 组", "小明, 八岁", "正有危险", "保密"):
            assert word in page
        for word in ("王秀英", "邻居", "13912345678", "310"):
            assert word not in page
        assert ("夜里又哭又喊" in page) is (part.unit != "区教育局")


def test_what_was_found_is_told_and_not_agreed_to(world, desk, report):
    part = report.consultations.get(unit="区教育局")
    client = desk(factories.user_with("department", unit="区教育局"))
    address = f"/desk/opinions/{part.pk}/"
    assert "同意" not in text(client.get(address)).partition("<form method")[2]
    client.post(address, {"answer": "在庙镇小学三年级, 上周没有到校"})
    part.refresh_from_db()
    assert (part.agrees, part.answer) == (None, "在庙镇小学三年级, 上周没有到校")
    side = text(desk("clerk").get(f"/desk/cases/{report.number}/side/"))
    assert "已答复" in side
    assert "上周没有到校" in side


def test_whether_somebody_agrees_must_be_said_where_that_is_asked(world, desk):
    case = world.apply()
    part = Consultation.objects.create(
        case=case, kind="joint", unit="区医保局", desk=world.district,
        permission="cases.opinion", question="核对大病登记", asked_at=at(MONDAY),
    )  # fmt: skip
    client = desk(factories.user_with("department"))
    refused = client.post(f"/desk/opinions/{part.pk}/", {"answer": "有登记"})
    assert refused.status_code == 422
    assert "请选同意或不同意" in text(refused)


def test_at_once_is_today_on_a_sunday_as_well(world, stop_clock):
    stop_clock(at(SUNDAY))
    case = _reported(world, SUNDAY)
    police = case.consultations.get(unit="市公安局崇明分局")
    assert police.due_on == SUNDAY
    assert case.clocks.get(key="dispatch").due_on == SUNDAY


def test_a_department_answers_for_itself_and_reads_nothing_that_others_are_asked(
    world, desk, report
):
    own, other = (report.consultations.get(unit=unit) for unit in ("区教育局", "市公安局崇明分局"))
    client = desk(factories.user_with("department", unit="区教育局"))
    listed = text(client.get("/desk/opinions/"))
    assert own.question in listed
    assert other.question not in listed
    assert client.get(f"/desk/opinions/{other.pk}/").status_code == 403
    assert client.post(f"/desk/opinions/{other.pk}/", {"answer": "没事"}).status_code == 403
    other.refresh_from_db()
    assert other.answered_at is None


def test_what_is_closed_waits_for_no_department(world, desk, report):
    client = desk(factories.user_with("department", unit="区教育局"))
    Case.objects.filter(pk=report.pk).update(is_open=False)
    assert report.number not in text(client.get("/desk/opinions/"))


def test_an_answer_that_comes_after_the_end_is_not_put_down_and_nothing_is_read(
    world, desk, report
):
    """Their page was open when the matter ended (taken back, for one)."""
    part = report.consultations.get(unit="区教育局")
    client = desk(factories.user_with("department", unit="区教育局"))
    Case.objects.filter(pk=report.pk).update(
        is_open=False, outcome="withdrawn", closed_at=at(MONDAY, 12)
    )
    answer = client.post(f"/desk/opinions/{part.pk}/", {"answer": "上周没有到校"})
    assert answer.status_code == 422
    assert "已经办结" in text(answer)
    part.refresh_from_db()
    assert part.answered_at is None
    page = text(client.get(f"/desk/opinions/{part.pk}/"))
    assert "不用答复了" in page
    assert "<textarea" not in page
    assert "小明, 八岁" not in page


@pytest.fixture
def named(world) -> Case:
    """A road is to be named, and the planners do not agree."""
    firm = factories.organisation("瀛洲学校")
    request = Request(items()["boundaries/naming"], None, "counter", forms.empty(),
                      organisation=firm, place=world.town, home=world.village)  # fmt: skip
    case = intake(request=request, user=world.counter, at=at(SUNDAY))
    fire_ended(at(date(2026, 3, 9)))
    case.refresh_from_db()
    for part in case.consultations.order_by("pk"):
        part.agrees = None if part.unit == "市公安局崇明分局" else part.unit != "区规划资源局"
        part.answer, part.answered_at = f"{part.unit}说的", at(date(2026, 3, 10))
        part.save()
    return case


def test_whoever_goes_on_though_a_department_does_not_agree_reads_it_and_says_why(
    world, desk, named
):
    """What was merely told, or agreed to, need not be answered; and it is no step for many."""
    officer, other = factories.user_with("bureau"), factories.user_with("bureau")
    client, take = desk(officer), f"/desk/cases/{named.number}/take/"
    page = text(client.get(f"/desk/cases/{named.number}/"))
    above = page.partition('id="way-propose"')[2].partition("</form>")[0]
    assert "区规划资源局: 不同意: 区规划资源局说的" in above
    assert "地名专家说的" not in above
    refused = client.post(f"{take}propose/", {"steps": named.steps_taken})
    assert refused.status_code == 422
    many = client.post("/desk/batch/", {"case": named.number, "transition": "propose", "go": "1",
                                        "words": "一起办"})  # fmt: skip
    assert "建议批准" not in text(many).partition("<main")[2].partition("</main>")[0]
    named.refresh_from_db()
    assert named.stage == "examine"
    client.post(f"{take}propose/", {"steps": named.steps_taken, "words": "规划已改, 见附件"})
    named.refresh_from_db()
    assert named.stage == "decide"
    deciding = desk(other)
    deciding.post(f"{take}grant/", {"steps": named.steps_taken})
    named.refresh_from_db()
    assert named.stage == "decide"
    deciding.post(f"{take}grant/", {"steps": named.steps_taken, "words": "看过改后的规划"})
    named.refresh_from_db()
    assert named.stage == "deliver"


def test_where_all_agree_nobody_has_to_write_anything(world, desk, named):
    named.consultations.filter(agrees=False).update(agrees=True)
    client = desk(factories.user_with("bureau"))
    page = text(client.get(f"/desk/cases/{named.number}/"))
    assert "先看各部门怎么说" not in page
    client.post(f"/desk/cases/{named.number}/take/propose/", {"steps": named.steps_taken})
    named.refresh_from_db()
    assert named.stage == "decide"


def test_whoever_has_not_answered_is_asked_once_when_the_matter_is_opened_again(world, desk):
    bureau = factories.user_with("bureau")
    item, day = items()["disability/care_allowance"], date(2026, 3, 10)
    request = Request(item, world.mother, "counter", forms.empty(), place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    fire_ended(at(day))
    case.refresh_from_db()
    world.step(case, "propose_refuse", world.clerk, day, "户口不在本市, 不用等")
    world.step(case, "refuse", bureau, day, "户口不在本市, 不符合第二条的规定")
    reopen(case=case.pk, stage="received", user=bureau, words="户口刚迁来", at=at(day, 15))
    fire_ended(at(date(2026, 3, 18)))
    part = case.consultations.get()
    assert (part.asked_at, part.answered_at) == (at(date(2026, 3, 18)), None)
    assert part.due_on > date(2026, 3, 18)
    assert (
        text(desk(factories.user_with("department", unit=part.unit)).get("/desk/opinions/")).count(
            case.number
        )
        == 1
    )


def _with_the_federation(world) -> Case:
    """The five days to accept are over, and the federation of the disabled is asked."""
    item = items()["disability/care_allowance"]
    request = Request(item, world.mother, "counter", forms.empty(), place=world.town)
    case = intake(request=request, user=world.counter, at=at(MONDAY))
    fire_ended(at(date(2026, 3, 10)))
    case.refresh_from_db()
    return case


def test_nothing_is_granted_while_a_department_is_still_asked(world, desk):
    """A refusal may be proposed before; a grant against it waits."""
    case = _with_the_federation(world)
    part = case.consultations.get()
    world.step(case, "propose_refuse", world.clerk, date(2026, 3, 10), "户口不在本市, 不用等")
    client = desk(factories.user_with("bureau"))
    page = text(client.get(f"/desk/cases/{case.number}/"))
    assert f"还在等{part.unit}的意见" in page.partition('id="way-grant"')[2].partition("way-")[0]
    client.post(f"/desk/cases/{case.number}/take/grant/", {"steps": case.steps_taken})
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("confirm", "")


def test_whoever_refuses_before_a_department_answered_reads_that_it_is_still_asked(world, desk):
    """It is no bar: who lives elsewhere is refused whatever the federation says; but it is seen."""
    bureau = factories.user_with("bureau")
    case = _with_the_federation(world)
    part = case.consultations.get()
    page = text(desk("clerk").get(f"/desk/cases/{case.number}/"))
    above = page.partition('id="way-propose_refuse"')[2].partition("</form>")[0]
    assert f"{part.unit}: 还没有答复" in above
    world.step(case, "propose_refuse", world.clerk, date(2026, 3, 10), "户口不在本市, 不用等")
    page = text(desk(bureau).get(f"/desk/cases/{case.number}/"))
    above = page.partition('id="way-refuse"')[2].partition("</form>")[0]
    assert f"{part.unit}: 还没有答复" in above
    part.agrees, part.answered_at, part.answer = True, at(date(2026, 3, 11)), "属实"
    part.save()
    page = text(desk(bureau).get(f"/desk/cases/{case.number}/"))
    assert "还没有答复" not in page.partition('id="way-refuse"')[2].partition("</form>")[0]
